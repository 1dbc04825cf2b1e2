/// A character of a text that is written in another way, or what stands between two characters and is none.
struct Escape {
    /// Those that stand in one text together; what looks like one of another family means itself there.
    enum Family: Int, CaseIterable {
        /// `%2D`, `\u002d`, `\x2d`, and colors of a terminal.
        case code
        /// `&#45;`, `&#x2d;` and `&amp;` of HTML.
        case entity
        /// `=2D` and lines that go on, as mail has them. RFC 2045
        case mail

        /// By the byte that one begins with.
        init?(_ first: UInt8) {
            switch first {
            case 0x25, 0x5C, 0x1B: self = .code
            case 0x26: self = .entity
            case 0x3D: self = .mail
            default: return nil
            }
        }
    }

    let length: Int
    /// None where it shows in another way what follows.
    let text: UInt8?
    /// Whether nobody needs to escape that.
    let isUnusual: Bool

    /// - Returns: nothing where none of the family begins there.
    static func read(_ bytes: UnsafeRawBufferPointer, _ place: Int, of family: Family) -> Escape? {
        func at(_ offset: Int) -> UInt8 {
            guard place + offset < bytes.count else { return 0 }
            return unsafe bytes[place + offset]
        }
        return switch family {
        case .code: code(at)
        case .entity: at(0) == 0x26 ? entity(at) : nil
        case .mail: at(0) == 0x3D ? mail(at) : nil
        }
    }

    /// What keys are made of.
    static func isKey(_ byte: UInt8) -> Bool {
        byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A || byte >= 0x30 && byte <= 0x39 || byte == 0x2D || byte == 0x5F
    }

    private static func isUnusual(_ byte: UInt8) -> Bool { isKey(byte) || [0x2B, 0x2F, 0x3D].contains(byte) }

    private static func code(_ at: (Int) -> UInt8) -> Escape? {
        func number(_ offset: Int) -> UInt8? {
            guard let high = digit(at(offset)), let low = digit(at(offset + 1)) else { return nil }
            return high << 4 | low
        }
        switch at(0) {
        case 0x25: return number(1).map { Escape(length: 3, text: $0, isUnusual: isKey($0)) }
        case 0x5C where at(1) == UInt8(ascii: "x"):
            return number(2).map { Escape(length: 4, text: $0, isUnusual: isKey($0)) }
        case 0x5C where at(1) == UInt8(ascii: "u") && at(2) == 0x30 && at(3) == 0x30:
            return number(4).map { Escape(length: 6, text: $0, isUnusual: isUnusual($0)) }
        case 0x1B where at(1) == UInt8(ascii: "["):
            // ECMA-48: parameters, then one letter or sign.
            var length = 2
            while length < 32, (0x20...0x3F).contains(at(length)) { length += 1 }
            guard (0x40...0x7E).contains(at(length)) else { return nil }
            return Escape(length: length + 1, text: nil, isUnusual: true)
        default: return nil
        }
    }

    private static let entities: [(name: String, text: UInt8)] = [
        ("&amp;", 0x26), ("&lt;", 0x3C), ("&gt;", 0x3E), ("&quot;", 0x22), ("&apos;", 0x27),
    ]

    /// A number of ASCII, whose semicolon browsers do without, or one of the names that everybody uses.
    private static func entity(_ at: (Int) -> UInt8) -> Escape? {
        guard at(1) == UInt8(ascii: "#") else {
            let named = entities.first { entity in entity.name.utf8.enumerated().allSatisfy { at($0) == $1 } }
            return named.map { Escape(length: $0.name.utf8.count, text: $0.text, isUnusual: false) }
        }
        let isHexadecimal = at(2) | 0x20 == UInt8(ascii: "x")
        let start = isHexadecimal ? 3 : 2
        var (end, value) = (start, 0)
        while end < start + 8, let digit = digit(at(end)), isHexadecimal || digit < 10 {
            value = value * (isHexadecimal ? 16 : 10) + Int(digit)
            end += 1
        }
        guard end > start, value > 0, value < 0x80 else { return nil }
        let text = UInt8(value)
        let length = at(end) == UInt8(ascii: ";") ? end + 1 : end
        return Escape(length: length, text: text, isUnusual: isUnusual(text))
    }

    /// With capital letters alone: others stand in texts that are none of mail.
    private static func mail(_ at: (Int) -> UInt8) -> Escape? {
        if at(1) == 0x0A { return Escape(length: 2, text: nil, isUnusual: true) }
        if at(1) == 0x0D, at(2) == 0x0A { return Escape(length: 3, text: nil, isUnusual: true) }
        guard at(1) < 0x60, at(2) < 0x60, let high = digit(at(1)), let low = digit(at(2)) else { return nil }
        let text = high << 4 | low
        return Escape(length: 3, text: text, isUnusual: isKey(text))
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46, 0x61...0x66: (byte | 0x20) - 0x57
        default: nil
        }
    }
}
