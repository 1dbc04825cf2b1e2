/// An exact set of packets of one family: disjoint boxes.
struct PacketSet: Hashable, Sendable {
    private(set) var boxes: [PacketBox]

    static let empty = PacketSet(boxes: [])
    static let all = PacketSet(boxes: [.all])

    init(_ box: PacketBox) { boxes = [box] }

    private init(boxes: [PacketBox]) { self.boxes = boxes }

    var isEmpty: Bool { boxes.isEmpty }

    func intersection(_ box: PacketBox) -> PacketSet {
        PacketSet(boxes: boxes.compactMap { $0.intersection(box) })
    }

    func subtracting(_ box: PacketBox) -> PacketSet {
        var rest: [PacketBox] = []
        rest.reserveCapacity(boxes.count + 4)
        for own in boxes {
            if own.isDisjoint(with: box) { rest.append(own) } else { rest += own.subtracting(box) }
        }
        return PacketSet(boxes: rest)
    }

    func intersection(_ other: PacketSet) -> PacketSet {
        PacketSet(boxes: other.boxes.flatMap { intersection($0).boxes })
    }

    func subtracting(_ other: PacketSet) -> PacketSet {
        other.boxes.reduce(self) { $0.subtracting($1) }
    }

    /// Of two sets that share no packet.
    func union(disjoint other: PacketSet) -> PacketSet { PacketSet(boxes: boxes + other.boxes) }

    func union(_ other: PacketSet) -> PacketSet { union(disjoint: other.subtracting(self)) }

    /// The numbers that a property takes in the set.
    func values(of property: PacketBox.Property) -> IntervalSet<UInt16> {
        IntervalSet(boxes.flatMap { $0.set(property).ranges })
    }

    /// The addresses that a property takes in the set.
    func addresses(of property: PacketBox.Property) -> IntervalSet<UInt128> {
        IntervalSet(boxes.flatMap { $0.addressSet(property).ranges })
    }

    func map(_ transform: (PacketBox) -> PacketBox?) -> PacketSet {
        PacketSet(boxes: boxes.compactMap(transform))
    }
}
