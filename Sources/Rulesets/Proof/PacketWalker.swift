/// Sends packet sets along the hooks of the kernel, with translation and routing between them.
struct PacketWalker {
    let ruleset: Ruleset
    let topology: Topology
    let family: AddressFamily
    let marks: Marks
    /// Without connection tracking there is no translation, and its chains are asked nothing.
    let tracks: Bool?
    let asksForHops: Bool
    private(set) var forgetsOrigins = false
    /// How often packets come.
    var rate = Rate.within
    let readings = Readings()
    /// Where to write down what a single packet meets.
    var trail: Trail?

    init(ruleset: Ruleset, topology: Topology, family: AddressFamily, marks: Marks? = nil) {
        self.ruleset = ruleset
        self.topology = topology
        self.family = family
        self.marks = marks ?? Marks(ruleset)
        tracks = ruleset.tracksConnections(family)
        asksForHops = ruleset.asksForHops
        forgetsOrigins = ruleset.forgetsOrigins
    }

    /// Packets that arrive on an interface.
    func arrive(_ packets: PacketSet) -> Traversal {
        var traversal = Traversal()
        let entered = pass(.ingress, packets, &traversal, .untouched)
        traversal.delivered.refused = entered.refused
        traversal.forwarded.refused = entered.refused
        let arrived = pass(.prerouting, entered.possible, &traversal, .untouched)
        let here = arrived.possible.intersection(received(.wire))
        let own = withoutMartians(here)
        let isDoubtful = traversal.isDoubtful
        deliver(own, &traversal)
        perhapsDeliver(arrived.possible, &traversal)
        traversal.delivered.refused = traversal.delivered.refused.union(arrived.refused)
        var taken = own
        if topology.forwards.contains(family) {
            taken = taken.union(disjoint: forward(passable(arrived.possible), &traversal))
        }
        traversal.forwarded.refused = traversal.forwarded.refused.union(arrived.refused)
        if isDoubtful { traversal.lose(arrived.possible, but: taken) }
        bridge(entered.possible, &traversal)
        return traversal
    }

    /// Packets that the machine itself sends.
    func depart(_ packets: PacketSet) -> Traversal {
        var traversal = Traversal()
        let sent = pass(.output, route(packets), &traversal, .untouched)
        let here = received(.itself)
        let routed = route(sent.possible)
        let isDoubtful = traversal.isDoubtful
        let out = leave(routed, &traversal)
        traversal.forwarded.possible = here.boxes.reduce(out.possible) { $0.subtracting($1) }
        traversal.forwarded.refused = out.refused.union(sent.refused)
        if isDoubtful { traversal.lose(sent.possible, but: routed) }
        guard let number = loopback else { return traversal }
        // What the machine sends to itself leaves by loopback and comes back in by it.
        let looped = out.possible.intersection(here).map {
            $0.forgetting(.output).forgetting(.input).narrowed(.input, to: IntervalSet(number))?
                .narrowed(.output, to: IntervalSet(0))
        }
        // Masquerading picks one of the machine's addresses for what stays on it, and which one is not known.
        if let masked = PacketBox.all.narrowed(.disguised, to: IntervalSet(1)), looped.meets([masked]) {
            traversal.doubt()
        }
        let again = pass(.prerouting, looped, &traversal, .looped)
        deliver(again.possible, &traversal)
        let refused = out.refused.union(sent.refused).union(again.refused)
        traversal.delivered.refused = traversal.delivered.refused.union(refused)
        return traversal
    }

    private var loopback: UInt16? {
        topology.interfaces.first { $0.role == .loopback }.flatMap { topology.index(of: $0.name) }
    }

    /// A packet that stays on a bridge has no input interface here, one that is routed back to it has: its sender chooses.
    private func passPostrouting(_ packets: PacketSet, _ traversal: inout Traversal) -> Traversal.Arrival {
        var arrival = pass(.postrouting, packets, &traversal, .tracked)
        guard topology.filtersBridges.contains(family) else { return arrival }
        for (index, interface) in topology.interfaces.enumerated() where interface.role == .container {
            guard let number = UInt16(exactly: index + 1).map({ IntervalSet<UInt16>($0) }),
                let inside = PacketBox.all.narrowed(.input, to: number)?.narrowed(.output, to: number)
            else { continue }
            let bridged = packets.intersection(inside).map {
                $0.forgetting(.input).narrowed(.input, to: IntervalSet(0))
            }
            guard !bridged.isEmpty else { continue }
            let other = pass(.postrouting, bridged, &traversal, .tracked)
            if !other.refused.isEmpty || !arrival.refused.isEmpty { traversal.doubt() }
            let back = other.possible.map { $0.forgetting(.input).narrowed(.input, to: number) }
            arrival.possible = arrival.possible.union(back)
            arrival.refused = arrival.refused.union(other.refused)
        }
        return arrival
    }

    private func leave(_ packets: PacketSet, _ traversal: inout Traversal) -> Traversal.Arrival {
        let routed = passPostrouting(packets, &traversal)
        let out = pass(.egress, routed.possible, &traversal, .tracked)
        return Traversal.Arrival(possible: out.possible, refused: routed.refused.union(out.refused))
    }

    /// Packets for addresses that only some of the kernel's rules for routing take for the machine's own.
    private func perhapsDeliver(_ packets: PacketSet, _ traversal: inout Traversal) {
        let some = topology.perhapsLocal(family).subtracting(topology.local(family))
        guard let box = PacketBox.all.narrowed(.destination, toAddresses: some) else { return }
        let here = packets.intersection(box)
        guard !here.isEmpty else { return }
        traversal.doubt()
        deliver(here, &traversal)
        traversal.delivered.refused = traversal.delivered.refused.union(here)
    }

    func deliver(_ packets: PacketSet, _ traversal: inout Traversal) {
        let entering = packets.map { $0.forgetting(.output).narrowed(.output, to: IntervalSet(0)) }
        let result = pass(.input, entering, &traversal, .tracked)
        traversal.delivered.possible = traversal.delivered.possible.union(result.possible)
        traversal.delivered.refused = traversal.delivered.refused.union(result.refused)
    }

    /// - Returns: those that there is a way for, as they came.
    private func forward(_ packets: PacketSet, _ traversal: inout Traversal) -> PacketSet {
        // A router takes one from the hop limit before it asks the rules.
        let routed = withoutStrays(route(packets.map { $0.withHopLimit(lowered: true) }))
        let passed = pass(.forward, routed, &traversal, .tracked)
        let out = leave(passed.possible, &traversal)
        let refused = passed.refused.union(out.refused).map { $0.withHopLimit(lowered: false) }
        traversal.forwarded.possible = traversal.forwarded.possible.union(
            out.possible.map { $0.withHopLimit(lowered: false) }
        )
        traversal.forwarded.refused = traversal.forwarded.refused.union(refused)
        return routed.map { $0.withHopLimit(lowered: false) }
    }

    /// Packets between two ports of one bridge, where the rules of IP are not asked about them.
    private func bridge(_ packets: PacketSet, _ traversal: inout Traversal) {
        guard !topology.filtersBridges.contains(family) else { return }
        for (index, interface) in topology.interfaces.enumerated() where interface.role == .container {
            guard let number = UInt16(exactly: index + 1) else { continue }
            let networks = interface.addresses.filter { $0.first.family == family }
            let inside = IntervalSet(networks.map { $0.first.bits...$0.last.bits })
                .subtracting(topology.own(interface, family))
            let box = PacketBox.all.narrowed(.input, to: IntervalSet(number))?
                .narrowed(.destination, toAddresses: inside)
            guard let box else { continue }
            let bridged = packets.intersection(box).map {
                $0.forgetting(.output).narrowed(.output, to: IntervalSet(number))
            }
            traversal.forwarded.refused = bridged.boxes.reduce(traversal.forwarded.refused) { rest, box in
                rest.subtracting(box.forgetting(.output))
            }
            traversal.forwarded.possible = traversal.forwarded.possible.union(bridged)
        }
    }

    /// Whether a packet already met connection tracking when it comes to a hook.
    enum Tracking {
        case untouched, tracked
        /// What the machine sent to itself had its destination chosen when it was sent.
        case looped
    }
}
