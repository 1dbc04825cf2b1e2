import Catalog
public import Controls
public import Hardening

/// What moves the keys of one installation, and the plan for it.
public struct MigrationDraft: Sendable {
    public let migration: KeyMigration
    public let draft: Draft
}

extension Planner {
    /// The keys of every installation here.
    func keys() async throws -> [InstallationKeys] {
        do { return try await (try looking()).plainKeys() } catch let why as Unknown {
            throw Refused(.blockers(["\(why)"]))
        }
    }

    /// What moves the keys of an installation into a vault.
    ///
    /// - Throws: `Refused` where it cannot be done; `PlanErrors` with every reason why there is no plan.
    func migrating(_ keys: InstallationKeys, by delivery: KeyMigration.Delivery) async throws -> MigrationDraft {
        var snapshot = try await look(at: KeyMigration.needs)
        let migration = KeyMigration(keys, by: delivery, on: snapshot)
        if let blocker = migration.blocker { throw Refused(.blockers(["\(keys.installation): \(blocker)"])) }
        let asked = migration.amendments.reduce(Demands([], profile, on: snapshot)) { demands, amendment in
            demands.adding(Demand(KeyMigration.control, amendment))
        }
        let demands = asked.following(host.linkTargets(of: asked.resources))
        for resource in demands.resources {
            if let blocker = host.blocker(to: resource) {
                // What only gives a variable that nothing asks for any more may stay as it is.
                if case .file(let path) = resource, let fewer = keys.keeping(variablesOf: path, because: blocker) {
                    return try await migrating(fewer, by: delivery)
                }
                throw Refused(.blockers([blocker]))
            }
            snapshot[resource] = await host.observe(resource)
        }
        let kept = await (try looking()).leavingOutRefused(demands, on: snapshot)
        // Half of it would leave references that nobody answers.
        if let refused = kept.advice.first(where: { $0.control == KeyMigration.control }) {
            throw Refused(.blockers([refused.text]))
        }
        let plan = try Plan(profile: profile.name, kept, on: snapshot)
        if let advice = plan.advice.first { throw Refused(.blockers([advice.text])) }
        let beginning = try await requireInvariants(plan)
        return MigrationDraft(
            migration: migration,
            draft: Draft(
                plan: plan,
                report: Report([]),
                losing: plan.changes.flatMap { $0.costs ?? [] },
                idlePorts: await idlePorts(plan),
                beginning: beginning
            )
        )
    }
}

extension Hardener {
    /// The keys that OpenClaw is given in clear here, by installation.
    public func keys(_ order: Order) async throws -> [InstallationKeys] { try await planner(order).keys() }

    /// What moves the keys of an installation into a vault.
    ///
    /// - Throws: `Refused` where it cannot be done; `PlanErrors` with every reason why there is no plan.
    public func migration(
        _ order: Order,
        of keys: InstallationKeys,
        by delivery: KeyMigration.Delivery
    ) async throws -> MigrationDraft {
        try await planner(order).migrating(keys, by: delivery)
    }
}
