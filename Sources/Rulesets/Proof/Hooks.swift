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
