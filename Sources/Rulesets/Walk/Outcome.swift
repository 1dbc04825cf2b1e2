/// One thing that can become of a packet.
public struct Outcome: Hashable, Sendable {
    public enum Verdict: String, Hashable, Sendable {
        case accept, drop, reject
        /// The rules do not tell, or they were too many to follow.
        case unknown
    }

    /// How sure it is that the packet gets as far as this outcome.
    public enum Certainty: Int, Hashable, Comparable, Sendable {
        /// Depends on a question that is not modelled.
        case possibly
        /// Depends on how many packets there were before.
        case atSomeRates
        case surely

        public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
    }

    public let verdict: Verdict
    public let certainty: Certainty
    /// Absent where the policy decided.
    public let rule: RuleLocation?
    /// The chain whose rule or policy decided.
    public let chain: String
    /// The table of that chain.
    public let table: String

    public init(_ verdict: Verdict, _ certainty: Certainty, rule: RuleLocation?, chain: String, table: String) {
        self.verdict = verdict
        self.certainty = certainty
        self.rule = rule
        self.chain = chain
        self.table = table
    }
}

/// A rule and where it stands.
public struct RuleLocation: Hashable, Sendable {
    public let rule: Rule
    public let index: Int

    public init(_ rule: Rule, index: Int) {
        self.rule = rule
        self.index = index
    }
}

extension [Outcome] {
    /// What becomes of the packet where every outcome that can happen says the same; otherwise unknown.
    ///
    /// An outcome at some rates only counts too: whoever sends slowly or fast enough gets it.
    public var verdict: Outcome.Verdict {
        guard let first else { return .unknown }
        return allSatisfy { $0.verdict.lets == first.verdict.lets } ? first.verdict : .unknown
    }

    /// Whether the packet can be accepted; nothing where that depends on a question that is not modelled.
    public var canPass: Bool? {
        if contains(where: { $0.verdict == .accept && $0.certainty > .possibly }) { return true }
        return contains { $0.verdict == .unknown || $0.verdict == .accept } ? nil : false
    }
}

extension Outcome.Verdict {
    /// Drop and reject are the same to whoever wants to get in.
    fileprivate var lets: Int {
        switch self {
        case .accept: 1;
        case .drop, .reject: 0;
        case .unknown: 2
        }
    }
}
