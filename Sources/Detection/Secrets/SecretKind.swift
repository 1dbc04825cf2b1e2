/// What kind of secret a text looks like.
public struct SecretKind: Hashable, Sendable, CustomStringConvertible {
    /// As options and reports in machine-readable formats name it, such as `telegram-bot-token`.
    public let id: String
    /// In words, such as `Telegram bot token`; kinds of one provider may share it.
    public let name: String

    public init(_ id: String, _ name: String) {
        self.id = id
        self.name = name
    }

    public var description: String { name }

    public static let privateKey = SecretKind("private-key", "private key")
    public static let webToken = SecretKind("json-web-token", "JSON Web Token")
    public static let urlPassword = SecretKind("url-password", "password in a URL")
    /// A value that looks random under a name that says password.
    public static let password = SecretKind("password", "password")
    /// A value that looks random under a name that says key, token or secret.
    public static let assigned = SecretKind("secret-value", "secret value")
}

/// A secret that was found: what kind, and where it stands; never what it is.
public struct FoundSecret: Hashable, Sendable {
    public let kind: SecretKind
    /// Offsets of the secret's bytes.
    public let range: Range<Int>
    /// Whether its own bytes say what it is, and not its name or its place alone.
    public let isCertain: Bool

    public init(_ kind: SecretKind, _ range: Range<Int>, isCertain: Bool = true) {
        self.kind = kind
        self.range = range
        self.isCertain = isCertain
    }
}

extension Detector {
    /// What it has found.
    func found(at range: Range<Int>) -> FoundSecret { FoundSecret(kind, range, isCertain: rank == .key) }
}
