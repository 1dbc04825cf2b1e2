public import Catalog

/// What every control said when a generation was confirmed: what later audits are compared with.
public struct Baseline: Hashable, Codable, Sendable {
    /// Seconds since 1970.
    public let taken: Int
    public private(set) var verdicts: [Control.ID: Finding.Verdict]
    /// Of the controls that did not hold then, what each of them found wrong.
    public private(set) var faults: [Control.ID: Set<String>]
    /// States that somebody accepted in the place of what Nacre had put: a digest, by the resource's description.
    public private(set) var accepted: [String: String]

    public init(
        taken: Int,
        verdicts: [Control.ID: Finding.Verdict],
        faults: [Control.ID: Set<String>] = [:],
        accepted: [String: String] = [:]
    ) {
        self.taken = taken
        self.verdicts = verdicts
        self.faults = faults
        self.accepted = accepted
    }

    /// From what an audit says now.
    public init(taken: Int, _ outcomes: [Report<Control>.Outcome]) {
        self.init(taken: taken, verdicts: [:])
        for outcome in outcomes { note(outcome) }
    }

    /// What held at an earlier confirmation counts as held still, and what was accepted as accepted.
    ///
    /// Else whatever lapsed between two confirmations would be forgotten by the second one, which was about something
    /// else. Who gives up a control on purpose says so in the profile, or accepts it.
    public func carrying(_ earlier: Baseline) -> Baseline {
        Baseline(
            taken: taken,
            verdicts: verdicts.merging(earlier.verdicts) { now, before in
                before == .compliant && now != .notApplicable ? before : now
            },
            faults: faults,
            accepted: earlier.accepted.merging(accepted) { $1 }
        )
    }

    /// What a control says now is compared with from here on.
    public mutating func note(_ outcome: Report<Control>.Outcome) {
        let control = outcome.entry.id
        verdicts[control] = outcome.finding.verdict
        faults[control] = outcome.finding.verdict == .drifted ? Set(outcome.finding.evidence.map(\.resource)) : nil
    }

    /// The state of this digest is what a resource is compared with from here on.
    public mutating func accept(_ digest: String, of resource: Resource) { accepted["\(resource)"] = digest }

    public func accepts(_ digest: String, of resource: Resource) -> Bool {
        !digest.isEmpty && accepted["\(resource)"] == digest
    }

    /// What a control that did not hold then finds wrong now and did not then.
    ///
    /// Updates come out every day; that there are more of them is no change of the server.
    public func newFaults(of outcome: Report<Control>.Outcome) -> [Evidence] {
        guard verdicts[outcome.entry.id] == .drifted, outcome.finding.verdict == .drifted,
            outcome.entry.layer != .updates, let known = faults[outcome.entry.id]
        else { return [] }
        return outcome.finding.evidence.filter { !known.contains($0.resource) }
    }
}
