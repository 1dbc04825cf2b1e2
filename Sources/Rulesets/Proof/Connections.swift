extension PacketSet {
    /// The flags that a connection may begin with: SYN, and beside it any that Linux minds neither when it tracks
    /// connections nor when it listens (PSH, URG; ECE and CWR, which it sends itself with tcp_ecn).
    private static let beginning = IntervalSet<UInt16>(
        (0..<16).map { bits in
            let flags = [UInt16(0x08), 0x20, 0x40, 0x80].enumerated()
                .reduce(UInt16(Packet.syn)) { bits & 1 << $1.offset == 0 ? $0 : $0 | $1.element }
            return flags...flags
        }
    )

    /// The first packets of all TCP and UDP connections that can begin at a place.
    static func connections(from vantage: Door.Vantage, _ family: AddressFamily, _ topology: Topology) -> PacketSet {
        beginnings(from: vantage, family, topology, [(Packet.tcp, beginning), (Packet.udp, IntervalSet(0))])
    }

    /// The echo requests that can begin at a place.
    static func echoes(from vantage: Door.Vantage, _ family: AddressFamily, _ topology: Topology) -> PacketSet {
        let (transport, type) = family == .ipv4 ? (Packet.icmp, UInt16(8)) : (Packet.icmpv6, UInt16(128))
        return beginnings(from: vantage, family, topology, [(transport, IntervalSet(0))])
            .map { $0.narrowed(.icmpType, to: IntervalSet(type)) }
    }

    private static func beginnings(
        from vantage: Door.Vantage,
        _ family: AddressFamily,
        _ topology: Topology,
        _ kinds: [(transport: UInt8, flags: IntervalSet<UInt16>)]
    ) -> PacketSet {
        let none = IntervalSet<UInt16>(0)
        var input = none
        if vantage.place != .host {
            guard let number = vantage.interface.flatMap({ topology.index(of: $0) }) else { return .empty }
            input = IntervalSet(number)
        }
        let sources = sources(of: vantage, family, topology)
        let destinations = destinations(of: vantage, family, topology)
        return kinds.reduce(PacketSet.empty) { set, kind in
            let box = PacketBox.all.narrowed(.transport, to: IntervalSet(UInt16(kind.transport)))?
                .narrowed(.flags, to: kind.flags)?
                .narrowed(.state, to: IntervalSet(ConnectionState.new.number))?
                .narrowed(.translated, to: IntervalSet(Translation.none))?
                .narrowed(.hopLimit, to: IntervalSet(1...255))?
                .narrowed(.disguised, to: none)?
                .narrowed(.mark, to: none)?
                .narrowed(.connectionMark, to: none)?
                .narrowed(.input, to: input)?
                .narrowed(.output, to: none)?
                .narrowed(.sourcePort, to: IntervalSet(1...UInt16.max))?
                .narrowed(.destinationPort, to: IntervalSet(1...UInt16.max))?
                .narrowed(.source, toAddresses: sources)?
                .narrowed(.destination, toAddresses: destinations)
            return box.map { set.union(disjoint: PacketSet($0)) } ?? set
        }
    }

    /// Addresses that a packet can claim to come from without being thrown away before any rule.
    private static func sources(
        of vantage: Door.Vantage,
        _ family: AddressFamily,
        _ topology: Topology
    ) -> IntervalSet<UInt128> {
        guard vantage.place != .host else {
            return family == .ipv4 ? topology.local(family) : topology.local(family).subtracting(Topology.linkLocal)
        }
        var sources = IntervalSet(Topology.everything(family)).subtracting(Topology.neverSources(family))
        // A machine drops IPv4 packets that come from a wire and claim to be itself; IPv6 has no such rule.
        if family == .ipv4, !topology.acceptsOwnSources { sources = sources.subtracting(topology.local(family)) }
        let interface = topology.interfaces.first { $0.name == vantage.interface }
        let networks = (interface?.addresses ?? []).filter { $0.first.family == family }
        guard vantage.place != .outside, !networks.isEmpty else { return sources }
        return sources.intersection(IntervalSet(networks.map { $0.first.bits...$0.last.bits }))
    }

    private static func destinations(
        of vantage: Door.Vantage,
        _ family: AddressFamily,
        _ topology: Topology
    ) -> IntervalSet<UInt128> {
        let everything = IntervalSet(Topology.everything(family)).subtracting(IntervalSet(Topology.multicast(family)))
        return switch (family, vantage.place) {
        case (.ipv4, .host): everything.subtracting(topology.broadcast()).subtracting(Topology.unnamed)
        case (.ipv4, _): everything.subtracting(Topology.unnamed)
        // Nor link-local addresses, which mean nothing without an interface.
        case (.ipv6, .host): everything.subtracting(IntervalSet(0)).subtracting(Topology.linkLocal)
        // A bridge asks the rules of prerouting before the kernel throws packets for ::1 away.
        case (.ipv6, .container) where topology.filtersBridges.contains(.ipv6): everything.subtracting(IntervalSet(0))
        // A wire has no packets for ::1, unlike those for 127.0.0.1, which rules may still translate.
        case (.ipv6, _): everything.subtracting(IntervalSet([0...0, Topology.loopback(.ipv6)]))
        }
    }
}

extension Topology {
    /// 0.0.0.0/8, "this host on this network".
    static let unnamed = IntervalSet<UInt128>(0...0x00ff_ffff)

    /// What the kernel throws away as a source before any rule: `ip_route_input_slow` and `ip6_rcv_core`.
    static func neverSources(_ family: AddressFamily) -> IntervalSet<UInt128> {
        let multicast = IntervalSet(multicast(family))
        return switch family {
        case .ipv4: multicast.union(unnamed).union(IntervalSet([0xffff_ffff...0xffff_ffff, loopback(.ipv4)]))
        case .ipv6: multicast.union(IntervalSet([0...1, (0xffff << 32)...(0xffff << 32 | 0xffff_ffff)]))
        }
    }

    /// ::/96 and fec0::/10: addresses of kinds that nobody has any more.
    static let bygone = IntervalSet<UInt128>([0...0xffff_ffff, (0xfec0 << 112)...(0xfeff << 112 | (1 << 112 - 1))])

    /// The addresses fe80::/10, each of which means something on its own link only.
    static let linkLocal = IntervalSet<UInt128>((0xfe80 << 112)...(0xfebf << 112 | (1 << 112 - 1)))
}

extension PacketBox {
    /// Packets to one port of a transport.
    static func port(_ port: UInt16, _ transport: UInt8) -> PacketBox? {
        PacketBox.all.narrowed(.transport, to: IntervalSet(UInt16(transport)))?
            .narrowed(.destinationPort, to: IntervalSet(port))
    }

    static func tcp(port: UInt16) -> PacketBox { Self.port(port, Packet.tcp) ?? .all }

    /// Those of one sender; the same where none is given.
    func sent(by sender: Address?) -> PacketBox {
        sender.flatMap { narrowed(.source, toAddresses: IntervalSet($0.bits)) } ?? self
    }
}
