/// Every entry that was asked, and what was found.
public struct Report<Item: Entry>: Sendable {
    /// One entry, and what was found.
    public struct Outcome: Sendable {
        public let entry: Item
        public let finding: Finding
        /// Who puts it right here; none where nothing is wrong, or where it was not asked.
        public let repair: Repair?
        /// Why it need not be put right; none where it must.
        public let acceptance: Acceptance?

        private let filledIn: Remedy?

        /// What a person does about it: here where that was asked for, else anywhere.
        public var remedy: Remedy { filledIn ?? Remedy(entry.remedy) }

        public init(
            _ entry: Item,
            _ finding: Finding,
            repair: Repair? = nil,
            acceptance: Acceptance? = nil,
            remedy: Remedy? = nil
        ) {
            self.entry = entry
            self.finding = finding
            self.repair = repair
            self.acceptance = acceptance
            filledIn = remedy
        }
    }

    public let outcomes: [Outcome]
    /// What several of its entries may have in common; of two that fit, the first counts.
    public let causes: [Cause]

    public init(_ outcomes: [Outcome], causes: [Cause] = []) {
        self.outcomes = outcomes
        self.causes = causes
    }

    /// The groups that were asked about, in their own order.
    public var groups: [Item.Group] {
        let present = Set(outcomes.map(\.entry.group))
        return Item.Group.allCases.filter(present.contains)
    }

    /// What can be said of one group.
    public func assessment(of group: Item.Group) -> Assessment {
        Report(outcomes.filter { $0.entry.group == group }, causes: causes).assessment
    }

    /// What can be said of everything that was asked; what was accepted is left out.
    public var assessment: Assessment {
        let unseen = outcomes.filter { $0.finding.verdict == .unknown && $0.couldBeSeen }
        return Assessment(
            counted,
            unseen: unseen.map { (severity: $0.entry.severity, attacker: $0.entry.attacker) },
            isJudged: outcomes.contains { [.compliant, .drifted].contains($0.finding.verdict) }
        )
    }

    /// The letter of everything that was asked; none where none can be given.
    public var grade: Grade? { assessment.grade }
}

extension Report.Outcome {
    /// Whether somebody could look, or it matters so much that nobody may guess.
    ///
    /// What is stated nowhere, such as how long a vendor mends a version, would keep everybody from a letter for ever.
    fileprivate var couldBeSeen: Bool {
        entry.severity >= .high || finding.evidence.contains { $0.cause != .notStated }
    }
}
