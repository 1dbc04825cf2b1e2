/// Where a machine stands in its networks: what rules cannot tell, and packets obey.
public struct Topology: Hashable, Sendable {
    public struct Interface: Hashable, Sendable {
        public enum Role: String, Hashable, Sendable {
            case loopback, outside, `private`, container
        }

        public let name: String
        public let role: Role
        public let addresses: [AddressRange]
        /// The machine's own address in each of `addresses`, in the same order.
        public let own: [Address]

        public init(_ name: String, _ role: Role, own: [Address] = [], networks: [AddressRange] = []) {
            self.name = name
            self.role = role
            self.own = own
            self.addresses = networks
        }
    }

    public struct Route: Hashable, Sendable {
        public let destination: AddressRange
        /// Absent for routes that refuse, such as `unreachable` and `blackhole`.
        public let interface: String?

        public init(_ destination: AddressRange, interface: String?) {
            self.destination = destination
            self.interface = interface
        }
    }

    public var interfaces: [Interface]
    /// In any order; the longest prefix wins.
    public var routes: [Route]
    public var forwards: Set<AddressFamily>
    /// Whether packets from outside may be sent on to loopback after translation.
    public var routesLoopback: Bool
    /// Interfaces from which they may though it is not allowed for all: the kernel's `route_localnet` of each.
    public var loopbackRouters: Set<String> = []
    /// Whether packets from a wire may claim to come from the machine itself: the kernel's `accept_local`.
    public var acceptsOwnSources = false
    /// What the kernel delivers to the machine besides the addresses of its interfaces: its local routes, and the whole
    /// network of an address on loopback.
    public var localNetworks: [AddressRange] = []
    /// The same of tables that only some packets are looked up in.
    public var perhapsLocalNetworks: [AddressRange] = []
    /// Families whose packets between two ports of one bridge meet the rules of IP at all: the kernel's
    /// `bridge-nf-call-iptables` and `bridge-nf-call-ip6tables`.
    public var filtersBridges: Set<AddressFamily>

    public init(
        interfaces: [Interface],
        routes: [Route] = [],
        forwards: Set<AddressFamily> = [],
        routesLoopback: Bool = false,
        filtersBridges: Set<AddressFamily> = [.ipv4, .ipv6]
    ) {
        self.interfaces = interfaces
        self.routes = routes
        self.forwards = forwards
        self.routesLoopback = routesLoopback
        self.filtersBridges = filtersBridges
    }

    /// One interface to the outside, and nothing known of its addresses.
    public static let plain = Topology(interfaces: [Interface("lo", .loopback), Interface("eth0", .outside)])
}

extension Topology {
    func index(of name: String) -> UInt16? {
        interfaces.firstIndex { $0.name == name }.flatMap { UInt16(exactly: $0 + 1) }
    }

    /// The interfaces a rule's names mean; 0 is no interface at all.
    func indexes(_ names: [InterfaceName]) -> IntervalSet<UInt16> {
        var numbers: [ClosedRange<UInt16>] = []
        if names.contains(where: { $0.matches("") }) { numbers.append(0...0) }
        for (index, interface) in interfaces.enumerated() where names.contains(where: { $0.matches(interface.name) }) {
            if let number = UInt16(exactly: index + 1) { numbers.append(number...number) }
        }
        return IntervalSet(numbers)
    }

    /// The machine's own addresses, loopback's among them.
    func local(_ family: AddressFamily) -> IntervalSet<UInt128> {
        var ranges = interfaces.flatMap(\.own).filter { $0.family == family }.map { $0.bits...$0.bits }
        // The last address of loopback's network is a broadcast.
        ranges.append(family == .ipv4 ? 0x7f00_0000...0x7fff_fffe : Self.loopback(.ipv6))
        let networks = Self.set(localNetworks, family)
        guard !networks.isEmpty else { return IntervalSet(ranges) }
        return IntervalSet(ranges).union(family == .ipv4 ? networks.subtracting(broadcast()) : networks)
    }

    /// Addresses that some packets may be delivered for.
    func perhapsLocal(_ family: AddressFamily) -> IntervalSet<UInt128> { Self.set(perhapsLocalNetworks, family) }

    private static func set(_ networks: [AddressRange], _ family: AddressFamily) -> IntervalSet<UInt128> {
        IntervalSet(networks.filter { $0.first.family == family }.map { $0.first.bits...$0.last.bits })
    }

    /// A router answers the lowest address of each of its IPv6 networks, RFC 4291 section 2.6.1.
    func anycast(_ family: AddressFamily) -> IntervalSet<UInt128> {
        guard family == .ipv6, forwards.contains(.ipv6) else { return .empty }
        let networks = interfaces.filter { $0.role != .loopback }.flatMap(\.addresses)
        return IntervalSet(
            networks.filter { $0.first.family == .ipv6 && $0.last.bits - $0.first.bits > 1 }
                .map { $0.first.bits...$0.first.bits }
        )
    }

    /// Addresses of the machine in the networks of one of its interfaces.
    func own(_ interface: Interface, _ family: AddressFamily) -> IntervalSet<UInt128> {
        IntervalSet(interface.own.filter { $0.family == family }.map { $0.bits...$0.bits })
    }

    static func loopback(_ family: AddressFamily) -> ClosedRange<UInt128> {
        family == .ipv4 ? 0x7f00_0000...0x7fff_ffff : 1...1
    }

    static func multicast(_ family: AddressFamily) -> ClosedRange<UInt128> {
        family == .ipv4 ? 0xe000_0000...0xefff_ffff : (0xff << 120)...UInt128.max
    }

    /// Every address of the family, as the sets count them.
    static func everything(_ family: AddressFamily) -> ClosedRange<UInt128> {
        family == .ipv4 ? 0...0xffff_ffff : 0...UInt128.max
    }

    /// The last address of each network that is large enough to have one.
    func broadcast() -> IntervalSet<UInt128> {
        let networks = interfaces.flatMap(\.addresses).filter {
            $0.first.family == .ipv4 && $0.last.bits - $0.first.bits >= 3
        }
        return IntervalSet(
            networks.map { $0.last.bits...$0.last.bits } + [0x7fff_ffff...0x7fff_ffff, 0xffff_ffff...0xffff_ffff]
        )
    }
}
