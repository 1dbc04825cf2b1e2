/// A set of ASCII bytes.
struct Alphabet: Hashable, Sendable {
    private let low: UInt64
    private let high: UInt64

    init(_ characters: String) {
        var low: UInt64 = 0
        var high: UInt64 = 0
        for byte in characters.utf8 where byte < 128 {
            if byte < 64 { low |= 1 << UInt64(byte) } else { high |= 1 << UInt64(byte - 64) }
        }
        self.low = low
        self.high = high
    }

    @inline(__always) func contains(_ byte: UInt8) -> Bool {
        byte < 128 && ((byte < 64 ? low : high) &>> UInt64(byte & 63)) & 1 == 1
    }

    /// Its bytes in order.
    var members: [UInt8] { (0..<128).filter { contains($0) } }

    private static let digits = "0123456789"
    private static let lowers = "abcdefghijklmnopqrstuvwxyz"
    private static let uppers = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

    static let letter = Alphabet(lowers + uppers)
    static let lowerLetter = Alphabet(lowers)
    static let digit = Alphabet(digits)
    static let lowerHex = Alphabet(digits + "abcdef")
    static let hex = Alphabet(digits + "abcdefABCDEF")
    static let upperHex = Alphabet(digits + "ABCDEF")
    static let base32 = Alphabet(uppers + "234567")
    static let base58 = Alphabet("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz")
    static let bech32 = Alphabet("QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L")
    static let upperDigit = Alphabet(uppers + digits)
    static let lowerDigit = Alphabet(lowers + digits)
    static let lowerToken = Alphabet(lowers + digits + "_-")
    static let lowerPadded = Alphabet(lowers + digits + "_-=")
    static let alphanumeric = Alphabet(digits + lowers + uppers)
    /// What `\w` matches; a secret begins where the byte before is none of these.
    static let word = Alphabet(digits + lowers + uppers + "_")
    static let token = Alphabet(digits + lowers + uppers + "_-")
    static let padded = Alphabet(digits + lowers + uppers + "_-=")
    static let dotted = Alphabet(digits + lowers + uppers + "_-.")
    static let tilded = Alphabet(digits + lowers + uppers + "_-.~")
    static let dottedPadded = Alphabet(digits + lowers + uppers + "_-.=")
    static let dashedUpper = Alphabet(uppers + digits + "-")
    static let uuid = Alphabet(digits + "abcdefABCDEF-")
    static let square = Alphabet(digits + lowers + uppers + "_-]")
    static let urlEncoded = Alphabet(digits + lowers + uppers + "_-%")
    static let printable = Alphabet(digits + lowers + uppers + "_-.+/=~!@#%^&*:?|,;()[]{}$<>")
    static let base64Padded = Alphabet(digits + lowers + uppers + "+/=")
    /// What the schemes of HTTP allow in a header. RFC 6750
    static let base64Dotted = Alphabet(digits + lowers + uppers + "_-.+/=~:")
    static let base64 = Alphabet(digits + lowers + uppers + "+/=_-")
    static let path = Alphabet(digits + lowers + uppers + "+/=_-.%@&?")
    static let blank = Alphabet(" \t")
    static let space = Alphabet(" \t\r\n")
    /// What a reference, a path or an option begins with, and a value does not.
    static let notFirst = Alphabet("$%/@&")
    /// Bytes of a value that no quote encloses.
    static let value = Alphabet(digits + lowers + uppers + "_-.+/=~!@#%^&*:?|$")
    static let quoted = Alphabet(digits + lowers + uppers + "_-.+/=~!@#%^&*:?|,;()[]{}$<> ")
}
