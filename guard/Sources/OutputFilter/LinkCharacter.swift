/// A character of an address as readers of Markdown and HTML take it: itself, or written as `&#104;` or `&colon;`.
struct LinkCharacter {
    let byte: UInt8
    /// Where it ends.
    let end: Int

    /// Names of characters that mean something in the beginning of an address.
    private static let names: [(name: [UInt8], byte: UInt8)] = [
        ("colon;", ":"), ("sol;", "/"), ("bsol;", "\\"), ("period;", "."), ("Tab;", "\t"), ("NewLine;", "\n"),
        ("commat;", "@"), ("quest;", "?"), ("num;", "#"), ("amp;", "&"), ("equals;", "="), ("percnt;", "%"),
        ("lowbar;", "_"), ("hyphen;", "-"), ("dash;", "-"), ("plus;", "+"), ("comma;", ","), ("semi;", ";"),
    ].map { (name: Array($0.0.utf8), byte: $0.1.utf8.first ?? 0) }

    /// The character at a place; nothing at the end, or where an entity is cut off there.
    init?(_ text: [UInt8], _ place: Int) {
        guard place < text.count else { return nil }
        guard text[place] == UInt8(ascii: "&") else {
            (byte, end) = (text[place], place + 1)
            return
        }
        guard place + 1 < text.count else { return nil }
        if text[place + 1] == UInt8(ascii: "#") {
            guard let (value, end) = try? Self.number(text, place + 2) else { return nil }
            self = value > 0 && value < 0x80 ? .init(UInt8(value), end) : .init(text[place], place + 1)
            return
        }
        for (name, byte) in Self.names {
            if text[(place + 1)...].starts(with: name) {
                self = .init(byte, place + 1 + name.count)
                return
            }
            if text.count - place - 1 < name.count, name.starts(with: text[(place + 1)...]) { return nil }
        }
        (byte, end) = (text[place], place + 1)
    }

    private init(_ byte: UInt8, _ end: Int) { (self.byte, self.end) = (byte, end) }

    private struct Cut: Error {}

    /// A number and where it ends; its semicolon can be missing.
    private static func number(_ text: [UInt8], _ start: Int) throws(Cut) -> (value: Int, end: Int) {
        guard start < text.count else { throw Cut() }
        let isHex = text[start] | 0x20 == UInt8(ascii: "x")
        var place = isHex ? start + 1 : start
        var value = 0
        while place < text.count, place - start < 12, let digit = digit(text[place], isHex) {
            value = min(value * (isHex ? 16 : 10) + digit, 0x11_0000)
            place += 1
        }
        guard place < text.count else { throw Cut() }
        return (value, text[place] == UInt8(ascii: ";") ? place + 1 : place)
    }

    private static func digit(_ byte: UInt8, _ isHex: Bool) -> Int? {
        switch byte {
        case 0x30...0x39: Int(byte) - 0x30
        case 0x41...0x46 where isHex: Int(byte) - 0x37
        case 0x61...0x66 where isHex: Int(byte) - 0x57
        default: nil
        }
    }

    /// What browsers take out of an address wherever it stands.
    var isStripped: Bool { byte == 0x09 || byte == 0x0A || byte == 0x0D }
    /// Browsers take both for the same.
    var isSlash: Bool { byte == UInt8(ascii: "/") || byte == UInt8(ascii: "\\") }
}
