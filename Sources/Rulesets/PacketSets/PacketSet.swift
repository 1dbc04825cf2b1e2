/// An exact set of packets of one family: disjoint boxes.
struct PacketSet: Hashable, Sendable {
    private(set) var boxes: [PacketBox]

    static let empty = PacketSet(boxes: [])
    static let all = PacketSet(boxes: [.all])

    init(_ box: PacketBox) { boxes = [box] }

    /// Boxes that share no packet.
    init(disjoint boxes: [PacketBox]) { self.boxes = boxes }

    private init(boxes: [PacketBox]) { self.boxes = boxes }

    var isEmpty: Bool { boxes.isEmpty }

    /// Whether a packet is in one of the boxes too.
    func meets(_ others: [PacketBox]) -> Bool {
        boxes.contains { own in others.contains { !own.isDisjoint(with: $0) } }
    }

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
        if boxes.isEmpty { return self }
        return other.boxes.reduce(self) { $0.subtracting($1) }
    }

    /// Of two sets that share no packet.
    func union(disjoint other: PacketSet) -> PacketSet { PacketSet(boxes: boxes + other.boxes) }

    func union(_ other: PacketSet) -> PacketSet {
        if boxes.isEmpty { return other }
        return union(disjoint: other.subtracting(self))
    }

    /// The numbers that a property takes in the set.
    func values(of property: PacketBox.Property) -> IntervalSet<UInt16> {
        guard boxes.count > 64 else { return IntervalSet(boxes.flatMap { $0.set(property).ranges }) }
        // Of very many ranges: how many more begin at a number than ended before it.
        var steps = [Int32](repeating: 0, count: (1 << 16) + 1)
        for box in boxes {
            guard let set = box.numbers(of: property) else { return .all }
            for range in set.ranges {
                steps[Int(range.lowerBound)] += 1
                steps[Int(range.upperBound) + 1] -= 1
            }
        }
        var ranges: [ClosedRange<UInt16>] = []
        var depth: Int32 = 0
        for number in UInt16.min...UInt16.max {
            let before = depth
            depth += steps[Int(number)]
            if before == 0, depth > 0 { ranges.append(number...number) }
            if depth > 0, let last = ranges.last { ranges[ranges.count - 1] = last.lowerBound...number }
        }
        return IntervalSet(sorted: ranges)
    }

    /// The addresses that a property takes in the set.
    func addresses(of property: PacketBox.Property) -> IntervalSet<UInt128> {
        IntervalSet(boxes.flatMap { $0.addressSet(property).ranges })
    }

    func map(_ transform: (PacketBox) -> PacketBox?) -> PacketSet {
        PacketSet(boxes: boxes.compactMap(transform))
    }
}
