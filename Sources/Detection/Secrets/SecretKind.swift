/// What kind of secret a text looks like.
public struct SecretKind: Hashable, Sendable, CustomStringConvertible {
    /// In words, such as `Telegram bot token`.
    public let name: String

    public init(_ name: String) { self.name = name }

    public var description: String { name }

    public static let privateKey = SecretKind("private key")
    public static let webToken = SecretKind("JSON Web Token")
    public static let telegramToken = SecretKind("Telegram bot token")
    public static let discordToken = SecretKind("Discord bot token")
    public static let urlPassword = SecretKind("password in a URL")
    public static let webhook = SecretKind("webhook address")
    /// A value that looks random under a name that says password.
    public static let password = SecretKind("password")
    /// A value that looks random under a name that says key, token or secret.
    public static let assigned = SecretKind("secret value")
}

/// A secret that was found: what kind, and where it stands; never what it is.
public struct FoundSecret: Hashable, Sendable {
    public let kind: SecretKind
    /// Offsets of the secret's bytes.
    public let range: Range<Int>

    public init(_ kind: SecretKind, _ range: Range<Int>) {
        self.kind = kind
        self.range = range
    }
}
