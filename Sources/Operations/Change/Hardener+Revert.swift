import Hardening

/// Takes confirmed generations back, to the point where that waits for its confirmation.
///
/// What is taken back may be what people log in by now: it is a change like any other.
extension Hardener {
    /// Takes them back; they come newest first.
    ///
    /// - Throws: before anything was changed, why nothing was; `Reapplied` where it failed and they are in force again.
    func revert(_ generations: [Generation], within patience: Int) async throws -> Reverted {
        guard let newest = generations.first, let process = clock.process else { throw Refused(.noProcess) }
        let planner = planner(try order(of: newest))
        let reversal = try await Reversal(
            of: generations.map { $0.plan.without($0.entries.neverMade) },
            on: host,
            reconcile: ConfigurationReversal.reconcile
        )
        guard !reversal.plan.isEmpty else {
            var left: [String] = []
            for generation in generations { left += try await rollBack(generation, because: .asked) }
            return Reverted(generation: nil, left: left)
        }
        let beginning = try await planner.requireInvariants(reversal.plan)
        var about = Generation.About(
            version: version,
            profile: newest.about.profile,
            profileSource: newest.about.profileSource,
            openclawDirectories: newest.about.openclawDirectories,
            created: clock.wall,
            boot: clock.boot,
            process: process,
            deadline: clock.seconds + room + patience,
            reverts: generations.map(\.number)
        )
        about.containers = try await host.containers(of: reversal.plan)
        var generation = try store.create(reversal.plan, about, by: planner.profile)
        try await arm(generation)
        do {
            let journal = try store.journal(generation)
            let machine = directed(generation)
            let aside = try await Transaction(generation.plan, on: machine, journal: journal, report: report)
                .apply { aside in
                    let plan = reversal.plan.without(Set(aside.map(\.number)))
                    try await planner.requireInvariants(plan, since: beginning)
                }
            generation.about.applied = clock.milliseconds
            generation.about.deadline = clock.seconds + patience
            try store.save(generation)
            try await journal.record(.applied)
            let left = reversal.left.map { "\($0.resource): \($0.why)" } + aside.map { "\($0.resource): \($0.why)" }
            return Reverted(generation: try store.generation(generation.number), left: left)
        } catch {
            report("Putting everything in force again")
            do {
                let now = try store.generation(generation.number)
                throw Reapplied(why: "\(error)", left: try await undoFailed(now, error))
            } catch let failure as RollbackError {
                throw NotPutBack(why: "\(error)", failure)
            }
        }
    }

    /// Has generations taken back for good, after that was confirmed: what waited for it goes, their packages.
    ///
    /// May be called again after a crash.
    ///
    /// - Returns: what was left alone because somebody else had changed it since.
    @discardableResult
    func keepReverted(_ reversal: Generation) async throws -> [String] {
        let journal = try store.journal(reversal)
        try await journal.record(.confirming)
        var left: [String] = []
        let reverts = reversal.about.reverts ?? []
        for number in reverts {
            let generation = try store.generation(number)
            if generation.progress == .rolledBack { continue }
            if generation.progress == .confirmed {
                let older = try reverts.filter { $0 < number }.flatMap { try store.generation($0).plan.changes }
                try await noteReverted(generation, but: Set(older.map(\.resource)))
            }
            left += try await putBack(try store.generation(number), because: .confirmed)
        }
        try await journal.record(.rollingBack(.tookOthersBack))
        try await journal.record(.rolledBack)
        try await deadMansSwitch.disarm()
        return left
    }

    /// The reversal has put everything back but the packages, and daemons took it over.
    ///
    /// A file that is not as it was before was left alone: what older generations changed as well, they know.
    private func noteReverted(_ generation: Generation, but older: Set<Resource>) async throws {
        let journal = try store.journal(generation)
        try await journal.record(.rollingBack(.confirmed))
        try await journal.record(.undoing(boot: clock.boot))
        for (number, change) in generation.plan.changes.enumerated() {
            if case .package = change.resource { continue }
            if case .file = change.resource, !older.contains(change.resource),
                await host.observe(change.resource) != .state(change.before)
            {
                try await journal.record(.left(number, Reversal.Left.changedSince))
            }
            try await journal.record(.restored(number))
        }
        for index in generation.plan.stages.indices { try await journal.record(.activated(index)) }
    }
}

/// What was taken back and waits to be confirmed, and what was left alone because somebody else changed it since.
struct Reverted {
    /// None where there was nothing left to put back, so that nothing waits.
    let generation: Generation?
    let left: [String]
}
