public import Catalog

extension Layer: EntryGroup {}

extension Control {
    public static let vocabulary = Vocabulary(
        entry: Term("control"),
        group: Term("layer"),
        report: "audit",
        schemaNumber: 2,
        target: "host",
        compliant: "compliant",
        drifted: "drifted",
        beginning: "The worst",
        repair: "sudo nacre apply",
        promise: "it shows every change and asks first, and undoes all of it unless you confirm from a new login.",
        more: "nacre audit --verbose tells what was found, what an attacker does with it and how to fix it by hand; "
            + "nacre explain ID tells it of one.",
        notMeasured: ["what the network in front of this server lets through"]
    )

    public var group: Layer { layer }

    /// What the control asks of a machine, in words.
    public var details: [Page.Section] {
        [
            Page.Section("Where it applies", items: conditions.map(\.words)),
            Page.Section("What is put in place", items: requirements.map(\.summary)),
            Page.Section("What must be true", items: expectations.map(\.summary)),
        ]
    }

    /// The verdict on a machine that holds these states and nothing else.
    public func answer(to states: [Resource: State]) -> Finding.Verdict {
        let seen = resources.map { ($0, Observation.state(states[$0] ?? .absent)) }
        return audit(Snapshot(Dictionary(uniqueKeysWithValues: seen))).verdict
    }
}

extension Report where Item == Control {
    /// Judges a snapshot by each control.
    ///
    /// - Parameters:
    ///   - controls: those that judge.
    ///   - snapshot: what is judged.
    ///   - repairs: who puts right what drifted, by control; nothing where it was not asked.
    ///   - profile: whose acceptances count; none where nothing was accepted.
    ///   - programs: what no remedy can start, as it is not there.
    ///   - causes: what several controls may have in common.
    public init(
        _ controls: [Control],
        on snapshot: Snapshot,
        repairs: [Control.ID: Repair] = [:],
        accepting profile: Profile? = nil,
        missing programs: Set<String> = [],
        causes: [Cause] = []
    ) {
        let outcomes = controls.map { control in
            let finding = control.audit(snapshot)
            let acceptance = profile?.acceptance(of: finding, by: control.id)
            let isTold =
                finding.verdict == .drifted
                || finding.verdict == .unknown && control.fix.programs.contains("openclaw")
            let remedy =
                isTold
                ? control.fix.remedy(for: Fault(control, profile ?? .standalone, on: snapshot), missing: programs) : nil
            return Outcome(
                control,
                finding,
                repair: repairs[control.id],
                acceptance: acceptance,
                remedy: remedy
            )
        }
        self.init(outcomes, causes: causes)
    }
}
