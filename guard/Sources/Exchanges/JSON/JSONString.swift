/// Strings of JSON, to and from what they say.
public enum JSONString {
    /// What is written between quotes; the escapes are known to be whole.
    static func unescaped(_ raw: ArraySlice<UInt8>) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(raw.count)
        var place = raw.startIndex
        while place < raw.endIndex {
            guard raw[place] == UInt8(ascii: "\\") else {
                text.append(raw[place])
                place += 1
                continue
            }
            let letter = raw[place + 1]
            place += 2
            switch letter {
            case UInt8(ascii: "b"): text.append(0x08)
            case UInt8(ascii: "f"): text.append(0x0C)
            case UInt8(ascii: "n"): text.append(0x0A)
            case UInt8(ascii: "r"): text.append(0x0D)
            case UInt8(ascii: "t"): text.append(0x09)
            case UInt8(ascii: "u"):
                var unit = unit(raw, place)
                place += 4
                if unit & 0xFC00 == 0xD800, place + 6 <= raw.endIndex, raw[place] == UInt8(ascii: "\\"),
                    raw[place + 1] == UInt8(ascii: "u")
                {
                    let low = self.unit(raw, place + 2)
                    if low & 0xFC00 == 0xDC00 {
                        unit = 0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00)
                        place += 6
                    }
                }
                append(unit, to: &text)
            default: text.append(letter)
            }
        }
        return text
    }

    /// Writes what a string says, with its quotes.
    public static func escaped(_ text: some Sequence<UInt8>) -> [UInt8] {
        let text = Array(text)
        var raw: [UInt8] = [UInt8(ascii: "\"")]
        raw.reserveCapacity(text.count + 2)
        var place = 0
        while place < text.count {
            let byte = text[place]
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): raw += [UInt8(ascii: "\\"), byte]
            case 0x0A: raw += [UInt8(ascii: "\\"), UInt8(ascii: "n")]
            case 0x0D: raw += [UInt8(ascii: "\\"), UInt8(ascii: "r")]
            case 0x09: raw += [UInt8(ascii: "\\"), UInt8(ascii: "t")]
            case 0..<0x20, 0x7F: raw += escape(UInt32(byte))
            case 0xED where place + 2 < text.count && text[place + 1] >= 0xA0:
                // Half of a pair can only be written as an escape.
                let high = UInt32(text[place + 1] & 0x3F) << 6
                raw += escape(0xD000 | high | UInt32(text[place + 2] & 0x3F))
                place += 2
            default: raw.append(byte)
            }
            place += 1
        }
        raw.append(UInt8(ascii: "\""))
        return raw
    }

    /// The same for words.
    public static func escaped(_ text: String) -> [UInt8] { escaped(text.utf8) }

    private static func escape(_ unit: UInt32) -> [UInt8] {
        let digits = Array("0123456789abcdef".utf8)
        return [UInt8(ascii: "\\"), UInt8(ascii: "u")]
            + [12, 8, 4, 0].map { digits[Int(unit >> UInt32($0) & 15)] }
    }

    private static func unit(_ raw: ArraySlice<UInt8>, _ place: Int) -> UInt32 {
        (0..<4).reduce(0) { $0 << 4 | UInt32(digit(raw[place + $1]) ?? 0) }
    }

    static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x37
        case 0x61...0x66: byte - 0x57
        default: nil
        }
    }

    private static func append(_ unit: UInt32, to text: inout [UInt8]) {
        switch unit {
        case 0..<0x80: text.append(UInt8(unit))
        case 0x80..<0x800: text += [0xC0 | UInt8(unit >> 6), 0x80 | UInt8(unit & 0x3F)]
        case 0x800..<0x10000:
            text += [0xE0 | UInt8(unit >> 12), 0x80 | UInt8(unit >> 6 & 0x3F), 0x80 | UInt8(unit & 0x3F)]
        default:
            text += [
                0xF0 | UInt8(unit >> 18), 0x80 | UInt8(unit >> 12 & 0x3F), 0x80 | UInt8(unit >> 6 & 0x3F),
                0x80 | UInt8(unit & 0x3F),
            ]
        }
    }

    /// How many bytes the character at a place takes; nothing where it is not UTF-8.
    static func sequence(in bytes: [UInt8], at place: Int) -> Int? {
        let first = bytes[place]
        let (count, lowest, highest): (Int, UInt8, UInt8)
        switch first {
        case 0xC2...0xDF: (count, lowest, highest) = (2, 0x80, 0xBF)
        case 0xE0: (count, lowest, highest) = (3, 0xA0, 0xBF)
        case 0xED: (count, lowest, highest) = (3, 0x80, 0x9F)
        case 0xE1...0xEF: (count, lowest, highest) = (3, 0x80, 0xBF)
        case 0xF0: (count, lowest, highest) = (4, 0x90, 0xBF)
        case 0xF1...0xF3: (count, lowest, highest) = (4, 0x80, 0xBF)
        case 0xF4: (count, lowest, highest) = (4, 0x80, 0x8F)
        default: return nil
        }
        guard place + count <= bytes.count, bytes[place + 1] >= lowest, bytes[place + 1] <= highest else { return nil }
        for index in 2..<max(2, count) where bytes[place + index] & 0xC0 != 0x80 { return nil }
        return count
    }
}
