/// What a server lets in and out, whichever program writes it into the kernel.
///
/// Everything that is not named is dropped: to the host over both families, and to containers from every interface that
/// is not a container bridge.
public struct FirewallPolicy: Hashable, Sendable {
    /// Ports that may be connected to, on the host or published for a container.
    public struct Opening: Hashable, Sendable {
        public var port: UInt16
        public var transport: UInt8
        /// Who may connect; nothing for everybody.
        public var sources: [AddressRange]?

        public init(_ port: UInt16, _ transport: UInt8 = Packet.tcp, from sources: [AddressRange]? = nil) {
            self.port = port
            self.transport = transport
            self.sources = sources
        }
    }

    /// New connections a second that one source may begin; what is beyond is dropped.
    ///
    /// A source is one IPv4 address, or one IPv6 network of 64 bits, which is what one subscriber has.
    public struct SourceLimit: Hashable, Sendable {
        public var rate: Int
        public var burst: Int

        public init(rate: Int, burst: Int) {
            self.rate = rate
            self.burst = burst
        }
    }

    /// A TCP port of the machine itself that containers of one network may connect to.
    public struct HostService: Hashable, Sendable {
        /// The network's bridge, or a pattern of such names.
        public let bridge: String
        /// The addresses of the network.
        public let source: AddressRange
        public let port: UInt16

        /// Docker names a bridge anew whenever it makes the network anew, and the addresses stay.
        public static let unnamedBridge = "br-+"

        /// - Returns: nothing where rules cannot name the bridge.
        public init?(bridge: String, source: AddressRange, port: UInt16) {
            guard FirewallPolicy.isInterfaceName(bridge) || bridge == Self.unnamedBridge, port != 0 else { return nil }
            self.bridge = bridge
            self.source = source
            self.port = port
        }
    }

    public var openings: [Opening]
    /// What containers are to reach on the machine.
    public var hostServices: [HostService]
    /// TCP ports that neither the host nor a container may connect to beyond the machine.
    public var blockedEgress: [ClosedRange<UInt16>]
    public var sourceLimit: SourceLimit
    /// Bridges with containers behind them whose names the usual patterns do not cover.
    public var namedBridges: [String]
    /// Interfaces with VPN peers or guests behind them: what comes from them is other rules' to decide.
    public var forwarded: [String]

    public init(
        openings: [Opening],
        blockedEgress: [ClosedRange<UInt16>] = [],
        sourceLimit: SourceLimit = SourceLimit(rate: 60, burst: 120),
        namedBridges: [String] = [],
        forwarded: [String] = [],
        hostServices: [HostService] = []
    ) {
        self.openings = openings
        self.hostServices = hostServices
        self.blockedEgress = blockedEgress
        self.sourceLimit = sourceLimit
        self.namedBridges = namedBridges.filter { Self.isInterfaceName($0) && !Self.isUsualBridge($0) }
        self.forwarded = forwarded.filter(Self.isInterfaceName)
    }

    /// Whether rules of every backend can name the interface: what the kernel takes besides is left out.
    public static func isInterfaceName(_ name: String) -> Bool {
        let isPlain = name.utf8.allSatisfy {
            (48...57).contains($0) || (97...122).contains($0 | 32) || "_-.".utf8.contains($0)
        }
        // IFNAMSIZ counts the zero behind it.
        return isPlain && (1...15).contains(name.utf8.count) && name != "." && name != ".." && !name.hasPrefix("-")
    }

    /// Whether the patterns cover a bridge's name.
    public static func isUsualBridge(_ name: String) -> Bool {
        usualBridges.contains { $0.hasSuffix("+") ? name.hasPrefix($0.dropLast()) : name == $0 }
    }

    var bridges: [String] { Self.usualBridges + namedBridges }

    /// Interfaces with containers behind them, as patterns in which `+` stands for any ending.
    ///
    /// Docker names its bridges `docker0` and `br-…`; Podman's are `podman0`, CNI's `cni0`.
    static let usualBridges = ["docker0", "br-+", "docker_gwbridge", "podman+", "cni+"]

    /// Where providers answer a server's questions about itself, credentials included; no container needs to ask.
    static func metadata(_ family: AddressFamily) -> String {
        family == .ipv4 ? "169.254.169.254/32" : "fd00:ec2::254/128"
    }

    /// ICMP types without which IPv4 breaks: unreachable (path MTU), time exceeded, parameter problem; and echo.
    static let icmp = [3, 11, 12, 8]
    /// The same for IPv6 (RFC 4890): errors, echo, and multicast listeners.
    static let icmpv6 = [1, 2, 3, 4, 128, 130, 131, 132, 143]
    /// Neighbor discovery (RFC 4861), which only counts when no router passed it on: hop limit 255.
    static let neighborDiscovery = [133, 134, 135, 136]
}

extension FirewallPolicy.Opening {
    /// The sources of one family; nothing for everybody, empty where nobody of the family may connect.
    func sources(_ family: AddressFamily) -> [AddressRange]? {
        sources.map { $0.filter { $0.first.family == family } }
    }

    /// The transport's name in rules.
    var transportName: String { Packet.name(of: transport) }
}
