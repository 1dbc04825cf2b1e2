/// Picks one packet out of a set, as its sender would send it, and follows it through the rules.
struct WitnessFinder {
    let walker: PacketWalker
    let vantage: Door.Vantage

    /// A packet of one of the boxes, best that of a stranger to an address of the machine: readers take it for what it is.
    func witness(among boxes: [PacketBox]) -> Door.Witness? {
        let own = Set(walker.topology.interfaces.filter { $0.role != .loopback }.flatMap(\.own))
        let wishes = Set(
            (neighbors + Self.familiar(walker.family)).map { Address(family: walker.family, bits: $0) }
        )
        var best: (rank: Int, witness: Door.Witness)?
        for box in boxes.prefix(256) {
            guard let witness = witness(in: box) else { continue }
            let rank = (wishes.contains(witness.source) ? 2 : 0) + (own.contains(witness.destination) ? 1 : 0)
            if rank > best?.rank ?? -1 { best = (rank, witness) }
            if rank == 3 { break }
        }
        return best?.witness
    }

    /// One of the packets, as its sender addressed it.
    func witness(in packets: PacketBox) -> Door.Witness? {
        guard let box = packets.origin else { return nil }
        let family = walker.family
        let everything = IntervalSet(Topology.everything(family))
        let sources = box.addressSet(.source).intersection(everything)
        let destinations = box.addressSet(.destination).intersection(everything)
        let ports = box.set(.destinationPort)
        let own = walker.topology.interfaces.filter { $0.role != .loopback }.flatMap(\.own).filter {
            $0.family == family
        }
        guard let destination = Self.preferred(destinations, own.map(\.bits) + Self.familiar(family)),
            let source = Self.preferred(sources, senders(to: destination, own)),
            let transport = box.set(.transport).first.flatMap({ UInt8(exactly: $0) }),
            let port = Self.port(ports.subtracting(IntervalSet(0)), transport)
        else { return nil }
        let sourcePorts = box.set(.sourcePort)
        let sourcePort = sourcePorts.contains(51_413) ? 51_413 : sourcePorts.first ?? 51_413
        return Door.Witness(
            source: Address(family: family, bits: source),
            sourcePort: sourcePort,
            destination: Address(family: family, bits: destination),
            destinationPort: port,
            transport: transport,
            hopLimit: box.set(.hopLimit).contains(64) ? 64 : UInt8(clamping: box.set(.hopLimit).first ?? 64),
            tcpFlags: transport == Packet.tcp ? Self.flags(box.set(.flags)) : 0
        )
    }

    /// Likely senders of a packet to an address: the machine writes that as its own address where it is one.
    private func senders(to destination: UInt128, _ own: [Address]) -> [UInt128] {
        guard vantage.place == .host else { return neighbors + Self.familiar(walker.family) }
        let loopback: UInt128 = walker.family == .ipv4 ? 0x7f00_0001 : 1
        return [destination] + own.map(\.bits) + [loopback]
    }

    /// Of many ports one that readers know.
    private static func port(_ ports: IntervalSet<UInt16>, _ transport: UInt8) -> UInt16? {
        let known: [UInt16] = transport == Packet.udp ? [443, 53, 123, 51_820] : [443, 80, 22, 8080]
        guard let first = ports.first, ports != IntervalSet(first) else { return ports.first }
        return known.first(where: ports.contains) ?? first
    }

    /// Those that Linux sends itself come first.
    private static func flags(_ set: IntervalSet<UInt16>) -> UInt8 {
        let usual: [UInt16] = [UInt16(Packet.syn), 0xc0 | UInt16(Packet.syn)]
        return UInt8(clamping: usual.first(where: set.contains) ?? set.first ?? UInt16(Packet.syn))
    }

    /// Likely addresses of other machines in the network that the packets come from.
    private var neighbors: [UInt128] {
        guard vantage.place == .private || vantage.place == .container else { return [] }
        let interface = walker.topology.interfaces.first { $0.name == vantage.interface }
        return (interface?.addresses ?? []).filter { $0.first.family == walker.family }.flatMap { network in
            (2...4).map { network.first.bits + min($0, network.last.bits - network.first.bits) }
        }
    }

    /// Addresses set aside for documentation, which readers take for what they are: a stranger's.
    private static func familiar(_ family: AddressFamily) -> [UInt128] {
        family == .ipv4 ? [0xcb00_7107, 0xc633_6407, 0xc000_0207] : [0x2001_0db8 << 96 | 7]
    }

    /// A wish, or else an address within a range of the set: its first one is mostly the name of a network.
    private static func preferred(_ set: IntervalSet<UInt128>, _ wishes: [UInt128]) -> UInt128? {
        if let wish = wishes.first(where: set.contains) { return wish }
        guard let range = set.ranges.first else { return nil }
        return range.lowerBound + min(7, (range.upperBound - range.lowerBound) / 2)
    }

    /// What the packet meets on its way.
    func trail(of witness: Door.Witness) -> Trail {
        let start = PacketSet.connections(from: vantage, walker.family, walker.topology)
        let box = PacketBox.port(witness.destinationPort, witness.transport)?
            .narrowed(.sourcePort, to: IntervalSet(witness.sourcePort))?
            .narrowed(.source, toAddresses: IntervalSet(witness.source.bits))?
            .narrowed(.destination, toAddresses: IntervalSet(witness.destination.bits))?
            .narrowed(.hopLimit, to: IntervalSet(UInt16(witness.hopLimit)))?
            .narrowed(.flags, to: IntervalSet(UInt16(witness.tcpFlags)))
        let trail = Trail()
        guard let box else { return trail }
        var follower = walker
        follower.trail = trail
        _ = follower.travel(start.intersection(box), from: vantage)
        return trail
    }
}
