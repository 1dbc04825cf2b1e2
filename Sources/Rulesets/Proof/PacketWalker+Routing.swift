extension PacketWalker {
    enum Way {
        case wire, itself
    }

    /// Packets whose destination is this machine.
    func received(_ way: Way) -> PacketSet {
        let own = topology.local(family).union(topology.anycast(family))
        let plain = PacketBox.all.narrowed(.destination, toAddresses: own).map { PacketSet($0) } ?? .empty
        guard way == .wire else { return plain }
        guard family == .ipv4 else { return onItsLink(own) }
        // Broadcasts are for everybody, but TCP does not answer them.
        let box = PacketBox.all.narrowed(.transport, to: IntervalSet(UInt16(Packet.udp)))?
            .narrowed(.destination, toAddresses: topology.broadcast().subtracting(own))
        return box.map { plain.union(disjoint: PacketSet($0)) } ?? plain
    }

    /// Link-local addresses are the machine's on their own link only.
    private func onItsLink(_ own: IntervalSet<UInt128>) -> PacketSet {
        let global = PacketBox.all.narrowed(.destination, toAddresses: own.subtracting(Topology.linkLocal))
        var here = global.map { PacketSet($0) } ?? .empty
        let anycast = topology.anycast(family)
        for (index, interface) in topology.interfaces.enumerated() {
            let networks = interface.addresses.filter { $0.first.family == family }.map { $0.first.bits...$0.last.bits }
            let addresses = topology.own(interface, family).union(anycast.intersection(IntervalSet(networks)))
                .intersection(Topology.linkLocal)
            guard let number = UInt16(exactly: index + 1),
                let box = PacketBox.all.narrowed(.input, to: IntervalSet(number))?
                    .narrowed(.destination, toAddresses: addresses)
            else { continue }
            here = here.union(disjoint: PacketSet(box))
        }
        return here
    }

    /// What a router sends on: not what is its own, and nothing that stays on its link.
    func passable(_ packets: PacketSet) -> PacketSet {
        let own = topology.local(family).union(topology.anycast(family))
        let stays =
            family == .ipv4
            ? topology.broadcast().union(Topology.unnamed).union(IntervalSet(Topology.loopback(.ipv4)))
            : Topology.linkLocal.union(IntervalSet(Topology.loopback(.ipv6)))
        let here = own.union(stays).union(IntervalSet(Topology.multicast(family)))
        var rest = packets
        if let box = PacketBox.all.narrowed(.destination, toAddresses: here) { rest = rest.subtracting(box) }
        return rest
    }

    /// Packets from link-local addresses are only sent on where they came from.
    ///
    /// Behind a bridge whose rules translated them the kernel takes the way out for the way in, and sends them anywhere:
    /// `ip6_rcv_core`, `ip6_forward`.
    func withoutStrays(_ packets: PacketSet) -> PacketSet {
        guard family == .ipv6 else { return packets }
        var rest = packets
        for (index, interface) in topology.interfaces.enumerated() {
            guard let number = UInt16(exactly: index + 1) else { continue }
            var box = PacketBox.all.narrowed(.input, to: IntervalSet(number))?
                .narrowed(.output, to: IntervalSet(number).complement)?
                .narrowed(.source, toAddresses: Topology.linkLocal)
            if interface.role == .container, topology.filtersBridges.contains(.ipv6) {
                box = box?.narrowed(.translated, to: Translation.newAddress.complement)
            }
            if let box { rest = rest.subtracting(box) }
        }
        return rest
    }

    /// The kernel takes no packet for its loopback addresses from a wire, translated or not.
    func withoutMartians(_ packets: PacketSet) -> PacketSet {
        guard !topology.routesLoopback || family == .ipv6 else { return packets }
        let loopback = topology.interfaces.filter { $0.role == .loopback || topology.loopbackRouters.contains($0.name) }
            .compactMap { topology.index(of: $0.name) }
        let wires = IntervalSet(loopback.map { $0...$0 }).complement
        let inner = IntervalSet(Topology.loopback(family))
        guard let martian = PacketBox.all.narrowed(.input, to: wires)?.narrowed(.destination, toAddresses: inner) else {
            return packets
        }
        return packets.subtracting(martian)
    }

    /// No route leaves the machine for packets from 127.0.0.0/8, unless that is allowed; IPv6 has no such rule.
    private func withoutLoopbackSources(_ packets: PacketSet) -> PacketSet {
        guard !topology.routesLoopback, topology.loopbackRouters.isEmpty, family == .ipv4 else { return packets }
        let inner = IntervalSet(Topology.loopback(family))
        return PacketBox.all.narrowed(.source, toAddresses: inner).map { packets.subtracting($0) } ?? packets
    }

    /// Gives each packet the interface its destination's longest route names; those without a route are gone.
    func route(_ packets: PacketSet) -> PacketSet {
        let routes = topology.routes.filter { $0.destination.first.family == family }
            .sorted {
                $0.destination.last.bits - $0.destination.first.bits < $1.destination.last.bits
                    - $1.destination.first.bits
            }
        var rest = packets
        var routed = PacketSet.empty
        let local = topology.local(family).union(topology.anycast(family))
        if let loopback = topology.interfaces.first(where: { $0.role == .loopback }),
            let number = topology.index(of: loopback.name),
            let box = PacketBox.all.narrowed(.destination, toAddresses: local)
        {
            let own = rest.intersection(box).map { $0.forgetting(.output).narrowed(.output, to: IntervalSet(number)) }
            routed = routed.union(disjoint: own)
            rest = rest.subtracting(box)
        }
        rest = withoutLoopbackSources(rest)
        for route in routes {
            let range = IntervalSet(route.destination.first.bits...route.destination.last.bits)
            guard !rest.isEmpty, let box = PacketBox.all.narrowed(.destination, toAddresses: range) else { continue }
            if let name = route.interface, let number = topology.index(of: name) {
                let here = rest.intersection(box).map {
                    $0.forgetting(.output).narrowed(.output, to: IntervalSet(number))
                }
                routed = routed.union(disjoint: here)
            }
            rest = rest.subtracting(box)
        }
        return routed
    }
}
