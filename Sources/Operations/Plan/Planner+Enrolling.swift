import Catalog
public import Controls
public import Hardening

/// What puts the agents of an installation behind the guard, and the plan for it.
public struct EnrolmentDraft: Sendable {
    public let enrolment: GuardEnrolment
    public let draft: Draft
}

extension Planner {
    /// What the agents of every installation here ask.
    func installationModels() async throws -> [InstallationModels] {
        do { return try await (try looking()).installationModels() } catch let why as Unknown {
            throw Refused(.blockers(["\(why)"]))
        }
    }

    /// What puts the agents of an installation behind the guard.
    ///
    /// - Throws: `Refused` where it cannot be done; `PlanErrors` with every reason why there is no plan.
    func enrolling(
        _ models: InstallationModels,
        _ choice: GuardEnrolment.Choice,
        minting: () -> String
    ) async throws -> EnrolmentDraft {
        let snapshot = try await look(at: GuardEnrolment.needs)
        let enrolment = GuardEnrolment(models, choice, minting: minting, on: snapshot)
        guard enrolment.blockers.isEmpty else { throw Refused(.blockers(enrolment.blockers)) }
        let draft = try await drafting(enrolment.amendments, of: GuardEnrolment.control, on: snapshot)
        return EnrolmentDraft(enrolment: enrolment, draft: draft)
    }

    /// The plan for amendments that make sense only together.
    private func drafting(
        _ amendments: [Amendment],
        of control: Control.ID,
        on snapshot: Snapshot
    ) async throws -> Draft {
        var snapshot = snapshot
        let asked = amendments.reduce(Demands([], profile, on: snapshot)) { demands, amendment in
            demands.adding(Demand(control, amendment))
        }
        let demands = asked.following(host.linkTargets(of: asked.resources))
        for resource in demands.resources {
            if let blocker = host.blocker(to: resource) { throw Refused(.blockers([blocker])) }
            snapshot[resource] = await host.observe(resource)
        }
        let kept = await (try looking()).leavingOutRefused(demands, on: snapshot)
        if let refused = kept.advice.first(where: { $0.control == control }) {
            throw Refused(.blockers([refused.text]))
        }
        let plan = try Plan(profile: profile.name, kept, on: snapshot)
        if let advice = plan.advice.first { throw Refused(.blockers([advice.text])) }
        let beginning = try await requireInvariants(plan)
        return Draft(
            plan: plan,
            report: Report([]),
            losing: plan.changes.flatMap { $0.costs ?? [] },
            idlePorts: await idlePorts(plan),
            beginning: beginning
        )
    }
}

extension Hardener {
    /// What the agents of every installation here ask.
    public func installationModels(_ order: Order) async throws -> [InstallationModels] {
        try await planner(order).installationModels()
    }

    /// What puts the agents of an installation behind the guard.
    ///
    /// - Throws: `Refused` where it cannot be done; `PlanErrors` with every reason why there is no plan.
    public func enrolment(
        _ order: Order,
        of models: InstallationModels,
        _ choice: GuardEnrolment.Choice,
        minting: () -> String
    ) async throws -> EnrolmentDraft {
        try await planner(order).enrolling(models, choice, minting: minting)
    }
}
