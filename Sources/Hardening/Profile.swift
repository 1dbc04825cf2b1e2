/// The values that guides differ on.
///
/// Controls are functions of it.
/// `docs/profiles.md` traces every value to its guide; where a guide's value is dangerous, the right one stands here
/// and a decision record says why.
public struct Profile: Hashable, Codable, Sendable {
    public var name: String
    public var summary: String
    /// The name of the built-in one whose values it has where it sets none of its own.
    public let base: String
    public var ssh: SSH
    public var firewall: Firewall
    public var intrusion: Intrusion
    public var updates: Updates
    public var docker: Docker
    public var container: Container
    public var proxy: Proxy
    public var openclaw: OpenClaw
    public var secrets: Secrets
    /// What somebody lives with, by control.
    public var accepted: [Control.ID: Accepted] = [:]

    /// How people log in.
    public struct SSH: Hashable, Codable, Sendable {
        public var port: Int
        public var rootLogin: RootLogin
        /// Attempts in one connection before sshd hangs up.
        public var maxAuthTries: Int
        /// Seconds in which a login must be complete.
        public var loginGraceTime: Int
    }

    public enum RootLogin: String, CaseIterable, Codable, Sendable {
        case no
        /// By key only.
        case prohibitPassword = "prohibit-password"
    }

    /// What the network may reach.
    public struct Firewall: Hashable, Codable, Sendable {
        public var backend: Backend
        /// TCP ports anyone may reach, besides SSH.
        public var openPorts: [Int]
        /// Addresses or prefixes that alone may reach `restrictedPorts`; empty where there is no proxy in front.
        public var trustedSources: [String]
        /// TCP ports that only `trustedSources` may reach.
        public var restrictedPorts: [Int]
        /// TCP ports of mail and IRC that nothing on the server may connect out to.
        public var blockedEgress: [Int]
        /// UDP ports anyone may reach, such as a VPN's own.
        public var openUDPPorts: [Int] = []
        /// Interfaces with VPN peers or guests behind them, whose packets are passed on as other rules say.
        public var forwardedInterfaces: [String] = []
        /// TCP ports of this server that gateways in containers may ask where their configuration names them, besides
        /// those of the usual model servers.
        public var hostPorts: [Int] = []
    }

    public enum Backend: String, CaseIterable, Codable, Sendable {
        case ufw, iptables, nftables
    }

    /// When an address is banned.
    public struct Intrusion: Hashable, Codable, Sendable {
        /// Failures before a ban.
        public var maxRetry: Int
        /// Seconds in which the failures are counted.
        public var findTime: Int
        /// Seconds of a ban.
        public var banTime: Int
    }

    /// How security fixes arrive.
    public struct Updates: Hashable, Codable, Sendable {
        public var automaticReboot: Bool
        /// Local time of an automatic reboot, `HH:MM`.
        public var rebootTime: String
        /// Days a good run may be old.
        public var maxAge: Int
    }

    /// The Docker daemon's settings.
    public struct Docker: Hashable, Codable, Sendable {
        public var liveRestore: Bool
        public var noNewPrivileges: Bool
        public var logDriver: String
        /// Bytes of one log file.
        public var logMaxSize: Int
        public var logMaxFiles: Int
        public var storageDriver: String
        public var openFilesHard: Int
        public var openFilesSoft: Int
    }

    /// The gateway's container: its limits, and where a new one comes from.
    public struct Container: Hashable, Codable, Sendable {
        /// Bytes; the ceiling of what is still a limit.
        public var memoryCeiling: Int
        /// Bytes below which the gateway is killed at start.
        public var memoryFloor: Int
        public var processes: Int
        /// What a new gateway is made from, as Docker names it; empty where none is to be set up.
        public var image = ""
        /// Where a new gateway's compose file and state lie.
        public var directory = "/opt/openclaw"
    }

    /// What stands in front of the gateway.
    public struct Proxy: Hashable, Codable, Sendable {
        /// Whether the server runs its own proxy; otherwise a hoster's stands in front.
        public var runsHere: Bool
        /// Public names to look at as a client; empty means those the proxy serves.
        public var domains: [String]
        /// Seconds; the least an HSTS header must promise in the end.
        public var hstsMaxAge: Int
        /// Days a certificate must still be good for.
        public var certificateDays: Int
    }

    /// How keys are kept.
    public struct Secrets: Hashable, Codable, Sendable {
        /// Days that a key of the vault may be in force.
        public var maxAge: Int
    }

    /// What the agents may do.
    public struct OpenClaw: Hashable, Codable, Sendable {
        public var gatewayPort: Int
        public var dmPolicy: String
        public var workspaceOnly: Bool
        public var allowExec: Bool
        /// Whether OpenClaw itself may not write its openclaw.json.
        public var readOnlyConfiguration = false
    }
}

extension KeyedDecodingContainer {
    /// Generations that were applied before keys had an age have none written down.
    func decode(_ type: Profile.Secrets.Type, forKey key: Key) throws -> Profile.Secrets {
        try decodeIfPresent(type, forKey: key) ?? Profile.Secrets(maxAge: 180)
    }
}
