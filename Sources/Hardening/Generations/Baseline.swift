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
    /// Why, by the name of the resource or control; what an older Nacre accepted has none.
    private var reasons: [String: Acceptance]?

    /// Why somebody lives with what differs.
    public struct Acceptance: Hashable, Codable, Sendable {
        public let reason: String
        /// Seconds since 1970.
        public let since: Int
        /// Of a control, what it found then, as `Profile.sight` writes it; none of a resource.
        public let seen: Set<String>?
        /// Of a control, what it was compared with before.
        fileprivate let verdict: Finding.Verdict?
        fileprivate let faults: Set<String>?

        fileprivate init(
            reason: String,
            since: Int,
            seen: Set<String>? = nil,
            verdict: Finding.Verdict? = nil,
            faults: Set<String>? = nil
        ) {
            self.reason = reason
            self.since = since
            self.seen = seen
            self.verdict = verdict
            self.faults = faults
        }
    }

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
    ///
    /// - Parameters:
    ///   - earlier: that of the confirmation before.
    ///   - resources: what was put anew since, so that what was accepted in its place is over.
    /// - Returns: what to compare with from this confirmation on.
    public func carrying(_ earlier: Baseline, putting resources: Set<Resource> = []) -> Baseline {
        let put = Set(resources.map { "\($0)" })
        var carried = Baseline(
            taken: taken,
            verdicts: verdicts.merging(earlier.verdicts) { now, before in
                before == .compliant && now != .notApplicable ? before : now
            },
            faults: faults,
            accepted: earlier.accepted.filter { !put.contains($0.key) }.merging(accepted) { $1 }
        )
        // What a control found when it was accepted is over once it holds.
        let kept = (earlier.reasons ?? [:]).filter { name, acceptance in
            acceptance.seen == nil ? !put.contains(name) : [.drifted, .unknown].contains(carried.verdicts[name])
        }
        carried.reasons = kept.merging(reasons ?? [:]) { $1 }
        return carried
    }

    /// Everything that is accepted, with why and since when as far as that was kept.
    public var acceptances: [(name: String, acceptance: Acceptance?)] {
        let reasons = reasons ?? [:]
        let names = Set(accepted.keys).union(reasons.filter { $0.value.seen != nil }.keys)
        return names.sorted().map { ($0, reasons[$0]) }
    }

    /// What a control says now is lived with: exactly that, and nothing else that it may find.
    public mutating func accept(_ outcome: Report<Control>.Outcome, because reason: String, at second: Int) {
        let control = outcome.entry.id
        let earlier = reasons?[control]
        let before = earlier?.seen == nil ? (verdicts[control], faults[control]) : (earlier?.verdict, earlier?.faults)
        note(outcome)
        let seen = Set(outcome.finding.evidence.map(Profile.sight))
        reasons = (reasons ?? [:]).merging([
            control: Acceptance(reason: reason, since: second, seen: seen, verdict: before.0, faults: before.1)
        ]) { $1 }
    }

    /// What is accepted by this name no longer is: it is compared with what it was before, as far as that was kept.
    public mutating func withdraw(_ name: String) {
        accepted[name] = nil
        if let acceptance = reasons?[name], acceptance.seen != nil {
            verdicts[name] = acceptance.verdict ?? .compliant
            faults[name] = acceptance.faults
        }
        reasons?[name] = nil
    }

    /// What a control says now is compared with from here on.
    public mutating func note(_ outcome: Report<Control>.Outcome) {
        let control = outcome.entry.id
        verdicts[control] = outcome.finding.verdict
        faults[control] = outcome.finding.verdict == .drifted ? Set(outcome.finding.evidence.map(\.resource)) : nil
    }

    /// The state of this digest is what a resource is compared with from here on.
    public mutating func accept(_ digest: String, of resource: Resource, because reason: String, at second: Int) {
        accepted["\(resource)"] = digest
        reasons = (reasons ?? [:]).merging(["\(resource)": Acceptance(reason: reason, since: second)]) { $1 }
    }

    public func accepts(_ digest: String, of resource: Resource) -> Bool {
        !digest.isEmpty && accepted["\(resource)"] == digest
    }

    /// What a control that did not hold then finds wrong now and did not then.
    ///
    /// Updates come out every day; that there are more of them is no change of the server.
    public func newFaults(of outcome: Report<Control>.Outcome) -> [Evidence] {
        if let seen = reasons?[outcome.entry.id]?.seen {
            guard [.drifted, .unknown].contains(outcome.finding.verdict), outcome.entry.layer != .updates else {
                return []
            }
            // Byte by byte: two names that look alike are two.
            let known = Set(seen.map { Array($0.utf8) })
            return outcome.finding.evidence.filter { !known.contains(Array(Profile.sight($0).utf8)) }
        }
        guard verdicts[outcome.entry.id] == .drifted, outcome.finding.verdict == .drifted,
            outcome.entry.layer != .updates, let known = faults[outcome.entry.id]
        else { return [] }
        return outcome.finding.evidence.filter { !known.contains($0.resource) }
    }
}
