import Detection

/// A stretch of text in which characters of a key are written as escapes (`%2D`, `\u002d`, `\x2d`), or colors stand between
/// them.
struct EscapedText {
    let disguise: Disguise

    private static let before = 512
    private static let behind = 4096

    /// Nothing where no character of a key is escaped there: everybody escapes others.
    init?(_ bytes: UnsafeRawBufferPointer, at place: Int, isThorough: Bool) {
        guard let first = unsafe Self.escape(bytes, place), first.isUnusual || isThorough else { return nil }
        if first.text == nil {
            guard place > 0, unsafe Self.isKey(bytes[place - 1]), place + first.length < bytes.count,
                unsafe Self.isKey(bytes[place + first.length])
            else { return nil }
        }
        var start = place
        while start > max(0, place - Self.before), unsafe bytes[start - 1] > 0x20 { start -= 1 }
        var text: [UInt8] = []
        var places: [Int] = []
        var changed: [Int] = []
        var next = start
        while next < min(bytes.count, place + Self.behind) {
            let byte = unsafe bytes[next]
            guard byte > 0x20 || byte == 0x1B else { break }
            let escape = unsafe Self.escape(bytes, next)
            if let escape, escape.text == nil {
                if escape.isUnusual { changed.append(text.count) }
                next += escape.length
                continue
            }
            if let escape, escape.isUnusual || isThorough { changed.append(text.count) }
            text.append(escape?.text ?? byte)
            places.append(next)
            next += escape?.length ?? 1
        }
        let form: ValueForm = unsafe bytes[place] == 0x25 ? .urlEncoded : bytes[place] == 0x5C ? .jsonEscaped : .plain
        disguise = Disguise(form: form, text: text, range: start..<next, places: places, changed: changed)
    }

    private struct Escape {
        let length: Int
        /// None where it shows in another way what follows.
        let text: UInt8?
        /// Whether nobody needs to escape that.
        let isUnusual: Bool
    }

    private static func isKey(_ byte: UInt8) -> Bool {
        byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A || byte >= 0x30 && byte <= 0x39 || byte == 0x2D || byte == 0x5F
    }

    private static func escape(_ bytes: UnsafeRawBufferPointer, _ place: Int) -> Escape? {
        func at(_ offset: Int) -> UInt8 {
            guard place + offset < bytes.count else { return 0 }
            return unsafe bytes[place + offset]
        }
        func number(_ offset: Int) -> UInt8? {
            guard let high = digit(at(offset)), let low = digit(at(offset + 1)) else { return nil }
            return high << 4 | low
        }
        switch at(0) {
        case 0x25: return number(1).map { Escape(length: 3, text: $0, isUnusual: isKey($0)) }
        case 0x5C where at(1) == UInt8(ascii: "x"):
            return number(2).map { Escape(length: 4, text: $0, isUnusual: isKey($0)) }
        case 0x5C where at(1) == UInt8(ascii: "u") && at(2) == 0x30 && at(3) == 0x30:
            return number(4).map {
                Escape(length: 6, text: $0, isUnusual: isKey($0) || [0x2B, 0x2F, 0x3D].contains($0))
            }
        case 0x1B where at(1) == UInt8(ascii: "["):
            // ECMA-48: parameters, then one letter or sign.
            var length = 2
            while length < 32, (0x20...0x3F).contains(at(length)) { length += 1 }
            guard (0x40...0x7E).contains(at(length)) else { return nil }
            return Escape(length: length + 1, text: nil, isUnusual: true)
        default: return nil
        }
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46, 0x61...0x66: (byte | 0x20) - 0x57
        default: nil
        }
    }
}
