/// Neighboring rules that do nothing but decide, asked all at once.
///
/// One after the other, rules about addresses and rules about ports would cut what is left of the packets into as many
/// boxes as there are rules, and each rule would be asked of every one of them.
struct RuleRun: Sendable {
    enum Verdict: Int, Sendable {
        case accept, drop, leave
    }

    /// What becomes of the packets: parts that share none.
    struct Fate {
        var accepted: [PacketBox] = []
        var dropped: [PacketBox] = []
        /// A rule sends them back to the chain that jumped here.
        var left: [PacketBox] = []
        /// No rule decides.
        var rest: [PacketBox] = []
    }

    /// What the rules ask; in a rule, boxes are disjoint.
    private(set) var boxes: [PacketBox] = []
    /// The rank of each box's rule.
    ///
    /// Neighbors with one verdict share a rank, because their order does not matter.
    private(set) var ranks: [Int32] = []
    private(set) var verdicts: [Verdict] = []

    mutating func add(_ question: [PacketBox], _ verdict: Verdict) {
        if verdicts.last != verdict { verdicts.append(verdict) }
        let rank = Int32(clamping: verdicts.count - 1)
        boxes += question
        ranks += question.map { _ in rank }
    }

    /// Steps of work are counted; nothing where they are more than `limit`.
    func fate(of packets: PacketSet, work: inout Int, limit: Int) -> Fate? {
        var sorter = RunSorter(self, work: work, limit: limit)
        for box in packets.boxes { sorter.sort(box) }
        work = sorter.work
        return work > limit ? nil : sorter.fate
    }
}

extension Action {
    /// Nothing where the action does more than end a packet's way through a chain.
    var verdict: RuleRun.Verdict? {
        switch self {
        case .accept: .accept
        case .drop, .reject: .drop
        case .return: .leave
        default: nil
        }
    }
}
