import Controls
import Hardening
import LinuxMachine
import Observers

/// Looks at the running machine and plans.
struct Preparation {
    let profile: Profile
    /// What the profile was asked for by: a name, or the absolute path of a file.
    let profileSource: String
    let controls: [Control]
    let openclawDirectories: [String]
    let machine = RunningMachine()

    init(_ selection: Selection) throws {
        profile = try selection.choice.profile()
        profileSource = selection.choice.source
        controls = try selection.controls(for: profile)
        openclawDirectories = selection.openclaw
    }

    /// For a generation as it was applied: some controls, or all.
    ///
    /// - Throws: where the profile it was applied with is no longer there.
    init(_ about: Generation.About, only identifiers: Set<Control.ID>? = nil) throws {
        profileSource = about.profileSource
        profile = try ProfileChoice.profile(about.profileSource)
        controls = Catalogue.controls(for: profile).filter { identifiers?.contains($0.id) ?? true }
        openclawDirectories = about.openclawDirectories
    }

    /// A plan, and what it was made from.
    struct Draft {
        let plan: Plan
        let report: Report
        /// What those of its controls could not tell that ask for the first changes.
        let blindSpots: BlindSpots
        /// What lets connections in now and no longer will, with what is behind it.
        var closing: [String] = []
        /// What gateways in containers ask of this server now and no longer can.
        var losing: [String] = []
        /// What its invariants were compared with; nothing where they were not asked.
        var beginning: Beginning?

        /// Controls that could not be judged.
        var unknown: [Control.ID] {
            report.entries.filter { $0.finding.verdict == .unknown }.map(\.control.id)
        }
    }

    /// - Throws: `PlanErrors` with every reason why there is no plan.
    func draft() async throws -> Draft {
        let remediations = Catalogue.remediations(for: profile)
        let chosen = Set(controls.map(\.id))
        let needs = remediations.filter { chosen.contains($0.control) }.flatMap(\.needs)
        var snapshot = try await look(at: Set(controls.flatMap(\.resources) + needs))
        let asked = Demands(controls, remediations, on: snapshot)
        let followed = asked.following(machine.linkTargets(of: asked.resources))
        for resource in followed.resources {
            let obstacle = machine.obstacle(to: resource)
            snapshot[resource] = if let obstacle { .unreadable(obstacle) } else { await machine.observe(resource) }
        }
        let kept = await (try looking()).leavingOutRefused(followed, on: snapshot)
        // A new gateway begins with all that its controls ask for, whichever of them were chosen.
        let configuring = Catalogue.controls(for: profile).filter { $0.layer == .openclaw }
        let demands = await (try looking()).completing(kept, on: snapshot, configuring, remediations)
        let plan = try Plan(profile: profile.name, demands, on: snapshot)
        // What waits for a package is planned, and asked of, anew; until then only the packages come.
        let beginning = try await requireInvariants(plan.firstPass)
        let closing = await closedDoors(plan, on: snapshot)
        let asking = Set(plan.firstPass.changes.flatMap(\.because))
        return Draft(
            plan: plan,
            report: Report(host: "", profile: profile, controls: controls, on: snapshot),
            blindSpots: BlindSpots(controls.filter { asking.contains($0.id) }, on: snapshot),
            closing: closing,
            losing: ClosedDoors.withheld(plan, profile, on: snapshot),
            beginning: beginning
        )
    }

    /// What the controls cannot tell now.
    func blindSpots() async throws -> BlindSpots {
        BlindSpots(controls, on: try await look(at: Set(controls.flatMap(\.resources))))
    }

    /// Judges the machine anew, by another surface where one is given.
    func audit(over surface: (any Surface)? = nil) async throws -> Report {
        let resources = Set(controls.flatMap(\.resources))
        let snapshot = await (try looking(over: surface)).snapshot(of: resources)
        return Report(host: "", profile: profile, controls: controls, on: snapshot)
    }

    /// The machine before a plan, as its invariants see it.
    struct Beginning {
        let now: Snapshot
        /// What files alone say of it.
        let still: Snapshot
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
        let invariants = Catalogue.invariants(for: profile)
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
        let comparing: Set<Invariant.ID> = ["keep-an-administrator", "keep-the-operator's-login"]
        var broken: [PlanError] = []
        for interim in plan.hasInterim ? [true, false] : [false] {
            let future = await looking.simulate(plan, interim: interim, of: resources, from: now)
            for invariant in invariants {
                let before = comparing.contains(invariant.id) ? still : now
                guard let counterexample = invariant.counterexample(before, future) else { continue }
                let error = PlanError.breaks(invariant.id, counterexample)
                if !broken.contains(error) { broken.append(error) }
            }
        }
        guard broken.isEmpty else { throw PlanErrors(broken.map { plan.explained($0) }) }
        return Beginning(now: now, still: still)
    }

    func look(at resources: Set<Resource>) async throws -> Snapshot {
        await (try looking()).snapshot(of: resources)
    }

    private func looking(over surface: (any Surface)? = nil) throws -> LinuxMachine {
        LinuxMachine(
            try surface ?? LiveSurface(),
            openclawDirectories: openclawDirectories,
            publicNames: profile.proxy.domains
        )
    }
}
