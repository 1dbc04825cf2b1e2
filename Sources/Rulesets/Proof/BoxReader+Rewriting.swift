extension BoxReader {
    /// Whether what becomes of packets after a change is left open.
    func leavesOpen(_ change: Change) -> Bool {
        guard case .rewrite(let rewriting) = change else { return false }
        switch rewriting.fields {
        case [.hopLimit]: return asksForHops || rewriting.maySpendHops
        case [.destination]: return rewriting.address == nil
        case [.destinationPort]: return rewriting.port == nil
        default: return true
        }
    }

    /// The packets with whatever may have been written into them; destinations and sources as they were sent stay known.
    func rewritten(_ packets: PacketSet, by rewriting: Rewriting) -> PacketSet {
        packets.map { rewritten($0, by: rewriting) }
    }

    private func rewritten(_ box: PacketBox, by rewriting: Rewriting) -> PacketBox? {
        let everything = IntervalSet(Topology.everything(family))
        var new: PacketBox? = box
        for field in rewriting.fields {
            switch field {
            case .source:
                let sent = box.addressSet(box.isDisguised ? .originalSource : .source)
                new = new?.forgetting(.source).forgetting(.originalSource).forgetting(.disguised)
                    .narrowed(.source, toAddresses: everything)?.narrowed(.originalSource, toAddresses: sent)?
                    .narrowed(.disguised, to: IntervalSet(1))
            case .destination:
                let one = rewriting.address.flatMap { $0.family == family ? IntervalSet($0.bits) : nil }
                let sent = box.addressSet(box.hasNewAddress ? .originalDestination : .destination)
                new = new?.forgetting(.destination).forgetting(.originalDestination)
                    .narrowed(.destination, toAddresses: one ?? everything)?
                    .narrowed(.originalDestination, toAddresses: sent)
                new = new.flatMap { Self.written($0, Translation.address) }
            case .destinationPort:
                let one = rewriting.port.map { IntervalSet($0) }
                let sent = box.set(box.hasNewPort ? .originalPort : .destinationPort)
                new = new?.forgetting(.destinationPort).forgetting(.originalPort)
                    .narrowed(.destinationPort, to: one ?? IntervalSet(1...UInt16.max))?
                    .narrowed(.originalPort, to: sent)
                new = new.flatMap { Self.written($0, Translation.port) }
            case .hopLimit:
                // Where no rule asks for it, it stays as it was sent: any other would make packets of which nobody knows
                // what else may become of them.
                guard asksForHops else { continue }
                new = new?.forgetting(.hopLimit).narrowed(.hopLimit, to: IntervalSet(0...255))
            case .transport: new = new?.forgetting(.transport).narrowed(.transport, to: IntervalSet(0...255))
            case .flags: new = new?.forgetting(.flags).narrowed(.flags, to: IntervalSet(0...255))
            case .icmpType: new = new?.forgetting(.icmpType).narrowed(.icmpType, to: IntervalSet(0...255))
            case .sourcePort: new = new?.forgetting(.sourcePort)
            case .state: new = new?.forgetting(.state)
            }
        }
        return new
    }

    private static func written(_ box: PacketBox, _ part: UInt16) -> PacketBox? {
        let kind = (box.set(.translated).first ?? 0) | part | Translation.written
        return box.forgetting(.translated).narrowed(.translated, to: IntervalSet(kind))
    }

    /// The packets after a rule that is not understood: with any marks, and where it may translate to any destination.
    func strange(_ packets: PacketSet, isMoving: Bool) -> PacketSet {
        let unseen = IntervalSet(ConnectionState.invalid.number)
        let untracked = IntervalSet<UInt16>(ConnectionState.invalid.number...ConnectionState.untracked.number)
        let marked = packets.map { box -> PacketBox? in
            let open = box.forgetting(.mark).forgetting(.connectionMark)
            // Tracking may be told to leave them alone.
            return box.set(.state) == unseen ? open.forgetting(.state).narrowed(.state, to: untracked) : open
        }
        guard isMoving else { return marked }
        return marked.union(rewritten(marked, by: Rewriting([.destination, .destinationPort])))
    }
}

extension Ruleset {
    /// Whether a rule may write another destination into a packet without translation.
    var rewritesDestinations: Bool {
        tables.lazy.flatMap(\.chains).flatMap(\.rules).flatMap(\.changes).contains { change in
            guard case .rewrite(let rewriting) = change else { return false }
            return !rewriting.fields.isDisjoint(with: [.destination, .destinationPort, .transport])
        }
    }

    /// Whether what connections remember of destinations may be another than what was sent.
    var forgetsOrigins: Bool {
        rewritesDestinations
            || tables.lazy.flatMap(\.chains).contains { chain in
                chain.rules.contains { if case .other = $0.action { true } else { false } }
            } && tables.lazy.flatMap(\.chains).contains { $0.base?.kind == .nat }
    }

    /// Whether a rule asks for the hop limit.
    var asksForHops: Bool {
        tables.lazy.flatMap(\.chains).flatMap(\.rules).contains { $0.matches.contains { $0.test.asksForHops } }
    }
}

extension Test {
    fileprivate var asksForHops: Bool {
        switch self {
        case .hopLimit: true
        case .either(let lists): lists.joined().contains { $0.test.asksForHops }
        default: false
        }
    }
}
