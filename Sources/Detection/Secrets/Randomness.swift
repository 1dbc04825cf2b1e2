/// How random a run of bytes looks, and whether it says of itself that it is not real.
struct Randomness {
    let count: Int
    /// How many equally frequent characters would collide as often: the count squared over the sum of squares.
    ///
    /// The exponential of the Rényi entropy of order 2; 16 for long hexadecimal keys, 9 or so for English words.
    let variety: Double
    let hasDigit: Bool
    let hasLetter: Bool

    init(_ bytes: ArraySlice<UInt8>) {
        var counts = [Int](repeating: 0, count: 256)
        var digits = false
        var uppers = false
        var lowers = false
        for byte in bytes {
            counts[Int(byte)] += 1
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digits = true
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): uppers = true
            case UInt8(ascii: "a")...UInt8(ascii: "z"): lowers = true
            default: break
            }
        }
        let squares = counts.reduce(0) { $0 + $1 * $1 }
        count = bytes.count
        variety = squares == 0 ? 0 : Double(bytes.count * bytes.count) / Double(squares)
        hasDigit = digits
        hasLetter = uppers || lowers
        self.bytes = bytes
    }

    /// What follows a provider's prefix: long keys vary, and are not made up.
    var isKey: Bool { variety >= (count < 16 ? 4 : 5.5) && (hasDigit || count < 24 && variety > 7) && !isMadeUp }

    /// A value without a known shape under a name that says secret.
    var isSecret: Bool { count >= 16 && hasDigit && hasLetter && variety >= 7.5 && !isMadeUp }

    /// People's own passwords are short, but seldom one lower-case word.
    var isPassword: Bool { count >= 8 && variety >= 4.5 && hasLetter && (hasDigit || count >= 24) && !isMadeUp }

    /// Whether it says of itself that a real value will stand here.
    private let bytes: ArraySlice<UInt8>
    private var isMadeUp: Bool { Self.isMadeUp(bytes) }

    /// Words that stand where a real value will.
    private static let fillers = ByteWords([
        "your", "changeme", "change-me", "change_me", "example", "placeholder", "xxxx", "dummy", "replace", "insert",
        "redacted", "****", "....", "####", "<", "{{", "${", "$(", "fake", "notreal", "not-real", "00000000",
        "12345678", "aaaaaaaa", "abcdefgh", "process.env", "environ", "getenv", "undefined", "secret-here", "key-here",
        "token-here", "_here", "sample", "generate", "openssl rand", "todo",
    ])

    /// A long random run holds four given letters by chance, so only its beginning is asked.
    static func isMadeUp(_ bytes: ArraySlice<UInt8>) -> Bool {
        fillers.isAnyInside(bytes.prefix(84).map { (65...90).contains($0) ? $0 | 0x20 : $0 })
    }
}
