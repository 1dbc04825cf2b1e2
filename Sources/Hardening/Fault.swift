/// What an audit found wrong: what a fix is made from.
public struct Fault: Sendable {
    public let control: Control
    public let profile: Profile
    /// What was observed, with what the fix needs besides.
    public let snapshot: Snapshot

    public init(_ control: Control, _ profile: Profile, on snapshot: Snapshot) {
        self.control = control
        self.profile = profile
        self.snapshot = snapshot
    }

    /// One row that is not as the control wants it.
    public struct Row: Hashable, Sendable {
        public let subject: Subject
        public let before: Record
        /// As the control wants it; none where it wants no such row.
        public let after: Record?
    }

    /// The rows that the control would change or remove, in order; without those that could not be determined.
    public var rows: [Row] {
        (control.requirements + control.expectations).flatMap { requirement -> [Row] in
            guard case .facts(let subject) = requirement.resource,
                case .state(.records(let records)) = snapshot[requirement.resource]
            else { return [] }
            return records.compactMap { record in
                let wanted = requirement.amend(.records([record])).records
                guard wanted.first != record else { return nil }
                return Row(subject: subject, before: record, after: wanted.first)
            }
        }
    }

    /// The records about which something could not be determined that the control asks.
    var doubtful: [Record] {
        (control.requirements + control.expectations).flatMap { requirement -> [Record] in
            guard case .facts = requirement.resource,
                case .state(.records(let records)) = snapshot[requirement.resource]
            else { return [] }
            return records.filter { !requirement.blindSpots(.records([$0])).isEmpty }
        }
    }

    /// Those rows as they were found.
    public var records: [Record] { rows.map(\.before) }
}
