extension PacketWalker {
    /// The chains of a hook in the order of their priorities; what one refuses none brings back.
    func pass(
        _ hook: Hook,
        _ packets: PacketSet,
        _ traversal: inout Traversal,
        _ tracking: Tracking
    ) -> Traversal.Arrival {
        var arrival = Traversal.Arrival(possible: packets, refused: .empty)
        let isTracked = tracking != .untouched
        if !isTracked { arrival.possible = arrival.possible.map { $0.beforeTracking } }
        for turns in ruleset.turns(at: hook, by: family, withTracking: !isTracked && hook != .ingress) {
            if turns.isTooMany { traversal.giveUp() }
            guard turns.orders.count > 1, trail == nil, !turns.isTooMany else {
                for turn in turns.orders[0] { take(turn, hook, tracking, &arrival, &traversal) }
                continue
            }
            // What every order does is decided.
            let start = arrival
            arrival.possible = .empty
            for order in turns.orders {
                var other = start
                for turn in order { take(turn, hook, tracking, &other, &traversal) }
                arrival.possible = arrival.possible.union(other.possible)
                arrival.refused = arrival.refused.union(other.refused)
            }
            traversal.doubt()
        }
        return arrival
    }

    private func take(
        _ turn: Turn,
        _ hook: Hook,
        _ tracking: Tracking,
        _ arrival: inout Traversal.Arrival,
        _ traversal: inout Traversal
    ) {
        switch turn {
        case .tracking: arrival.possible = arrival.possible.map { $0.afterTracking }
        case .chain(let table, let chain, let base):
            guard !arrival.possible.isEmpty, base.kind != .nat || (tracking != .looped && tracks != false) else {
                return
            }
            ask(table, chain, base, &arrival, &traversal)
        }
    }

    private func ask(
        _ table: Table,
        _ chain: Chain,
        _ base: Chain.Base,
        _ arrival: inout Traversal.Arrival,
        _ traversal: inout Traversal
    ) {
        let hook = base.hook
        let box = BoxReader(
            family: family,
            topology: topology,
            marks: marks,
            rate: rate,
            asksForHops: asksForHops,
            forgetsOrigins: forgetsOrigins
        )
        trail?.hook = hook
        var reader = FlowReader(table, box, isTranslating: base.kind == .nat, trail: trail, readings: readings)
        var asked = arrival.possible
        var skipped = PacketSet.empty
        if base.kind == .nat {
            // Only packets that begin a connection, until a rule has chosen their address.
            let able = PacketBox.all.narrowed(.state, to: IntervalSet(ConnectionState.new.number))
            let open =
                hook == .prerouting || hook == .output
                ? able?.narrowed(.translated, to: Translation.open) : able
            let isSource = hook == .postrouting || hook == .input
            let undecided = isSource ? open?.narrowed(.disguised, to: IntervalSet(0)) : open
            asked = undecided.map { arrival.possible.intersection($0) } ?? .empty
            skipped = undecided.map { arrival.possible.subtracting($0) } ?? arrival.possible
        }
        if hook == .ingress || hook == .egress {
            let property = hook == .ingress ? PacketBox.Property.input : .output
            let wires = topology.indexes(base.devices.map { InterfaceName($0) })
            // nft before 1.0.7 does not list the interfaces: then it may be any.
            let box = base.devices.isEmpty ? .all : PacketBox.all.narrowed(property, to: wires)
            asked = box.map { arrival.possible.intersection($0) } ?? .empty
            skipped = box.map { arrival.possible.subtracting($0) } ?? arrival.possible
        }
        let flow = reader.enter(chain, policy: base.policy, with: asked)
        traversal.note(flow)
        // Where the kernel may track no connections, translation may be asked nothing.
        if base.kind == .nat, tracks == nil {
            skipped = skipped.union(asked)
            traversal.doubt()
        }
        if hook == .ingress || hook == .egress, base.devices.isEmpty {
            skipped = asked
            if !flow.dropped.isEmpty { traversal.doubt() }
        }
        arrival.possible = flow.accepted.union(skipped)
        arrival.refused = arrival.refused.union(flow.dropped)
    }
}
