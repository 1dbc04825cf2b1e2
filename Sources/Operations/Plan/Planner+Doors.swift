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

extension Planner {
    /// Ports of the plan's gateways at which nothing listens; none where that could not be seen.
    func idlePorts(_ plan: Plan) async -> Set<Int> {
        let ports = plan.stages.compactMap { stage -> Int? in
            if case .gateway(let gateway) = stage.activation { gateway.port } else { nil }
        }
        guard !ports.isEmpty, case .state(let state) = await host.observe(.facts(.listeners)) else { return [] }
        return Set(ports).subtracting(state.listeningPorts)
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
