/// A way in which a value is written down.
public enum ValueForm: String, Sendable, CaseIterable {
    case plain
    case base64
    case hexadecimal
    case urlEncoded = "url-encoded"
    case jsonEscaped = "json-escaped"
    case utf16 = "UTF-16"
    case htmlEscaped = "HTML entities"
    case quotedPrintable = "quoted-printable"

    /// Every spelling of the value in this form, of which one must stand where the value does; none of forms in which each character
    /// may be written in many ways.
    func spellings(of value: UnsafeRawBufferPointer) -> [[UInt8]] {
        switch self {
        case .plain: unsafe [Array(value)]
        case .base64: [Base64.standard, Base64.urlSafe].flatMap { unsafe Self.base64(value, $0) }
        case .hexadecimal:
            [Self.lower, Self.upper].map { digits in
                unsafe value.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
            }
        case .urlEncoded: unsafe Self.urlEncoded(value)
        case .jsonEscaped: unsafe Self.jsonEscaped(value)
        case .htmlEscaped, .quotedPrintable: []
        case .utf16:
            // Other characters than those of ASCII have other bytes.
            unsafe value.contains { $0 > 0x7F } ? [] : [value.flatMap { [$0, 0] }, value.flatMap { [0, $0] }]
        }
    }

    private static let lower = Array("0123456789abcdef".utf8)
    private static let upper = Array("0123456789ABCDEF".utf8)

    /// What base64 makes of the value wherever it lies among other bytes: of each alignment the characters that no
    /// neighbor has a part in.
    private static func base64(_ value: UnsafeRawBufferPointer, _ alphabet: [UInt8]) -> [[UInt8]] {
        (0..<3).map { before in
            let bits = 8 * before..<8 * (before + value.count)
            return ((bits.lowerBound + 5) / 6..<bits.upperBound / 6).map { character in
                var index: UInt8 = 0
                for bit in character * 6..<character * 6 + 6 {
                    let place = bit - bits.lowerBound
                    index = unsafe index << 1 | value[place / 8] >> UInt8(7 - place % 8) & 1
                }
                return alphabet[Int(index)]
            }
        }
    }

    /// With everything escaped that is not a letter, a digit or one of `-._~`, with what JavaScript leaves, and with a
    /// plus for a blank. RFC 3986
    private static func urlEncoded(_ value: UnsafeRawBufferPointer) -> [[UInt8]] {
        [(upper, "-._~", false), (lower, "-._~", false), (upper, "-._~!'()*", false), (upper, "-._*", true)].map {
            digits,
            kept,
            isForm in
            unsafe value.flatMap { byte -> [UInt8] in
                if isForm, byte == UInt8(ascii: " ") { return [UInt8(ascii: "+")] }
                if Alphabet.alphanumeric.contains(byte) || kept.utf8.contains(byte) { return [byte] }
                return [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
    }

    /// With and without escaped slashes, with control characters by name and by number. RFC 8259
    private static func jsonEscaped(_ value: UnsafeRawBufferPointer) -> [[UInt8]] {
        [(false, lower), (true, lower), (false, upper)].map { escapesSlash, digits in
            unsafe value.flatMap { byte -> [UInt8] in
                let backslash = UInt8(ascii: "\\")
                switch byte {
                case UInt8(ascii: "\""), backslash: return [backslash, byte]
                case UInt8(ascii: "/") where escapesSlash: return [backslash, byte]
                case 8: return [backslash, UInt8(ascii: "b")]
                case 9: return [backslash, UInt8(ascii: "t")]
                case 10: return [backslash, UInt8(ascii: "n")]
                case 12: return [backslash, UInt8(ascii: "f")]
                case 13: return [backslash, UInt8(ascii: "r")]
                case 0..<32: return Array("\\u00".utf8) + [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
                default: return [byte]
                }
            }
        }
    }
}
