/// All numbers, divided among rules: each belongs to the first rule that asks for it.
///
/// Rules are known by their ranks; a lower rank comes first.
struct Partition<Number: PacketNumber>: Sendable {
    /// The rank of numbers that no rule asks for.
    static var nobody: Int32 { .max }

    /// Where each part begins, from 0 up, and whose it is; neighbors differ.
    private(set) var starts: [Number] = [0]
    private(set) var ranks: [Int32]

    /// All numbers belong to one.
    init(_ rank: Int32 = nobody) { ranks = [rank] }

    /// Sets in the order of their ranks; nothing stands for all numbers.
    init(_ claims: [(set: IntervalSet<Number>?, rank: Int32)]) {
        var cuts: [Number] = [0]
        for (set, _) in claims {
            for range in set?.ranges ?? [] {
                cuts.append(range.lowerBound)
                if range.upperBound < .max { cuts.append(range.upperBound + 1) }
            }
        }
        cuts.sort()
        var unique: [Number] = []
        unique.reserveCapacity(cuts.count)
        for cut in cuts where unique.last != cut { unique.append(cut) }
        var owners = [Int32](repeating: Self.nobody, count: unique.count)
        // The next part that nobody owns, by way of others.
        var next = Array(0...unique.count)
        for (set, rank) in claims {
            for range in set?.ranges ?? [0...Number.max] {
                let end =
                    range.upperBound == .max
                    ? unique.count : unique.partitioningIndex { $0 >= range.upperBound + 1 }
                var part = Self.free(unique.partitioningIndex { $0 >= range.lowerBound }, &next)
                while part < end {
                    owners[part] = rank
                    next[part] = part + 1
                    part = Self.free(part + 1, &next)
                }
            }
        }
        starts = []
        ranks = []
        for (start, owner) in zip(unique, owners) { append(start, owner) }
    }

    private static func free(_ first: Int, _ next: inout [Int]) -> Int {
        var part = first
        while next[part] != part {
            next[part] = next[next[part]]
            part = next[part]
        }
        return part
    }

    private mutating func append(_ start: Number, _ rank: Int32) {
        if ranks.last == rank { return }
        starts.append(start)
        ranks.append(rank)
    }

    /// Each number belongs to the lower of its owners and `most`.
    func lowest(_ other: Partition, atMost most: Int32) -> Partition {
        var result = Partition(most)
        result.starts.removeAll(keepingCapacity: true)
        result.ranks.removeAll(keepingCapacity: true)
        result.starts.reserveCapacity(starts.count + other.starts.count)
        result.ranks.reserveCapacity(starts.count + other.starts.count)
        var (left, right) = (0, 0)
        while true {
            let owner = Swift.min(most, Swift.min(ranks[left], other.ranks[right]))
            result.append(Swift.max(starts[left], other.starts[right]), owner)
            let (isLeft, isRight) = (left + 1 < starts.count, right + 1 < other.starts.count)
            if isLeft, !isRight || starts[left + 1] <= other.starts[right + 1] {
                if isRight, starts[left + 1] == other.starts[right + 1] { right += 1 }
                left += 1
            } else if isRight {
                right += 1
            } else {
                return result
            }
        }
    }

    /// The numbers that belong to ranks of each kind.
    func sets(_ count: Int, kind: (Int32) -> Int) -> [IntervalSet<Number>] {
        var ranges = [[ClosedRange<Number>]](repeating: [], count: count)
        var last = -1
        for index in starts.indices {
            let end = index + 1 < starts.count ? starts[index + 1] - 1 : .max
            let owner = kind(ranks[index])
            if owner == last, let before = ranges[owner].last {
                ranges[owner][ranges[owner].count - 1] = before.lowerBound...end
            } else {
                ranges[owner].append(starts[index]...end)
            }
            last = owner
        }
        return ranges.map { IntervalSet(sorted: $0) }
    }
}
