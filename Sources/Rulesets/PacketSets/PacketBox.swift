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

        var bit: UInt32 { 1 << UInt32(rawValue) }

        static let addressBits = [source, .destination, .originalDestination, .originalSource].reduce(0) { $0 | $1.bit }
        var isAddress: Bool { bit & Self.addressBits != 0 }
    }

    /// A bit for each property that is constrained.
    private(set) var constrained: UInt32 = 0
    /// The sets of constrained properties in the order of the properties: interface indexes, states, protocol numbers,
    /// ports, flags, types.
    private var small: [IntervalSet<UInt16>] = []
    private var addresses: [IntervalSet<UInt128>] = []

    static let all = PacketBox()

    private init() {}

    /// Whether a rule gave the packets another source.
    var isDisguised: Bool { numbers(of: .disguised) == IntervalSet(1) }

    func set(_ property: Property) -> IntervalSet<UInt16> { numbers(of: property) ?? .all }
    func addressSet(_ property: Property) -> IntervalSet<UInt128> { addresses(of: property) ?? .all }

    /// Nothing where the property is not constrained.
    func numbers(of property: Property) -> IntervalSet<UInt16>? {
        constrained & property.bit == 0 ? nil : small[place(property)]
    }

    /// Nothing where the property is not constrained.
    func addresses(of property: Property) -> IntervalSet<UInt128>? {
        constrained & property.bit == 0 ? nil : addresses[place(property)]
    }

    /// How many ranges a property's set has; none where it is not constrained.
    func rangeCount(of property: Property) -> Int {
        guard constrained & property.bit != 0 else { return 0 }
        return property.isAddress ? addresses[place(property)].ranges.count : small[place(property)].ranges.count
    }

    /// Where a property's set is, or belongs, among the sets of its kind.
    private func place(_ property: Property) -> Int {
        let kind = property.isAddress ? Property.addressBits : ~Property.addressBits
        return (constrained & kind & (property.bit - 1)).nonzeroBitCount
    }

    /// The box narrowed in one property; nothing where that leaves no packet.
    func narrowed(_ property: Property, to set: IntervalSet<UInt16>) -> PacketBox? {
        guard let own = numbers(of: property) else {
            guard !set.isEmpty else { return nil }
            guard !set.isAll else { return self }
            var box = self
            box.small.insert(set, at: place(property))
            box.constrained |= property.bit
            return box
        }
        if own.isSubset(of: set) { return self }
        let left = own.intersection(set)
        guard !left.isEmpty else { return nil }
        var box = self
        box.small[place(property)] = left
        return box
    }

    func narrowed(_ property: Property, toAddresses set: IntervalSet<UInt128>) -> PacketBox? {
        guard let own = addresses(of: property) else {
            guard !set.isEmpty else { return nil }
            guard !set.isAll else { return self }
            var box = self
            box.addresses.insert(set, at: place(property))
            box.constrained |= property.bit
            return box
        }
        if own.isSubset(of: set) { return self }
        let left = own.intersection(set)
        guard !left.isEmpty else { return nil }
        var box = self
        box.addresses[place(property)] = left
        return box
    }

    func isDisjoint(with other: PacketBox) -> Bool {
        for property in Properties(constrained & other.constrained) {
            let (here, there) = (place(property), other.place(property))
            if property.isAddress {
                if addresses[here].isDisjoint(with: other.addresses[there]) { return true }
            } else if small[here].isDisjoint(with: other.small[there]) {
                return true
            }
        }
        return false
    }

    func intersection(_ other: PacketBox) -> PacketBox? {
        guard !isDisjoint(with: other) else { return nil }
        var box: PacketBox? = self
        for property in Properties(other.constrained) { box = box?.narrowed(property, asIn: other) }
        return box
    }

    private func narrowed(_ property: Property, asIn other: PacketBox) -> PacketBox? {
        let place = other.place(property)
        return property.isAddress
            ? narrowed(property, toAddresses: other.addresses[place]) : narrowed(property, to: other.small[place])
    }

    private func narrowed(_ property: Property, outside other: PacketBox) -> PacketBox? {
        let place = other.place(property)
        return property.isAddress
            ? narrowed(property, toAddresses: other.addresses[place].complement)
            : narrowed(property, to: other.small[place].complement)
    }

    /// What is left without the other box: disjoint boxes, one at most for each property the other constrains.
    func subtracting(_ other: PacketBox) -> [PacketBox] {
        guard !isDisjoint(with: other) else { return [self] }
        var rest: [PacketBox] = []
        var inside = self
        for property in Properties(other.constrained) {
            if let outside = inside.narrowed(property, outside: other) { rest.append(outside) }
            guard let next = inside.narrowed(property, asIn: other) else { return rest }
            inside = next
        }
        return rest
    }

    /// The properties in which the other box leaves out some of this one's packets.
    func properties(cutBy other: PacketBox) -> UInt32 {
        var cut: UInt32 = 0
        for property in Properties(other.constrained) {
            let isInside =
                constrained & property.bit != 0
                && (property.isAddress
                    ? addresses[place(property)].isSubset(of: other.addresses[other.place(property)])
                    : small[place(property)].isSubset(of: other.small[other.place(property)]))
            if !isInside { cut |= property.bit }
        }
        return cut
    }

    /// The box without a property's constraint.
    func forgetting(_ property: Property) -> PacketBox {
        guard constrained & property.bit != 0 else { return self }
        var box = self
        if property.isAddress {
            box.addresses.remove(at: place(property))
        } else {
            box.small.remove(at: place(property))
        }
        box.constrained &= ~property.bit
        return box
    }

    /// The box without the constraints of some properties.
    func forgetting(all properties: UInt32) -> PacketBox {
        guard constrained & properties != 0 else { return self }
        var box = PacketBox.all
        for property in Properties(constrained & ~properties) {
            if property.isAddress {
                box.addresses.append(addresses[place(property)])
            } else {
                box.small.append(small[place(property)])
            }
        }
        box.constrained = constrained & ~properties
        return box
    }

    /// How many ranges there are in all sets.
    var size: Int {
        small.reduce(0) { $0 + $1.ranges.count } + addresses.reduce(0) { $0 + $1.ranges.count }
    }

    /// The properties of a mask, in order.
    struct Properties: Sequence, IteratorProtocol {
        private var bits: UInt32

        init(_ bits: UInt32) { self.bits = bits }

        mutating func next() -> Property? {
            guard bits != 0 else { return nil }
            defer { bits &= bits - 1 }
            return Property(rawValue: bits.trailingZeroBitCount)
        }
    }
}

/// The two kinds of numbers that properties are made of.
protocol PacketNumber: FixedWidthInteger, UnsignedInteger, Sendable {
    /// Nothing where the box does not constrain the property.
    static func set(_ property: PacketBox.Property, of box: PacketBox) -> IntervalSet<Self>?
    static func narrowed(_ box: PacketBox, _ property: PacketBox.Property, to set: IntervalSet<Self>) -> PacketBox?
}

extension UInt16: PacketNumber {
    static func set(_ property: PacketBox.Property, of box: PacketBox) -> IntervalSet<UInt16>? {
        box.numbers(of: property)
    }

    static func narrowed(_ box: PacketBox, _ property: PacketBox.Property, to set: IntervalSet<Self>) -> PacketBox? {
        box.narrowed(property, to: set)
    }
}

extension UInt128: PacketNumber {
    static func set(_ property: PacketBox.Property, of box: PacketBox) -> IntervalSet<UInt128>? {
        box.addresses(of: property)
    }

    static func narrowed(_ box: PacketBox, _ property: PacketBox.Property, to set: IntervalSet<Self>) -> PacketBox? {
        box.narrowed(property, toAddresses: set)
    }
}
