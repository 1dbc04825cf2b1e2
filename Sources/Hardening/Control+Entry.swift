public import Catalog

extension Layer: EntryGroup {}

extension Control {
    public static let vocabulary = Vocabulary(
        entry: Term("control"),
        group: Term("layer"),
        report: "audit",
        target: "host",
        compliant: "compliant",
        drifted: "drifted",
        beginning: "Fix these first",
        notMeasured: ["what the network in front of this server lets through"]
    )

    public var group: Layer { layer }

    /// What the control asks of a machine, in words.
    public var details: [Page.Section] {
        [
            Page.Section("Where it applies", items: conditions.map(\.summary)),
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
    public init(_ controls: [Control], on snapshot: Snapshot) {
        self.init(controls.map { Outcome($0, $0.audit(snapshot)) })
    }
}
