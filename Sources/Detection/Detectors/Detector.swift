/// How one kind of secret is found: words that must be there, the shape around them, and checks.
///
/// Entries of the catalogue are values of this type; the engine finds the words of all of them at once, and asks a
/// detector only where one of its words stands.
final class Detector: Sendable {
    /// What stands around a word.
    enum Method: Sendable {
        /// A key that holds the word, with what stands before and after it.
        case key(before: [Part], after: [Part])
        /// A value of that shape, assigned to a name that holds the word.
        case named([Part])
        /// Something with a grammar of its own.
        case structure(@Sendable (Place) -> Range<Int>?)
    }

    /// What must also hold of bytes that have the shape.
    enum Check: Sendable {
        /// Varied as random bytes are, and no placeholder.
        case random
        /// The last six characters are a checksum of the others after the word.
        case base62Checksum
        /// No placeholder; the shape itself is rare enough, or what it holds does not vary.
        case notMadeUp
        /// Varied, where the shape itself has runs of one letter.
        case varied
        /// The last bytes are always these.
        case ending(StaticString)
        /// A UUID's groups.
        case uuid
        /// No other provider's prefix follows, and it is no name of an algorithm.
        case ownPrefix
        /// With the word it is base64 of a private key in text.
        case privateKey
        /// With the word it is base64 of a JSON Web Token.
        case webToken
    }

    let kind: SecretKind
    let words: Words
    let method: Method
    let checks: [Check]
    /// Who is believed where several find something in the same bytes.
    let rank: Rank

    private init(kind: SecretKind, words: Words, method: Method, checks: [Check], rank: Rank) {
        self.kind = kind
        self.words = words
        self.method = method
        self.checks = checks
        self.rank = rank
    }

    static func key(
        _ id: String,
        _ name: String,
        before: [Part] = [],
        _ words: Words,
        _ after: Part...,
        checks: [Check] = [.random]
    ) -> Detector {
        Detector(
            kind: SecretKind(id, name),
            words: words,
            method: .key(before: before, after: after),
            checks: checks,
            rank: .key
        )
    }

    static func named(
        _ id: String,
        _ name: String,
        _ words: Words,
        _ value: Part...,
        checks: [Check] = [.random]
    ) -> Detector {
        Detector(kind: SecretKind(id, name), words: words, method: .named(value), checks: checks, rank: .named)
    }

    static func structure(
        _ kind: SecretKind,
        _ words: Words,
        rank: Rank = .key,
        _ find: @escaping @Sendable (Place) -> Range<Int>?
    ) -> Detector { Detector(kind: kind, words: words, method: .structure(find), checks: [], rank: rank) }
}

/// A place where a word of a detector stands, with the text around it that may be looked at.
struct Place {
    let view: ByteView
    let word: Range<Int>

    /// How far before a word a detector sees, and how far after it.
    ///
    /// Every decision is made within, so that a text that is read in
    /// pieces gives the same as the whole.
    static let behind = 1024
    static let ahead = 24576
}
