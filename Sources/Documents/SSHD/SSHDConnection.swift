/// Who connects from where to where: what Match blocks ask about.
public struct SSHDConnection: Hashable, Sendable {
    /// The name the client gives.
    public var user: String
    /// The groups of the account by name; `nil` where there is no such account.
    public var groups: [String]?
    /// The client's name where sshd looks names up, its address otherwise.
    public var host: String
    /// Where the client connects from.
    public var address: String
    /// Where it arrives.
    public var localAddress: String
    /// The port at which it arrives.
    public var localPort: Int

    /// A connection with everything Match can ask about, but for routing domains.
    public init(
        user: String,
        groups: [String]?,
        host: String,
        address: String,
        localAddress: String,
        localPort: Int
    ) {
        self.user = user
        self.groups = groups
        self.host = host
        self.address = address
        self.localAddress = localAddress
        self.localPort = localPort
    }
}

/// Why sshd does not start with a configuration, or does not take it after a reload.
public struct SSHDRefusal: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong, much as sshd says it.
    public let message: String
    /// The file with the line that is refused.
    public let file: String
    /// Counted from 1.
    public let line: Int

    /// The place and the reason.
    public var description: String { "\(file) line \(line): \(message)" }
}
