/// Every entry that was asked, and what was found.
public struct Report<Item: Entry>: Sendable {
    /// One entry, and what was found.
    public struct Outcome: Sendable {
        public let entry: Item
        public let finding: Finding

        public init(_ entry: Item, _ finding: Finding) {
            self.entry = entry
            self.finding = finding
        }
    }

    public let outcomes: [Outcome]

    public init(_ outcomes: [Outcome]) { self.outcomes = outcomes }

    /// The groups that were asked about, in their own order.
    public var groups: [Item.Group] {
        let present = Set(outcomes.map(\.entry.group))
        return Item.Group.allCases.filter(present.contains)
    }

    /// The grade of one group; none where nothing in it could be judged.
    public func grade(of group: Item.Group) -> Grade? { Self.grade(outcomes.filter { $0.entry.group == group }) }

    /// The grade of everything that was asked; none where nothing could be judged.
    public var grade: Grade? { Self.grade(outcomes) }

    private static func grade(_ outcomes: [Outcome]) -> Grade? {
        Grade(outcomes.map { (severity: $0.entry.severity, verdict: $0.finding.verdict) })
    }
}
