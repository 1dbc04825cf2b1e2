public import Hardening
import Surface

extension Observer {
    /// The snapshot as it would be after a plan.
    ///
    /// What is worked out from files is worked out from the planned ones: sshd's settings, accounts, keys, sudo. What
    /// only a daemon can say is what it says now, with what the plan puts in its place.
    ///
    /// - Parameters:
    ///   - plan: what would be put.
    ///   - interim: whether for the time until the confirmation, or for the time after it.
    ///   - resources: what the snapshot is to hold.
    ///   - now: what was observed of the machine already; what it lacks is observed.
    /// - Returns: what would be observed after the plan.
    public func simulate(
        _ plan: Plan,
        interim: Bool,
        of resources: Set<Resource>,
        from now: Snapshot = Snapshot()
    ) async -> Snapshot {
        let planned = Observer(look: look.over(PlannedSurface(plan, interim: interim, over: surface)))
        var snapshot = Snapshot()
        for resource in resources {
            if case .facts(let subject) = resource, Self.followFiles.contains(subject) {
                snapshot[resource] = await planned.observe(resource)
            } else if let known = now.observations[resource] {
                snapshot[resource] = known
            } else {
                snapshot[resource] = await observe(resource)
            }
        }
        let states = Snapshot().applying(plan, interim: interim).observations
        for resource in resources { if let state = states[resource] { snapshot[resource] = state } }
        return snapshot
    }

    /// Subjects that files decide alone, once their daemon has read them.
    private static let followFiles: Set<Subject> = [
        .accounts, .logins, .sshServer, .sshSettings, .sshDirectives, .hostKeys, .authorizedKeys, .sudoRules,
    ]
}
