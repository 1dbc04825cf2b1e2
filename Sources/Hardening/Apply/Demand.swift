public import Catalog

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
    public internal(set) var amendments: [Demand] = []
    public internal(set) var advice: [Plan.Advice] = []
    /// Controls that what the others ask for puts right.
    private var following: Set<Control.ID> = []

    /// Asks the fixes of all controls that drifted in the snapshot.
    ///
    /// A control that could not be judged asks for nothing: what is unknown is not changed. What the profile accepts is
    /// left as it is.
    public init(_ controls: [Control], _ profile: Profile, on snapshot: Snapshot) {
        for control in controls {
            let finding = control.audit(snapshot)
            guard finding.verdict == .drifted, profile.acceptance(of: finding, by: control.id) == nil else { continue }
            let fault = Fault(control, profile, on: snapshot)
            func told(_ text: String) -> Plan.Advice {
                Plan.Advice(control: control.id, text: Fix.told(text, for: fault))
            }
            switch control.fix.answer(fault) {
            case .amend(let list): amendments += list.map { Demand(control.id, $0) }
            case .begin(let list, let rest):
                amendments += list.map { Demand(control.id, $0) }
                advice.append(told(rest))
            case .advise(let text): advice.append(told(text))
            case .follow(let text):
                let told = told(text)
                advice.append(Plan.Advice(control: told.control, text: told.text, isFollowing: true))
                following.insert(control.id)
            }
        }
    }

    /// Who puts right what drifted, by control, as far as the fixes know; a plan may leave out more.
    public var repairs: [Control.ID: Repair] {
        var repairs: [Control.ID: Repair] = [:]
        for demand in amendments { repairs[demand.control] = .automatic }
        for one in advice where !following.contains(one.control) {
            repairs[one.control] = repairs[one.control] == nil ? .byHand : .partly
        }
        // With nothing to follow, they are left as they are.
        for control in following { repairs[control] = amendments.isEmpty ? .byHand : .automatic }
        return repairs
    }

    /// What must be observed to plan.
    public var resources: Set<Resource> {
        Set(amendments.map(\.amendment.resource)).union(
            amendments.compactMap { $0.amendment.package.map(Resource.package) }
                + amendments.flatMap(\.amendment.sources)
        )
    }

    /// The same, with what is asked of a link asked of the file that it leads to.
    ///
    /// What is put would take the place of the link, and the file would be left as it was.
    public func following(_ links: [String: String]) -> Self {
        var copy = self
        copy.amendments = amendments.map { Demand($0.control, $0.amendment.following(links)) }
        return copy
    }

    /// The same with one more, after all others.
    public func adding(_ demand: Demand) -> Self {
        var copy = self
        copy.amendments.append(demand)
        return copy
    }

    /// Without what some controls ask for, each with the reason as advice.
    public func leavingOut(_ reasons: [Control.ID: String]) -> Self {
        var copy = self
        copy.amendments.removeAll { reasons[$0.control] != nil }
        copy.advice.removeAll { reasons[$0.control] != nil }
        copy.advice += reasons.sorted { $0.key < $1.key }.map { Plan.Advice(control: $0.key, text: $0.value) }
        return copy
    }

    /// Without the controls that ask for a change of something that cannot be read, each with the reason as advice.
    ///
    /// Who may touch one file has nothing to do with another: of those, only the file that cannot be read is left out.
    /// Otherwise anybody could keep everybody's files from being closed.
    func leavingOutUnreadable(on snapshot: Snapshot) -> Self {
        // What is not trusted on the way is named by its path already.
        var reasons: [Plan.Advice] = []
        var single: [Plan.Advice] = []
        var copy = self
        // Permissions of a file whose content is changed as well are read with it.
        copy.amendments = Plan.onePathOneResource(amendments)
        var unread: Set<Resource> = []
        for demand in copy.amendments where demand.amendment.missingPackage(on: snapshot) == nil {
            for resource in [demand.amendment.resource] + demand.amendment.sources {
                guard case .unreadable(let why) = snapshot[resource] else { continue }
                if case .permissions = resource, demand.amendment.sources.isEmpty {
                    let words = why.cause == .notTrusted ? why.why : "\(resource) cannot be read: \(why)"
                    single.append(Plan.Advice(control: demand.control, text: "Left as it is: \(words)."))
                    unread.insert(resource)
                    continue
                }
                if reasons.contains(where: { $0.control == demand.control }) { continue }
                let words = why.cause == .notTrusted ? why.why : "\(resource) cannot be read: \(why)"
                reasons.append(
                    Plan.Advice(control: demand.control, text: "Nacre changes nothing for this control: \(words).")
                )
            }
        }
        let controls = Set(reasons.map(\.control))
        copy.amendments.removeAll { controls.contains($0.control) || unread.contains($0.amendment.resource) }
        copy.advice.removeAll { controls.contains($0.control) }
        copy.advice += reasons + single.filter { !controls.contains($0.control) }.uniqued
        return copy
    }
}
