/// How random a run of bytes looks, and whether it says of itself that it is not real.
struct Randomness {
    let count: Int
    /// How many equally frequent characters would collide as often: the count squared over the sum of squares.
    ///
    /// The exponential of the Rényi entropy of order 2; 16 for long hexadecimal keys, 9 or so for English words.
    let variety: Double
    let hasDigit: Bool
    let hasLetter: Bool
    /// Changes between upper case, lower case and digits; words and names have few.
    let changes: Int
    private let view: ByteView
    private let range: Range<Int>
    private var isMadeUp: Bool { Self.isMadeUp(view, range) }

    init(_ view: ByteView, _ range: Range<Int>) {
        // A table is filled and read besides.
        view.spend(range.count * 2 + 128)
        var counts = InlineArray<256, UInt32>(repeating: 0)
        var changes = 0
        var last = 0
        var kinds = 0
        for index in range {
            let byte = view[index]
            counts[Int(byte)] += 1
            let kind =
                switch byte {
                case UInt8(ascii: "0")...UInt8(ascii: "9"): 1
                case UInt8(ascii: "A")...UInt8(ascii: "Z"): 2
                case UInt8(ascii: "a")...UInt8(ascii: "z"): 4
                default: 0
                }
            if kind != 0, last != 0, kind != last { changes += 1 }
            if kind != 0 { last = kind }
            kinds |= kind
        }
        var squares = 0
        for byte in 0..<256 where counts[byte] != 0 { squares += Int(counts[byte]) * Int(counts[byte]) }
        count = range.count
        variety = squares == 0 ? 0 : Double(count * count) / Double(squares)
        hasDigit = kinds & 1 != 0
        hasLetter = kinds & 6 != 0
        self.changes = changes
        (self.view, self.range) = (view, range)
    }

    /// What follows a provider's prefix: long keys vary, and are not made up.
    var isKey: Bool {
        variety >= (count < 16 ? 4 : 5.5) && (hasDigit || count < 24 && variety > 7 || isScrambled) && !isMadeUp
    }

    /// Letters in upper and lower case that change places as they do in no name.
    private var isScrambled: Bool { variety > 10 && changes * 4 >= count }

    /// What stands under a provider's name: a short one may be a word, and a word is none.
    var isNamedKey: Bool { variety >= (count < 20 ? 5 : 6) && hasDigit && !isMadeUp }

    /// A value without a known shape under a name that says secret.
    var isSecret: Bool { count >= 16 && hasDigit && hasLetter && variety >= 7.5 && !isMadeUp }

    /// People's own passwords are short, but seldom one lower-case word.
    var isPassword: Bool { count >= 8 && variety >= 4.5 && hasLetter && (hasDigit || count >= 24) && !isMadeUp }

    /// Words that stand where a real value will.
    private static let fillers = ByteWords([
        "your", "changeme", "change-me", "change_me", "example", "placeholder", "dummy", "replace", "insert",
        "redacted", "****", "....", "####", "<", "{{", "${", "$(", "fake", "notreal", "not-real", "00000000",
        "12345678", "aaaaaaaa", "abcdefgh", "abc-xyz", "process.env", "environ", "getenv", "undefined", "secret-here",
        "key-here",
        "token-here", "_here", "sample", "generate", "openssl rand", "todo",
    ])

    /// Whether it says of itself that a real value will stand here.
    ///
    /// A long random run holds four given letters by chance, so only its beginning is asked.
    static func isMadeUp(_ view: ByteView, _ range: Range<Int>) -> Bool {
        let text = view.bytes(range.lowerBound..<min(range.upperBound, range.lowerBound + 84)).map(\.folded)
        return fillers.isAnyInside(text) || crosses.isAnyInside(text) && !isKey(text, butFor: UInt8(ascii: "x"))
    }

    private static let crosses = ByteWords(["xxxx"])

    /// Whether what is left without a few of those letters is long and random: they were drawn, or some were blotted out.
    private static func isKey(_ text: [UInt8], butFor letter: UInt8) -> Bool {
        let rest = text.filter { $0 != letter }
        guard rest.count >= 40, text.count - rest.count <= 10 else { return false }
        return unsafe rest.withUnsafeBytes { bytes in
            let look = unsafe Randomness(ByteView(bytes), 0..<bytes.count)
            return look.variety >= 16 && look.hasDigit
        }
    }
}
