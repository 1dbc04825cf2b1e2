extension PacketSet {
    /// The first packets of all TCP and UDP connections that can begin at a place.
    static func connections(from vantage: Door.Vantage, _ family: AddressFamily, _ topology: Topology) -> PacketSet {
        let none = IntervalSet<UInt16>(0)
        let everything = IntervalSet(Topology.everything(family))
        let multicast = IntervalSet(Topology.multicast(family))
        var sources = everything.subtracting(multicast)
        var input = none
        if vantage.place == .host {
            sources = topology.local(family)
        } else {
            // A machine drops what comes from a wire and claims to be itself.
            sources = sources.subtracting(topology.local(family))
            let interface = topology.interfaces.first { $0.name == vantage.interface }
            if let name = interface?.name, let number = topology.index(of: name) { input = IntervalSet(number) }
            let networks = (interface?.addresses ?? []).filter { $0.first.family == family }
            if vantage.place != .outside, !networks.isEmpty {
                sources = sources.intersection(IntervalSet(networks.map { $0.first.bits...$0.last.bits }))
            }
        }
        let destinations = everything.subtracting(multicast)
        let kinds = [(Packet.tcp, UInt16(Packet.syn)), (Packet.udp, 0)]
        return kinds.reduce(PacketSet.empty) { set, kind in
            let box = PacketBox.all.narrowed(.transport, to: IntervalSet(UInt16(kind.0)))?
                .narrowed(.flags, to: IntervalSet(kind.1))?
                .narrowed(.state, to: IntervalSet(ConnectionState.new.number))?
                .narrowed(.translated, to: none)?
                .narrowed(.input, to: input)?
                .narrowed(.output, to: none)?
                .narrowed(.sourcePort, to: IntervalSet(1...UInt16.max))?
                .narrowed(.destinationPort, to: IntervalSet(1...UInt16.max))?
                .narrowed(.source, toAddresses: sources)?
                .narrowed(.destination, toAddresses: destinations)
            return box.map { set.union(disjoint: PacketSet($0)) } ?? set
        }
    }
}

extension PacketBox {
    /// Packets to one port of a transport.
    static func port(_ port: UInt16, _ transport: UInt8) -> PacketBox? {
        PacketBox.all.narrowed(.transport, to: IntervalSet(UInt16(transport)))?
            .narrowed(.destinationPort, to: IntervalSet(port))
    }

    static func tcp(port: UInt16) -> PacketBox { Self.port(port, Packet.tcp) ?? .all }
}
