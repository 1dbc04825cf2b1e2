public import Detection

/// A secret that lies about; never the secret itself.
public struct Leak: Hashable, Sendable {
    public let kind: SecretKind
    public let place: LeakPlace
    /// Its beginning, and how long it is.
    public let masked: String
    /// What tells whether two finds are the same secret, and tells nothing else about it.
    public let fingerprint: String
    /// How it is written.
    public let form: ValueForm
    /// The vault's secret that it is; none where it is none of the vault's.
    public let known: KnownSecret?
    /// Whether it is a secret for sure: its own bytes say what it is, or it is one that is known.
    public let isCertain: Bool

    public init(
        kind: SecretKind,
        place: LeakPlace,
        masked: String,
        fingerprint: String,
        form: ValueForm,
        known: KnownSecret?,
        isCertain: Bool = true
    ) {
        (self.kind, self.place, self.masked) = (kind, place, masked)
        (self.fingerprint, self.form, self.known) = (fingerprint, form, known)
        self.isCertain = isCertain
    }

    /// The same where it is better said to lie.
    public func lying(at place: LeakPlace) -> Leak {
        Leak(
            kind: kind,
            place: place,
            masked: masked,
            fingerprint: fingerprint,
            form: form,
            known: known,
            isCertain: isCertain
        )
    }
}

/// A secret of the vault.
public struct KnownSecret: Hashable, Sendable {
    public let name: String
    /// Whether it is the value in force, and not one that was before.
    public let isInForce: Bool

    public init(_ name: String, isInForce: Bool) { (self.name, self.isInForce) = (name, isInForce) }
}

/// Where a secret lies.
public struct LeakPlace: Hashable, Sendable {
    /// The file, or what else was looked at, such as the journal.
    public let source: String
    /// What leads into it: members of archives, a table of a database.
    public let inside: [String]
    /// Of a text, from 1.
    public let line: Int?
    /// Bytes before it in what is inside.
    public let offset: Int

    public init(_ source: String, inside: [String] = [], line: Int?, offset: Int) {
        (self.source, self.inside, self.line, self.offset) = (source, inside, line, offset)
    }

    /// As a person reads it: `/a/b.tar.gz > c/d.env:3`.
    public var words: String {
        let way = ([source] + inside).joined(separator: " > ")
        return line.map { "\(way):\($0)" } ?? "\(way), byte \(offset)"
    }
}
