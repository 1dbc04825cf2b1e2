/// The rules of Nacre's own files, as a backend loads them.
///
/// The kernel shows rules in its own notation and not in that of the files, so the order is what a plan keeps; what it held
/// before is an image of the kernel's rules.
public struct RulesetOrder: Hashable, Codable, Sendable {
    public var backend: Profile.Backend
    /// Whether the kernel has IPv6 to filter.
    public var hasIPv6: Bool
    public var open: [OpenPort]

    public init(_ backend: Profile.Backend, hasIPv6: Bool, open: [OpenPort]) {
        self.backend = backend
        self.hasIPv6 = hasIPv6
        self.open = open
    }

    /// The directory of the files.
    public static let directory = "/etc/nacre"
    public static let ipv4 = "/etc/nacre/ipv4.rules"
    public static let ipv6 = "/etc/nacre/ipv6.rules"
    public static let nftables = "/etc/nacre/firewall.nft"
    /// The unit that loads them at boot, for which Nacre itself need not be there.
    public static let unit = "nacre-firewall.service"
}

extension RulesetOrder: CustomStringConvertible {
    public var description: String {
        let families = hasIPv6 ? "IPv4 and IPv6" : "IPv4"
        let ports = open.map(\.description).joined(separator: " ")
        return "loaded by \(backend.rawValue) for \(families), open: \(ports)"
    }
}

/// A port that the firewall lets connections in to.
public struct OpenPort: Hashable, Codable, Sendable {
    public enum Transport: String, Codable, Sendable {
        case tcp, udp
    }

    public let port: Int
    public let transport: Transport
    /// Addresses and ranges that may connect; none where everybody may.
    public let sources: [String]?

    public init(_ port: Int, _ transport: Transport, from sources: [String]? = nil) {
        self.port = port
        self.transport = transport
        self.sources = sources
    }
}

extension OpenPort: CustomStringConvertible {
    /// Such as `22/tcp`, and `22/tcp@203.0.113.0/24+192.0.2.7` where not everybody may connect.
    public var description: String {
        let name = "\(port)/\(transport.rawValue)"
        guard let sources else { return name }
        return sources.isEmpty ? "\(name)@nobody" : "\(name)@\(sources.joined(separator: "+"))"
    }
}
