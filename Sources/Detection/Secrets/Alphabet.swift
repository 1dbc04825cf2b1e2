/// Sets of ASCII bytes, as a table to look up in.
struct Alphabet: Sendable {
    private let members: [Bool]

    init(_ characters: String) {
        var members = [Bool](repeating: false, count: 256)
        for byte in characters.utf8 { members[Int(byte)] = true }
        self.members = members
    }

    @inline(__always) func contains(_ byte: UInt8) -> Bool { members[Int(byte)] }

    private static let digits = "0123456789"
    private static let lower = "abcdefghijklmnopqrstuvwxyz"
    private static let upper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

    static let letter = Alphabet(lower + upper)
    /// What a reference, a path or an option begins with, and a value does not.
    static let notFirst = Alphabet("$%/@&")
    static let digit = Alphabet(digits)
    static let hex = Alphabet(digits + "abcdefABCDEF")
    static let upperDigit = Alphabet(upper + digits)
    static let alphanumeric = Alphabet(digits + lower + upper)
    /// What `\w` matches; a secret begins where the byte before is none of these.
    static let word = Alphabet(digits + lower + upper + "_")
    static let token = Alphabet(digits + lower + upper + "_-")
    static let dotted = Alphabet(digits + lower + upper + "_-.")
    static let base64 = Alphabet(digits + lower + upper + "+/=_-")
    /// Bytes of a value that no quote encloses.
    static let value = Alphabet(digits + lower + upper + "_-.+/=~!@#%^&*:?|")
    static let quoted = Alphabet(digits + lower + upper + "_-.+/=~!@#%^&*:?|,;()[]{}$<> ")
    static let blank = Alphabet(" \t")
}
