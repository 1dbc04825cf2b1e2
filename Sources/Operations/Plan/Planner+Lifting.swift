import Catalog
import Controls
import Hardening

extension Planner {
    /// What takes OpenClaw's switch away from the containers that have it.
    ///
    /// - Throws: `Refused` where one of them cannot be made anew, so that none is.
    func lifting() async throws -> Draft {
        var snapshot = try await look(at: ReadOnlyConfiguration.needs)
        for resource in ReadOnlyConfiguration.needs.sorted(by: { "\($0)" < "\($1)" }) {
            guard case .unreadable(let why) = snapshot[resource] else { continue }
            throw Refused(.blockers(["\(resource) cannot be looked at: \(why)"]))
        }
        let (amendments, blockers) = ReadOnlyConfiguration.lifting(on: snapshot)
        guard blockers.isEmpty else { throw Refused(.blockers(blockers)) }
        for resource in Set(amendments.map(\.resource)) { snapshot[resource] = await host.observe(resource) }
        let advice = Plan.Advice(
            control: ReadOnlyConfiguration.control,
            text: "It is lifted for a while, and put back by nacre config lock."
        )
        let demands = amendments.reduce(Demands([], profile, on: snapshot)) { demands, amendment in
            demands.adding(Demand(ReadOnlyConfiguration.control, amendment))
        }
        let plan = try Plan(profile: profile.name, demands, on: snapshot)
        return Draft(
            plan: Plan(profile: plan.profile, stages: plan.stages, advice: plan.isEmpty ? [] : [advice]),
            report: Report([])
        )
    }
}
