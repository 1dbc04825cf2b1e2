/// What every control said when a generation was confirmed: what later audits are compared with.
public struct Baseline: Hashable, Codable, Sendable {
    /// Seconds since 1970.
    public let taken: Int
    public let verdicts: [Control.ID: Finding.Verdict]

    public init(taken: Int, verdicts: [Control.ID: Finding.Verdict]) {
        self.taken = taken
        self.verdicts = verdicts
    }

    /// What held at an earlier confirmation counts as held still.
    ///
    /// Else whatever lapsed between two confirmations would be forgotten by the second one, which was about something
    /// else. Who gives up a control on purpose says so in the profile.
    public func carrying(_ earlier: Baseline) -> Baseline {
        Baseline(
            taken: taken,
            verdicts: verdicts.merging(earlier.verdicts) { now, before in
                before == .compliant && now != .notApplicable ? before : now
            }
        )
    }
}
