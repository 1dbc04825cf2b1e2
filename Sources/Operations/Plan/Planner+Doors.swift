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
    func explained(_ error: PlanError) -> PlanError {
        guard case .breaks(let invariant, let why) = error, invariant == "keep-ssh-reachable" else { return error }
        var reasons: [String] = []
        for one in advice where Change.layer(of: [one.control]) == .firewall && !reasons.contains(one.text) {
            reasons.append(one.text)
        }
        guard !reasons.isEmpty, !changes.contains(where: { $0.resource == .ruleset }) else { return error }
        return .breaks(invariant, why + ". The firewall is left to you: " + reasons.joined(separator: " "))
    }
}
