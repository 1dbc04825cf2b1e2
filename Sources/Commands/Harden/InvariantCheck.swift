import Controls
import Hardening
import Observers

/// Holds a plan against what must stay true, before anything is touched.
struct InvariantCheck {
    let profile: Profile
    let openclawDirectories: [String]
    let surface: any Surface

    /// Why the plan would break something, for the time until the confirmation and for the time after it.
    func broken(by plan: Plan) async -> [PlanError] {
        let invariants = Catalogue.invariants(for: profile)
        let resources = invariants.reduce(into: Set<Resource>()) { $0.formUnion($1.resources) }
        let observer = Observer(
            surface,
            openclawDirectories: openclawDirectories,
            publicNames: profile.proxy.domains
        )
        let now = await LinuxMachineView(observer: observer).snapshot(of: resources)
        // By the same model as afterwards, so that what differs is the plan's doing.
        let nothing = Plan(profile: plan.profile, stages: [])
        let before = await observer.simulate(nothing, interim: false, of: resources, from: now)
        var errors: [PlanError] = []
        for interim in plan.hasInterim ? [true, false] : [false] {
            let after = await observer.simulate(plan, interim: interim, of: resources, from: now)
            for invariant in invariants {
                guard let words = invariant.counterexample(before, after) else { continue }
                let error = PlanError.breaks(invariant.id, words)
                if !errors.contains(error) { errors.append(error) }
            }
        }
        return errors
    }
}

/// A machine that is only looked at.
private struct LinuxMachineView: Machine {
    let observer: Observer

    func observe(_ resource: Resource) async -> Observation { await observer.observe(resource) }
}
