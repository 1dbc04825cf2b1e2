extension PacketBox {
    /// Before connection tracking has seen a packet, rules take it for invalid.
    var beforeTracking: PacketBox? {
        self.set(.state).contains(ConnectionState.untracked.number)
            ? self : forgetting(.state).narrowed(.state, to: IntervalSet(ConnectionState.invalid.number))
    }

    var afterTracking: PacketBox? {
        self.set(.state).contains(ConnectionState.untracked.number)
            ? self : forgetting(.state).narrowed(.state, to: IntervalSet(ConnectionState.new.number))
    }

    func withHopLimit(lowered: Bool) -> PacketBox? {
        let moved = self.set(.hopLimit).ranges.compactMap { range -> ClosedRange<UInt16>? in
            guard lowered else {
                return range.lowerBound == .max ? nil : range.lowerBound + 1...min(range.upperBound, .max - 1) + 1
            }
            // What has only one left goes no further.
            return range.upperBound < 2 ? nil : max(range.lowerBound, 2) - 1...range.upperBound - 1
        }
        return forgetting(.hopLimit).narrowed(.hopLimit, to: IntervalSet(moved))
    }
}

extension Chain.Base {
    /// Where connection tracking stands on its hooks: `NF_IP_PRI_CONNTRACK`.
    static let trackingPosition = -200

    /// All chains of translation are asked at one place, whatever their priorities, which only order them among
    /// themselves: `nf_nat_inet_fn`.
    var position: Int {
        guard kind == .nat else { return priority }
        return hook == .postrouting || hook == .input ? 100 : -100
    }
}

extension Ruleset {
    /// Every base chain of a hook that sees the family, translation included, in the order they are asked.
    ///
    /// Of two chains with one priority the one that was added later comes first: `nf_hook_entries_grow`.
    func entered(at hook: Hook, by family: AddressFamily) -> [(Table, Chain, Chain.Base)] {
        var found: [(Table, Chain, Chain.Base)] = []
        for table in tables where table.sees(family) {
            for chain in table.chains {
                if let base = chain.base, base.hook == hook { found.append((table, chain, base)) }
            }
        }
        return found.enumerated().sorted {
            let (left, right) = ($0.element.2, $1.element.2)
            return (left.position, left.priority, $1.offset) < (right.position, right.priority, $0.offset)
        }
        .map(\.element)
    }
}
