/// A set of whole numbers from 0 up, as sorted ranges that neither touch nor overlap.
///
/// All operations take time in the number of ranges; asking for one number takes its logarithm.
struct IntervalSet<Number: FixedWidthInteger & UnsignedInteger & Sendable>: Hashable, Sendable {
    private(set) var ranges: [ClosedRange<Number>]

    static var empty: Self { Self(sorted: []) }
    static var all: Self { Self(sorted: [0...Number.max]) }

    init(_ range: ClosedRange<Number>) { ranges = [range] }

    init(_ number: Number) { ranges = [number...number] }

    /// Ranges in any order, which may overlap.
    init(_ unsorted: [ClosedRange<Number>]) {
        guard unsorted.count > 1 else {
            ranges = unsorted
            return
        }
        var joined: [ClosedRange<Number>] = []
        for range in unsorted.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = joined.last, last.upperBound == .max || range.lowerBound <= last.upperBound + 1 {
                joined[joined.count - 1] = last.lowerBound...Swift.max(last.upperBound, range.upperBound)
            } else {
                joined.append(range)
            }
        }
        ranges = joined
    }

    /// Ranges in order that neither touch nor overlap.
    init(sorted: [ClosedRange<Number>]) { ranges = sorted }

    var isEmpty: Bool { ranges.isEmpty }
    var isAll: Bool { ranges.count == 1 && ranges[0] == 0...Number.max }
    var first: Number? { ranges.first?.lowerBound }

    /// One step for each range, as sets of thousands of ranges are told apart by the thousand.
    func hash(into hasher: inout Hasher) {
        var mixed: UInt64 = 0
        for range in ranges {
            mixed = (mixed &* 31 &+ Self.folded(range.lowerBound)) &* 0x9E37_79B9_7F4A_7C15
            mixed = (mixed ^ mixed >> 29) &+ Self.folded(range.upperBound)
        }
        hasher.combine(mixed)
    }

    private static func folded(_ number: Number) -> UInt64 {
        UInt64(truncatingIfNeeded: number) ^ UInt64(truncatingIfNeeded: number >> 64)
    }

    func contains(_ number: Number) -> Bool {
        let index = ranges.partitioningIndex { $0.upperBound >= number }
        return index < ranges.count && ranges[index].contains(number)
    }

    func isDisjoint(with other: Self) -> Bool {
        guard let first = ranges.first, let last = ranges.last, let start = other.ranges.first,
            let end = other.ranges.last,
            first.lowerBound <= end.upperBound, start.lowerBound <= last.upperBound
        else { return true }
        if other.ranges.count == 1 { return misses(start) }
        if ranges.count == 1 { return other.misses(first) }
        return intersection(other).isEmpty
    }

    private func misses(_ range: ClosedRange<Number>) -> Bool {
        let index = ranges.partitioningIndex { $0.upperBound >= range.lowerBound }
        return index == ranges.count || ranges[index].lowerBound > range.upperBound
    }

    func intersection(_ other: Self) -> Self {
        if isAll { return other }
        if other.isAll { return self }
        if other.ranges.count == 1, let range = other.ranges.first {
            return isSubset(of: other) ? self : clipped(to: range)
        }
        if ranges.count == 1, let range = ranges.first { return other.clipped(to: range) }
        var result: [ClosedRange<Number>] = []
        var left = 0
        var right = 0
        while left < ranges.count, right < other.ranges.count {
            let low = Swift.max(ranges[left].lowerBound, other.ranges[right].lowerBound)
            let high = Swift.min(ranges[left].upperBound, other.ranges[right].upperBound)
            if low <= high { result.append(low...high) }
            if ranges[left].upperBound < other.ranges[right].upperBound { left += 1 } else { right += 1 }
        }
        return Self(sorted: result)
    }

    private func clipped(to range: ClosedRange<Number>) -> Self {
        let start = ranges.partitioningIndex { $0.upperBound >= range.lowerBound }
        let end = ranges.partitioningIndex { $0.lowerBound > range.upperBound }
        guard start < end else { return .empty }
        var part = Array(ranges[start..<end])
        part[0] = Swift.max(part[0].lowerBound, range.lowerBound)...part[0].upperBound
        let last = part.count - 1
        part[last] = part[last].lowerBound...Swift.min(part[last].upperBound, range.upperBound)
        return Self(sorted: part)
    }

    var complement: Self {
        var result: [ClosedRange<Number>] = []
        var next: Number = 0
        for range in ranges {
            if range.lowerBound > next { result.append(next...(range.lowerBound - 1)) }
            guard range.upperBound < .max else { return Self(sorted: result) }
            next = range.upperBound + 1
        }
        result.append(next...Number.max)
        return Self(sorted: result)
    }

    func subtracting(_ other: Self) -> Self {
        if other.isEmpty || isDisjoint(with: other) { return self }
        return intersection(other.complement)
    }

    func isSubset(of other: Self) -> Bool {
        guard let first = ranges.first, let last = ranges.last else { return true }
        if other.ranges.count == 1 {
            return other.ranges[0].lowerBound <= first.lowerBound && last.upperBound <= other.ranges[0].upperBound
        }
        return ranges.allSatisfy { range in
            let index = other.ranges.partitioningIndex { $0.upperBound >= range.lowerBound }
            return index < other.ranges.count && other.ranges[index].lowerBound <= range.lowerBound
                && range.upperBound <= other.ranges[index].upperBound
        }
    }

    func union(_ other: Self) -> Self {
        if isEmpty { return other }
        if other.isEmpty { return self }
        return Self(ranges + other.ranges)
    }
}

extension Array {
    /// The first index whose element satisfies the predicate, where none before and all after do.
    func partitioningIndex(where predicate: (Element) -> Bool) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if predicate(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
