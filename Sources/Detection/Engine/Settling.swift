/// Puts finds in order and leaves one where several overlap, while more are still to come.
///
/// It decides by order and rank alone, so that a text read in pieces gives what the whole gives.
struct Settling {
    /// Found, but others that begin before may still come.
    private var waiting: [Find] = []
    /// The last in order; what overlaps with it may be better.
    private var last: Find?

    /// Where what is not handed on yet begins, of that which begins before a place that was settled.
    var earliest: Int? { last?.range.lowerBound }

    mutating func add(_ finds: [Find]) { waiting += finds }

    /// Hands on what no find can change that begins at the place or after it.
    mutating func settle(before place: Int, _ settled: (Find) -> Void) {
        waiting.sort(by: Self.isBefore)
        let count = waiting.firstIndex { $0.range.lowerBound >= place } ?? waiting.count
        for next in waiting[..<count] {
            guard let last else {
                last = next
                continue
            }
            if next.range.lowerBound >= last.range.upperBound {
                settled(last)
                self.last = next
            } else if next.rank < last.rank {
                self.last = next
            }
        }
        waiting.removeSubrange(..<count)
        if let last, last.range.upperBound <= place {
            settled(last)
            self.last = nil
        }
    }

    /// By where they begin; where that is the same, the best first.
    private static func isBefore(_ one: Find, _ other: Find) -> Bool {
        (one.range.lowerBound, one.rank.rawValue, -one.wordLength, -one.range.count, one.detector)
            < (other.range.lowerBound, other.rank.rawValue, -other.wordLength, -other.range.count, other.detector)
    }
}
