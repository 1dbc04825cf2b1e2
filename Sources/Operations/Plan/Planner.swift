import Catalog
import Controls
public import Hardening

/// Looks at a server and plans.
public struct Planner<Server: Host>: Sendable {
    let order: Order
    let host: Server
    let clock: any Timekeeper
    let rules: Rulebook

    public init(_ order: Order, on host: Server, clock: any Timekeeper, rules: Rulebook = .shipped) {
        self.order = order
        self.host = host
        self.clock = clock
        self.rules = rules
    }

    var profile: Profile { order.profile }
    var controls: [Control] { order.controls }

    /// - Throws: `PlanErrors` with every reason why there is no plan.
    public func draft() async throws -> Draft {
        let needs = controls.flatMap(\.fix.needs)
        var snapshot = try await look(at: Set(controls.flatMap(\.resources) + needs))
        // Judged as it was seen: that something may not be changed does not make it unknown.
        let report = Report(controls, on: snapshot, accepting: profile)
        let asked = Demands(controls, profile, on: snapshot)
        let followed = asked.following(host.linkTargets(of: asked.resources))
        for resource in followed.resources {
            let blocker = host.blocker(to: resource)
            snapshot[resource] =
                if let blocker { .unreadable(.notTrusted(blocker)) } else { await host.observe(resource) }
        }
        let kept = await (try looking()).leavingOutRefused(followed, on: snapshot)
        // A new gateway begins with all that its controls ask for, whichever of them were chosen.
        let configuring = rules.controls(profile).filter { $0.layer == .openclaw }
        let demands = await (try looking()).completing(kept, on: snapshot, configuring, profile)
        let plan = try Plan(profile: profile.name, demands, on: snapshot)
        // What waits for a package is planned, and asked of, anew; until then only the packages come.
        let beginning = try await requireInvariants(plan.firstPass)
        let closing = await closedDoors(plan, on: snapshot)
        let asking = Set(plan.firstPass.changes.flatMap(\.because))
        return Draft(
            plan: plan,
            report: report,
            findings: Findings(plan, demands, report),
            blindSpots: BlindSpots(controls.filter { asking.contains($0.id) }, on: snapshot),
            closing: closing,
            losing: plan.costs(by: controls) + ClosedDoors.withheld(plan, profile, on: snapshot),
            idlePorts: await idlePorts(plan),
            beginning: beginning
        )
    }

    /// What the controls cannot determine now.
    func blindSpots() async throws -> BlindSpots {
        BlindSpots(controls, on: try await look(at: Set(controls.flatMap(\.resources))))
    }

    /// Judges the machine anew, with the changes of `kept` as they were put.
    func audit(keeping kept: [Change] = []) async throws -> Report<Control> {
        let resources = Set(controls.flatMap(\.resources))
        let snapshot = await (try looking(keeping: kept)).snapshot(of: resources)
        return Report(controls, on: snapshot)
    }

    /// Asks of the machine as it would be, until the confirmation and afterwards, what must stay true.
    ///
    /// - Parameters:
    ///   - plan: what is put.
    ///   - since: what it was before the first change, where some are made; else it is looked at.
    /// - Returns: what it was compared with.
    /// - Throws: `PlanErrors` with each that would not stay true.
    @discardableResult
    func requireInvariants(_ plan: Plan, since: Beginning? = nil) async throws -> Beginning? {
        guard !plan.isEmpty else { return nil }
        let invariants = rules.invariants(profile)
        let resources = Set(invariants.flatMap(\.resources))
        let looking = try looking()
        let now: Snapshot
        let still: Snapshot
        if let since {
            (now, still) = (since.now, since.still)
        } else {
            now = await looking.snapshot(of: resources)
            // What is planned is read from files alone; what it is compared with, where that decides, as well.
            let nothing = Plan(profile: plan.profile, stages: [])
            still = await looking.simulate(nothing, interim: false, of: resources, from: now)
        }
        var broken: [PlanError] = []
        for interim in plan.hasInterim ? [true, false] : [false] {
            let future = await looking.simulate(plan, interim: interim, of: resources, from: now)
            for invariant in invariants {
                let before = invariant.comparesFiles ? still : now
                guard let counterexample = invariant.counterexample(before, future) else { continue }
                let error = plan.broken(invariant, counterexample)
                if !broken.contains(error) { broken.append(error) }
            }
        }
        guard broken.isEmpty else { throw PlanErrors(broken) }
        return Beginning(now: now, still: still)
    }

    func look(at resources: Set<Resource>) async throws -> Snapshot {
        await (try looking()).snapshot(of: resources)
    }

    func looking(keeping kept: [Change] = []) throws -> any PlanningMachine {
        try host.look(
            openclawDirectories: order.openclawDirectories,
            publicNames: profile.proxy.domains,
            keeping: kept
        )
    }
}
