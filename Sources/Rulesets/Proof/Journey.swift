/// Where packets end up that a machine receives, sends or passes on.
public struct Journey: Sendable {
    /// Reach a socket of the machine.
    var delivered = Arrival()
    /// Leave by an interface.
    var forwarded = Arrival()
    /// Whether the rules were too many to follow.
    public fileprivate(set) var isIncomplete = false

    /// Packets that can arrive, and those that can be refused on the way; a packet in both is not decided.
    struct Arrival {
        var possible = PacketSet.empty
        var refused = PacketSet.empty
    }
}

/// Sends packet sets along the hooks of the kernel, with translation and routing between them.
struct Traveller {
    let ruleset: Ruleset
    let topology: Topology
    let family: AddressFamily
    /// Where to write down what a single packet meets.
    var trail: Trail?

    /// Packets that arrive on an interface.
    func arrive(_ packets: PacketSet) -> Journey {
        var journey = Journey()
        let received = pass(.prerouting, packets, &journey)
        let local = PacketBox.all.narrowed(.destination, toAddresses: topology.local(family))
        let here = local.map { received.possible.intersection($0) } ?? .empty
        deliver(withoutMartians(here), &journey)
        journey.delivered.refused = journey.delivered.refused.union(received.refused)
        if topology.forwards.contains(family), let local {
            forward(received.possible.subtracting(local), &journey)
        }
        journey.forwarded.refused = journey.forwarded.refused.union(received.refused)
        return journey
    }

    /// Packets that the machine itself sends.
    func depart(_ packets: PacketSet) -> Journey {
        var journey = Journey()
        let routed = route(packets)
        let sent = pass(.output, routed, &journey)
        let local = PacketBox.all.narrowed(.destination, toAddresses: topology.local(family))
        let looped = local.map { sent.possible.intersection($0) } ?? .empty
        if let number = topology.interfaces.first(where: { $0.role == .loopback }).flatMap({
            topology.index(of: $0.name)
        }) {
            let entering = looped.map { $0.forgetting(.output).narrowed(.input, to: IntervalSet(number)) }
            deliver(entering, &journey)
        }
        let leaving = local.map { sent.possible.subtracting($0) } ?? sent.possible
        let out = pass(.postrouting, route(leaving), &journey)
        journey.forwarded.possible = out.possible
        journey.forwarded.refused = out.refused.union(sent.refused)
        journey.delivered.refused = journey.delivered.refused.union(sent.refused)
        return journey
    }

    private func deliver(_ packets: PacketSet, _ journey: inout Journey) {
        let none = IntervalSet<UInt16>(0)
        let entering = packets.map { $0.forgetting(.output).narrowed(.output, to: none) }
        let result = pass(.input, entering, &journey)
        journey.delivered.possible = journey.delivered.possible.union(result.possible)
        journey.delivered.refused = journey.delivered.refused.union(result.refused)
    }

    private func forward(_ packets: PacketSet, _ journey: inout Journey) {
        let passed = pass(.forward, route(packets), &journey)
        let out = pass(.postrouting, passed.possible, &journey)
        journey.forwarded.possible = journey.forwarded.possible.union(out.possible)
        journey.forwarded.refused = journey.forwarded.refused.union(passed.refused).union(out.refused)
    }

    /// The kernel takes no packet for 127.0.0.0/8 from a wire, translated or not.
    private func withoutMartians(_ packets: PacketSet) -> PacketSet {
        guard !topology.routesLoopback, family == .ipv4 || family == .ipv6 else { return packets }
        let loopback = topology.interfaces.filter { $0.role == .loopback }.compactMap { topology.index(of: $0.name) }
        let wires = IntervalSet(loopback.map { $0...$0 }).complement
        let inner = IntervalSet(Topology.loopback(family))
        guard let martian = PacketBox.all.narrowed(.input, to: wires)?.narrowed(.destination, toAddresses: inner) else {
            return packets
        }
        return packets.subtracting(martian)
    }

    /// Gives each packet the interface its destination's longest route names; those without a route are gone.
    private func route(_ packets: PacketSet) -> PacketSet {
        let routes = topology.routes.filter { $0.destination.first.family == family }
            .sorted {
                $0.destination.last.bits - $0.destination.first.bits < $1.destination.last.bits
                    - $1.destination.first.bits
            }
        var rest = packets
        var routed = PacketSet.empty
        let local = topology.local(family)
        if let loopback = topology.interfaces.first(where: { $0.role == .loopback }),
            let number = topology.index(of: loopback.name),
            let box = PacketBox.all.narrowed(.destination, toAddresses: local)
        {
            let own = rest.intersection(box).map { $0.forgetting(.output).narrowed(.output, to: IntervalSet(number)) }
            routed = routed.union(disjoint: own)
            rest = rest.subtracting(box)
        }
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

    /// The chains of a hook in the order of their priorities; what one refuses none brings back.
    private func pass(_ hook: Hook, _ packets: PacketSet, _ journey: inout Journey) -> Journey.Arrival {
        var arrival = Journey.Arrival(possible: packets, refused: .empty)
        for (table, chain, base) in ruleset.entered(at: hook, by: family) where !arrival.possible.isEmpty {
            // Source translation changes no reachability, and happens after the filters.
            if base.kind == .nat, hook == .postrouting || hook == .input { continue }
            var reader = FlowReader(table, family: family, topology: topology, trail: trail)
            let flow = reader.enter(chain, policy: base.policy, with: arrival.possible)
            journey.isIncomplete = journey.isIncomplete || flow.isIncomplete
            arrival.possible = flow.accepted
            arrival.refused = arrival.refused.union(flow.dropped)
        }
        return arrival
    }
}

extension Ruleset {
    /// Every base chain of a hook that sees the family, translation included, by priority.
    func entered(at hook: Hook, by family: AddressFamily) -> [(Table, Chain, Chain.Base)] {
        var found: [(Table, Chain, Chain.Base)] = []
        for table in tables where table.sees(family) {
            for chain in table.chains {
                if let base = chain.base, base.hook == hook { found.append((table, chain, base)) }
            }
        }
        return found.enumerated().sorted { ($0.element.2.priority, $0.offset) < ($1.element.2.priority, $1.offset) }
            .map(\.element)
    }
}
