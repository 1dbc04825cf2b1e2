/// Where packets end up that a machine receives, sends or passes on.
public struct Traversal: Sendable {
    /// Reach a socket of the machine.
    var delivered = Arrival()
    /// Leave by an interface.
    var forwarded = Arrival()
    /// Whether the rules were too many to follow.
    public private(set) var isIncomplete = false
    /// Whether a rule that is not understood met packets.
    private(set) var isDoubtful = false

    private static let mostPairs = 4_000_000

    /// Notes that there is more than can be followed.
    mutating func giveUp() { isIncomplete = true }

    /// Notes that something beside the rules is not known.
    mutating func doubt() { isDoubtful = true }

    mutating func note(_ flow: Flow) {
        isIncomplete = isIncomplete || flow.isIncomplete
        isDoubtful = isDoubtful || flow.isDoubtful
    }

    /// Notes that the kernel throws packets away without any rule, those that it has no way for.
    ///
    /// It matters where a rule is not understood that may have led them there: what would arrive otherwise is not sure.
    mutating func lose(_ packets: PacketSet, but taken: PacketSet) {
        let plain = packets.map { $0.forgetting(.output) }
        // Beyond this it would take too long to tell, and all may be lost.
        let isFew = packets.boxes.count * taken.boxes.count < Self.mostPairs
        let lost = isFew ? plain.subtracting(taken.map { $0.forgetting(.output) }) : plain
        delivered.refused = delivered.refused.union(lost)
        forwarded.refused = forwarded.refused.union(lost)
    }

    /// Packets that can arrive, and those that can be refused on the way; a packet in both is not decided.
    struct Arrival {
        var possible = PacketSet.empty
        var refused = PacketSet.empty
        /// What can arrive where senders exceed limits.
        var flooded = PacketSet.empty

        func narrowed(to box: PacketBox) -> Self {
            Self(
                possible: possible.intersection(box),
                refused: refused.intersection(box),
                flooded: flooded.intersection(box)
            )
        }
    }

    /// Of packets that can arrive somewhere, as their senders addressed them, those that arrive there and nowhere else.
    func sure(_ arriving: PacketSet) -> PacketSet {
        let origins = arriving.origins
        guard isDoubtful, !arriving.isEmpty else { return origins }
        // Beyond this it would take too long to tell, and nothing counts as sure.
        let others = delivered.refused.boxes.count + forwarded.refused.boxes.count + delivered.possible.boxes.count
        guard (others + forwarded.possible.boxes.count) * arriving.boxes.count < Self.mostPairs else { return .empty }
        let everywhere = delivered.possible.union(disjoint: forwarded.possible)
        return [delivered.refused, forwarded.refused, everywhere.subtracting(arriving)].reduce(origins) { rest, doubt in
            rest.subtracting(doubt.origins)
        }
    }
}

extension PacketSet {
    /// The packets as their senders addressed them; the boxes may overlap.
    var origins: PacketSet { map(\.origin) }
}

extension PacketBox {
    private static let made: UInt32 = [
        Property.state, .mark, .connectionMark, .input, .output, .translated, .originalPort, .originalDestination,
        .disguised,
    ].reduce(0) { $0 | $1.bit }

    /// Without what the machine made of the packets on their way.
    var origin: PacketBox? {
        var box: PacketBox? = forgetting(all: Self.made)
        if isDisguised {
            box = box?.forgetting(.source).forgetting(.originalSource)
                .narrowed(.source, toAddresses: addressSet(.originalSource))
        }
        if hasNewAddress {
            box = box?.forgetting(.destination)
                .narrowed(.destination, toAddresses: addressSet(.originalDestination))
        }
        guard hasNewPort else { return box }
        return box?.forgetting(.destinationPort).narrowed(.destinationPort, to: set(.originalPort))
    }

    /// Whether a rule gave the packets another destination address.
    var hasNewAddress: Bool { Translation.newAddress.contains(set(.translated).first ?? 0) }

    /// Whether a rule gave the packets another destination port.
    var hasNewPort: Bool { Translation.newPort.contains(set(.translated).first ?? 0) }
}
