import Hardening

/// The passes of one change, and the look whether it holds.
extension Hardener {
    /// Passes of planning: packages, what they brought, a new gateway's settings, and a look whether anything is left.
    private var passes: Int { 4 }

    func applyPasses(
        _ generation: inout Generation,
        _ journal: Store.Log,
        _ begun: Scope,
        _ planner: Planner<Server>
    ) async throws -> Scope {
        var done = 0
        var pass = 1
        var latest = generation.plan
        var scope = begun
        while true {
            let transaction = Transaction(generation.plan, on: host, journal: journal, report: report)
            let plan = generation.plan
            let (earlier, beginning) = (scope.aside, scope.beginning)
            scope.aside += try await transaction.apply(from: done) { aside in
                let out = Set((earlier + aside).map(\.number))
                try await planner.requireInvariants(plan.without(out), since: beginning)
            }
            done = generation.plan.stages.count
            guard latest.bringsMore, pass < passes else { return scope }
            pass += 1
            let draft = try await planner.draft()
            latest = draft.plan.firstPass
            guard !latest.stages.isEmpty else { return scope }
            scope.add(draft)
            let containers = try await host.containers(of: latest)
            generation.about.containers = (generation.about.containers ?? [:]).merging(containers) { first, _ in first }
            generation.plan = generation.plan.followed(by: latest)
            try store.save(generation)
        }
    }

    /// Asks the controls again that asked for a change, but for those that only hold after the confirmation.
    ///
    /// - Returns: what does not hold, because those whose it is changed it meanwhile.
    func verify(
        _ whole: Plan,
        _ scope: Scope,
        _ journal: Store.Log,
        _ planner: Planner<Server>
    ) async throws -> [String] {
        let out = Set(scope.aside.map(\.number))
        let plan = whole.without(out)
        let later = Set(plan.changes.filter { $0.interim != nil }.flatMap(\.because))
        let asked = Set(whole.changes.flatMap(\.because)).subtracting(later).subtracting(scope.excused)
        var leniency = Leniency(blindSpots: scope.blindSpots, bystanders: Bystanders(whole))
        for change in whole.changes where await host.mayLeave(change, at: change.resource) {
            leniency.others.append(change)
        }
        // What was worked out from a change that was left out is left out as well, whosever it is.
        let dragged = scope.aside.map { whole.changes[$0.number] }
        leniency.others += dragged.filter { !leniency.others.contains($0) }
        let unmet = try await planner.requireEffect(of: asked, but: leniency, report: report)
        guard !unmet.isEmpty || !scope.aside.isEmpty else { return [] }
        var changed: Set<Int> = []
        for (number, change) in whole.changes.enumerated()
        where !out.contains(number) && leniency.others.contains(change)
            && !unmet.keys.allSatisfy({ !change.because.contains($0) })
        {
            if await host.observe(change.resource) != .state(change.first) { changed.insert(number) }
        }
        for number in changed.sorted() { try await journal.record(.left(number, LeftToOwner.since)) }
        try await planner.requireInvariants(whole.without(out.union(changed)), since: scope.beginning)
        return LeftToOwner.words(scope.aside, changed.sorted().map { whole.changes[$0] }, unmet)
    }
}

/// What the controls need not show after the change.
struct Scope {
    /// Those whose changes alone cannot make them hold: a person was told to do the rest.
    var excused: Set<Control.ID>
    var blindSpots: BlindSpots
    /// What the invariants of the newest of its plans were compared with.
    var beginning: Beginning?
    /// What was left to those whose it is.
    var aside: [SetAside] = []

    init(_ draft: Draft) {
        excused = draft.plan.firstPass.halfDone
        blindSpots = draft.blindSpots
        beginning = draft.beginning
    }

    mutating func add(_ draft: Draft) {
        excused.formUnion(draft.plan.firstPass.halfDone)
        blindSpots = blindSpots.followed(by: draft.blindSpots)
        beginning = draft.beginning
    }
}
