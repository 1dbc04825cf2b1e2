/// An amendment, and the control that asked for it.
public struct Demand: Sendable {
    public let control: Control.ID
    public let amendment: Amendment

    public init(_ control: Control.ID, _ amendment: Amendment) {
        self.control = control
        self.amendment = amendment
    }
}

/// What drifted controls ask for on a machine.
public struct Demands: Sendable {
    public private(set) var amendments: [Demand] = []
    public private(set) var advice: [Plan.Advice] = []
    /// Drifted controls that no remediation speaks of.
    public private(set) var unanswered: [Control.ID] = []

    /// Asks the remediations of all controls that drifted in the snapshot.
    ///
    /// A control that could not be judged asks for nothing: what is unknown is not changed.
    public init(_ controls: [Control], _ remediations: [Remediation], on snapshot: Snapshot) {
        let ways = Dictionary(remediations.map { ($0.control, $0) }) { first, _ in first }
        for control in controls where control.audit(snapshot).verdict == .drifted {
            guard let remediation = ways[control.id] else {
                unanswered.append(control.id)
                continue
            }
            switch remediation.answer(snapshot) {
            case .amend(let list): amendments += list.map { Demand(control.id, $0) }
            case .begin(let list, let rest):
                amendments += list.map { Demand(control.id, $0) }
                advice.append(Plan.Advice(control: control.id, text: rest))
            case .advise(let text): advice.append(Plan.Advice(control: control.id, text: text))
            }
        }
    }

    /// What must be observed to plan.
    public var resources: Set<Resource> {
        Set(amendments.map(\.amendment.resource)).union(
            amendments.compactMap { $0.amendment.package.map(Resource.package) }
                + amendments.flatMap(\.amendment.sources)
        )
    }
}
