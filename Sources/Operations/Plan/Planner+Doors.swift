import Controls
import Hardening

extension Planner {
    /// What the plan's rules would close of what is open now, by program or container.
    func closedDoors(_ plan: Plan, on snapshot: Snapshot) async -> [String] {
        guard
            plan.changes.contains(where: { $0.resource == .ruleset })
                || plan.deferred.contains(where: { $0.resource == .ruleset })
        else { return [] }
        var snapshot = snapshot
        for resource in ClosedDoors.needs { snapshot[resource] = await host.observe(resource) }
        return ClosedDoors.words(plan, profile, on: snapshot)
    }
}

extension Plan {
    /// A refusal with what the person was told about the layer it is about.
    ///
    /// The firewall may have been asked for and left to a person; the reason is then the one to act on.
    func broken(_ invariant: Invariant, _ why: String) -> PlanError {
        let error = PlanError.breaks(invariant.id, why)
        guard let layer = invariant.layer, !changes.contains(where: { $0.resource == .ruleset }) else { return error }
        var reasons: [String] = []
        for one in advice where Change.layer(of: [one.control]) == layer && !reasons.contains(one.text) {
            reasons.append(one.text)
        }
        guard !reasons.isEmpty else { return error }
        return .breaks(invariant.id, why + ". The \(layer.rawValue) is left to you: " + reasons.joined(separator: " "))
    }
}
