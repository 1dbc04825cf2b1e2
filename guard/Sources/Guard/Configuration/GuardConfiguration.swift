public import Exchanges

/// What the guard is told: where it listens, whose requests it takes, and where they go.
public struct GuardConfiguration: Sendable, Equatable {
    /// An address that is listened at.
    public struct Listener: Sendable, Hashable, CustomStringConvertible {
        public var host: String
        public var port: Int

        public init(host: String, port: Int) { (self.host, self.port) = (host, port) }
        public var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
    }

    /// A model API.
    public struct Upstream: Sendable, Equatable {
        public var name: String
        public var dialect: Dialect
        public var address: UpstreamAddress
        /// The name of its key among the guard's credentials, or `vault:` and the name of a secret of the vault; nothing where
        /// it wants none.
        public var key: String?
        /// The name of its key in the vault.
        var vaultKey: String? {
            key.flatMap {
                $0.hasPrefix(Credentials.vaultPrefix) ? String($0.dropFirst(Credentials.vaultPrefix.count)) : nil
            }
        }
        /// Paths that go through although this dialect is not known to have them, as they are written.
        public var passes: [String] = []
        /// What models cost, by their names; `*` stands for all that are not named.
        public var prices: [String: Price] = [:]
        /// Certificates that vouch for it instead of the system's, in PEM.
        public var authorities: String?
    }

    /// An agent, which is told from others by its placeholder alone.
    public struct Agent: Sendable, Equatable {
        public var name: String
        /// SHA-256 of the placeholder that it sends instead of a key.
        public var placeholder: [UInt8]
        public var upstream: String
        public var budget = Budget.Limits()
        /// Tools for which an answer waits for a person, as OpenClaw names them; `*` for all.
        public var holds: [String] = []
    }

    /// What is done with secrets.
    public struct Filter: Sendable, Equatable {
        /// Whether keys that only look like some are taken out as well.
        public var takesKeys = true
        /// Hosts, with all below them, that an address may carry anything to; where there are none, all are.
        public var hosts: [String]? = [
            "docs.google.com", "drive.google.com", "github.com", "gitlab.com", "openclaw.ai", "wikipedia.org",
            "youtube.com",
        ]
    }

    /// What bounds requests and time.
    public struct Limits: Sendable, Equatable {
        /// Bytes of a request's body, and of an answer that comes as a whole.
        public var body = 32 << 20
        public var connections = 4096
        /// Seconds that a request may take to arrive.
        public var arrival = 60
        /// Seconds without a byte of the answer.
        public var silence = 600
        /// Seconds that an exchange may take in all.
        public var exchange = 3600
        /// Seconds that exchanges may go on when the guard stops; OpenClaw's own is 315.
        public var drain = 315
    }

    public var listeners: [Listener] = [Listener(host: "127.0.0.1", port: 18785)]
    /// The socket that the operator is answered at; none where it is empty.
    public var admin = "/run/nacre-guard/admin.sock"
    /// The socket at which the vault's broker answers the guard's account.
    public var vault = "/run/nacre/vault/guard/socket"
    public var upstreams: [Upstream] = []
    public var agents: [Agent] = []
    public var filter = Filter()
    public var limits = Limits()

    public init() {}

    /// The first upstream whose key is a credential of systemd.
    public var needsCredentials: Upstream? { upstreams.first { $0.key != nil && $0.vaultKey == nil } }
}

/// The address of a model API: what a client would be given as its base URL.
public struct UpstreamAddress: Sendable, Hashable, CustomStringConvertible {
    public let isEncrypted: Bool
    public let host: String
    public let port: Int
    /// What stands before the dialect's own paths, without a slash at its end.
    public let path: String

    /// Reads `https://host:port/path`; nothing where it is no such address.
    public init?(_ text: String) {
        guard let scheme = ["https://", "http://"].first(where: text.hasPrefix) else { return nil }
        isEncrypted = scheme == "https://"
        let rest = text.dropFirst(scheme.count)
        let slash = rest.firstIndex(of: "/") ?? rest.endIndex
        var authority = rest[..<slash]
        var path = String(rest[slash...])
        while path.hasSuffix("/") { path.removeLast() }
        guard path.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && !"?#\\".utf8.contains($0) }), !authority.contains("@")
        else { return nil }
        self.path = path
        var port: Substring?
        if authority.hasPrefix("["), let end = authority.firstIndex(of: "]") {
            let after = authority[authority.index(after: end)...]
            guard after.isEmpty || after.hasPrefix(":") else { return nil }
            port = after.isEmpty ? nil : after.dropFirst()
            authority = authority[authority.index(after: authority.startIndex)..<end]
        } else if let colon = authority.firstIndex(of: ":") {
            port = authority[authority.index(after: colon)...]
            authority = authority[..<colon]
        }
        guard !authority.isEmpty,
            authority.utf8.allSatisfy({ byte in
                (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                    || "-._:".utf8.contains(byte)
            })
        else { return nil }
        host = String(authority)
        guard let port else {
            self.port = isEncrypted ? 443 : 80
            return
        }
        guard let number = Int(port), (1...65535).contains(number) else { return nil }
        self.port = number
    }

    /// As the header `host` has it.
    public var authority: String {
        let name = host.contains(":") ? "[\(host)]" : host
        return port == (isEncrypted ? 443 : 80) ? name : "\(name):\(port)"
    }

    /// Whether what is sent there stays on this machine.
    public var isLoopback: Bool {
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        let isNumeric = parts.count == 4 && parts.allSatisfy { UInt8($0) != nil }
        return host == "localhost" || host == "::1" || (isNumeric && parts[0] == "127")
    }

    public var description: String { "\(isEncrypted ? "https" : "http")://\(authority)\(path)" }
}
