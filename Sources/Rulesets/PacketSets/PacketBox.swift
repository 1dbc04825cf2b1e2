/// Packets of one family that are described by each of their properties on its own: a product of sets.
///
/// What a rule asks is such a box, because each of its matches speaks of one property. A property that is absent from a
/// box is not constrained, which costs nothing.
struct PacketBox: Hashable, Sendable {
    /// Index of a property; the order is the order in which a subtraction splits.
    enum Property: Int, CaseIterable, Sendable {
        case state, input, output, transport, destinationPort, source, destination, sourcePort, flags, icmpType
        case originalPort, originalDestination, translated, hopLimit, mark, connectionMark, disguised
        case originalSource
    }

    /// Interface indexes, states, protocol numbers, ports, flags, types: all small.
    private(set) var small: [Property: IntervalSet<UInt16>]
    private(set) var addresses: [Property: IntervalSet<UInt128>]

    static let all = PacketBox(small: [:], addresses: [:])

    /// Whether a rule gave the packets another source.
    var isDisguised: Bool { small[.disguised] == IntervalSet(1) }

    func set(_ property: Property) -> IntervalSet<UInt16> { small[property] ?? .all }
    func addressSet(_ property: Property) -> IntervalSet<UInt128> { addresses[property] ?? .all }

    /// The box narrowed in one property; nothing where that leaves no packet.
    func narrowed(_ property: Property, to set: IntervalSet<UInt16>) -> PacketBox? {
        let left = small[property].map { $0.intersection(set) } ?? set
        guard !left.isEmpty else { return nil }
        var box = self
        box.small[property] = left.isAll ? nil : left
        return box
    }

    func narrowed(_ property: Property, toAddresses set: IntervalSet<UInt128>) -> PacketBox? {
        let left = addresses[property].map { $0.intersection(set) } ?? set
        guard !left.isEmpty else { return nil }
        var box = self
        box.addresses[property] = left.isAll ? nil : left
        return box
    }

    func isDisjoint(with other: PacketBox) -> Bool {
        for (property, set) in other.small {
            if let own = small[property], own.isDisjoint(with: set) { return true }
        }
        for (property, set) in other.addresses {
            if let own = addresses[property], own.isDisjoint(with: set) { return true }
        }
        return false
    }

    func intersection(_ other: PacketBox) -> PacketBox? {
        guard !isDisjoint(with: other) else { return nil }
        var box: PacketBox? = self
        for (property, set) in other.small { box = box?.narrowed(property, to: set) }
        for (property, set) in other.addresses { box = box?.narrowed(property, toAddresses: set) }
        return box
    }

    /// What is left without the other box: disjoint boxes, one at most for each property the other constrains.
    func subtracting(_ other: PacketBox) -> [PacketBox] {
        guard !isDisjoint(with: other) else { return [self] }
        var rest: [PacketBox] = []
        var inside = self
        for property in Property.allCases {
            if let set = other.small[property] {
                if let outside = inside.narrowed(property, to: set.complement) { rest.append(outside) }
                guard let next = inside.narrowed(property, to: set) else { return rest }
                inside = next
            } else if let set = other.addresses[property] {
                if let outside = inside.narrowed(property, toAddresses: set.complement) { rest.append(outside) }
                guard let next = inside.narrowed(property, toAddresses: set) else { return rest }
                inside = next
            }
        }
        return rest
    }

    /// The box without a property's constraint.
    func forgetting(_ property: Property) -> PacketBox {
        var box = self
        box.small[property] = nil
        box.addresses[property] = nil
        return box
    }
}
