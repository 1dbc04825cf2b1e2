@testable import Rulesets

/// One thing that can become of a packet.
struct TraceOutcome: Hashable, Sendable {
    enum Verdict: String, Hashable, Sendable {
        case accept, drop, reject
        /// The rules do not tell, or they were too many to follow.
        case unknown
    }

    /// How sure it is that the packet gets as far as this outcome.
    enum Certainty: Int, Hashable, Comparable, Sendable {
        /// Depends on a question that is not modeled.
        case possibly
        /// Depends on how many packets there were before.
        case atSomeRates
        case surely

        static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
    }

    let verdict: Verdict
    let certainty: Certainty
    /// Absent where the policy decided.
    let rule: RuleLocation?
    /// The chain whose rule or policy decided.
    let chain: String
    /// The table of that chain.
    let table: String

    init(_ verdict: Verdict, _ certainty: Certainty, rule: RuleLocation?, chain: String, table: String) {
        self.verdict = verdict
        self.certainty = certainty
        self.rule = rule
        self.chain = chain
        self.table = table
    }
}

/// A rule and where it stands.
struct RuleLocation: Hashable, Sendable {
    let rule: Rule
    let index: Int

    init(_ rule: Rule, index: Int) {
        self.rule = rule
        self.index = index
    }
}

extension [TraceOutcome] {
    /// What becomes of the packet where every outcome that can happen says the same; otherwise unknown.
    ///
    /// An outcome at some rates only counts too: whoever sends slowly or fast enough gets it.
    var verdict: TraceOutcome.Verdict {
        guard let first else { return .unknown }
        return allSatisfy { $0.verdict.lets == first.verdict.lets } ? first.verdict : .unknown
    }

    /// Whether the packet can be accepted; nothing where that depends on a question that is not modeled.
    var canPass: Bool? {
        if contains(where: { $0.verdict == .accept && $0.certainty > .possibly }) { return true }
        return contains { $0.verdict == .unknown || $0.verdict == .accept } ? nil : false
    }
}

extension TraceOutcome.Verdict {
    /// Drop and reject are the same to whoever wants to get in.
    fileprivate var lets: Int {
        switch self {
        case .accept: 1;
        case .drop, .reject: 0;
        case .unknown: 2
        }
    }
}
