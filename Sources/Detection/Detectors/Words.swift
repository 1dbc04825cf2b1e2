/// The literal texts of which one must stand there before a detector is asked at all.
struct Words: Sendable, ExpressibleByStringLiteral, ExpressibleByArrayLiteral {
    /// A text to search for, and where in it the word of the shape stands.
    struct Literal: Hashable, Sendable {
        let text: [UInt8]
        /// Bytes before the word that only make it rarer.
        var before = 0
        /// Bytes after the word that only make it rarer.
        var after = 0
        var isFolded = false
    }

    let literals: [Literal]

    init(stringLiteral text: String) { self.init([Literal(text: Array(text.utf8))]) }

    init(arrayLiteral texts: String...) { self.init(texts.map { Literal(text: Array($0.utf8)) }) }

    private init(_ literals: [Literal]) { self.literals = literals }

    /// In upper, lower and mixed case.
    static func folded(_ texts: String...) -> Words {
        Words(texts.map { Literal(text: Array($0.utf8).map(\.folded), isFolded: true) })
    }

    /// Beginnings of a number in base64, each once.
    init(numbers: [[UInt8]]) {
        literals = Set(numbers).map { Literal(text: $0) }.sorted { $0.text.lexicographicallyPrecedes($1.text) }
    }

    /// A short word is frequent, but not with the bytes that follow it in a key.
    static func short(_ text: String, then alphabet: Alphabet) -> Words {
        Words(alphabet.members.map { Literal(text: Array(text.utf8) + [$0], after: 1) })
    }

    static func short(_ text: String, after alphabet: Alphabet) -> Words {
        Words(alphabet.members.map { Literal(text: [$0] + Array(text.utf8), before: 1) })
    }
}
