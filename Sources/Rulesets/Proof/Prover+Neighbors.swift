extension Prover {
    /// Whether the solicitations of neighbors on an interface (RFC 4861), without which nobody finds the machine, get in.
    ///
    /// Open where all of them do, closed where some are refused.
    public func solicitations(on interface: String) -> (verdict: Door.Verdict, decision: Decision) {
        var walker = PacketWalker(ruleset: ruleset, topology: topology, family: .ipv6)
        let start = PacketSet.solicitations(on: interface, topology)
        let traversal = walker.receive(start)
        let possible = traversal.delivered.possible
        let verdict: Door.Verdict =
            if traversal.isIncomplete || start.isEmpty {
                .unknown
            } else if start.origins.subtracting(traversal.sure(possible)).isEmpty {
                .open
            } else {
                start.origins.subtracting(possible.origins).isEmpty ? .unknown : .closed
            }
        let trail = Trail()
        walker.trail = trail
        _ = walker.receive(start)
        return (verdict, trail.decision(verdict, at: .input))
    }
}

extension PacketSet {
    /// From any link-local address to the group of any address; connection tracking leaves them alone.
    fileprivate static func solicitations(on interface: String, _ topology: Topology) -> PacketSet {
        guard let number = topology.index(of: interface) else { return .empty }
        let none = IntervalSet<UInt16>(0)
        let link = UInt128(0xfe80) << 112
        let groups = UInt128(0xff02) << 112 | 0x1_ff00_0000
        let box = PacketBox.all.narrowed(.transport, to: IntervalSet(UInt16(Packet.icmpv6)))?
            .narrowed(.flags, to: none)?
            .narrowed(.icmpType, to: IntervalSet(135))?
            .narrowed(.state, to: IntervalSet(ConnectionState.untracked.number))?
            .narrowed(.translated, to: IntervalSet(Translation.none))?
            .narrowed(.hopLimit, to: IntervalSet(255))?
            .narrowed(.disguised, to: none)?
            .narrowed(.mark, to: none)?
            .narrowed(.connectionMark, to: none)?
            .narrowed(.input, to: IntervalSet(number))?
            .narrowed(.output, to: none)?
            .narrowed(.source, toAddresses: IntervalSet(link + 1...link + UInt128(UInt64.max)))?
            .narrowed(.destination, toAddresses: IntervalSet(groups...groups + 0xff_ffff))
        return box.map { PacketSet($0) } ?? .empty
    }
}

extension PacketWalker {
    /// Packets for groups that the machine is in: no route is asked about them.
    fileprivate func receive(_ packets: PacketSet) -> Traversal {
        var traversal = Traversal()
        let entered = pass(.ingress, packets, &traversal, .untouched)
        let arrived = pass(.prerouting, entered.possible, &traversal, .untouched)
        deliver(arrived.possible, &traversal)
        traversal.delivered.refused = traversal.delivered.refused.union(entered.refused).union(arrived.refused)
        return traversal
    }
}
