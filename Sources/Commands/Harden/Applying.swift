import Hardening
import LinuxMachine

/// Takes a plan through to the point where it waits for its confirmation, or back to where it began.
struct Applying {
    let preparation: Preparation
    let store: GenerationStore
    let patience: Patience
    /// Whether it takes something away for a while, and is never confirmed.
    var isLifting = false
    let report: @Sendable (String) -> Void

    /// Seconds that applying itself may take: packages are fetched in it, and a gateway may take minutes to end.
    private static let room = 3600
    /// Passes of planning: packages, what they brought, a new gateway's settings, and a look whether anything is left.
    private static let passes = 4
    /// What came of it.
    enum Outcome {
        /// And what is left to those whose it is.
        case waits(Generation, left: [String])
        /// Everything is as before, and why; and what could not be put back.
        case undone(String, left: [String])
    }

    /// - Throws: before anything was changed, why nothing was; afterwards, what could not be undone.
    func run(_ draft: Preparation.Draft) async throws -> Outcome {
        var about = Generation.About(
            version: Nacre.version,
            profile: preparation.profile.name,
            profileSource: preparation.profileSource,
            openclawDirectories: preparation.openclawDirectories,
            created: Int(Moment.now),
            boot: Uptime.boot,
            process: try Self.identity(),
            deadline: Uptime.now + Self.room + patience.seconds,
            lifts: isLifting ? true : nil
        )
        about.containers = try await preparation.machine.containers(of: draft.plan.firstPass)
        var generation = try store.create(draft.plan.firstPass, about)
        let journal = try store.journal(generation)
        let undoing = Undoing(store: store, machine: preparation.machine, report: report)
        try await undoing.arm(generation)
        do {
            let scope = try await applyPasses(&generation, journal, Scope(draft))
            let left = try await verify(generation.plan, scope, journal)
            generation.about.ports = preparation.loginPorts(after: generation.plan)
            generation.about.applied = Uptime.milliseconds
            generation.about.deadline = Uptime.now + patience.seconds
            try store.save(generation)
            try await journal.record(.applied)
            return .waits(try store.generation(generation.number), left: left)
        } catch {
            report("Putting everything back")
            do {
                // The entries as they are now, not as they were when the generation was made.
                let now = try store.generation(generation.number)
                let hint = OtherLayers.hint(after: error, generation.plan) ?? ""
                return .undone("\(error)\(hint)", left: try await undoing.rollBack(now, because: "\(error)"))
            } catch let failure {
                throw NotPutBack(why: "\(error)", failure)
            }
        }
    }

    /// What the controls need not show after the change.
    private struct Scope {
        /// Those whose changes alone cannot make them hold: a person was told to do the rest.
        var excused: Set<Control.ID>
        var blindSpots: BlindSpots
        /// What the invariants of the newest of its plans were compared with.
        var beginning: Preparation.Beginning?
        /// What was left to those whose it is.
        var aside: [SetAside] = []

        init(_ draft: Preparation.Draft) {
            excused = draft.plan.firstPass.halfDone
            blindSpots = draft.blindSpots
            beginning = draft.beginning
        }

        mutating func add(_ draft: Preparation.Draft) {
            excused.formUnion(draft.plan.firstPass.halfDone)
            blindSpots = blindSpots.followed(by: draft.blindSpots)
            beginning = draft.beginning
        }
    }

    private func applyPasses(
        _ generation: inout Generation,
        _ journal: JournalFile,
        _ begun: Scope
    ) async throws -> Scope {
        var done = 0
        var pass = 1
        var latest = generation.plan
        var scope = begun
        while true {
            let transaction = Transaction(generation.plan, on: preparation.machine, journal: journal, report: report)
            let plan = generation.plan
            let (earlier, beginning) = (scope.aside, scope.beginning)
            scope.aside += try await transaction.apply(from: done) { aside in
                let out = Set((earlier + aside).map(\.number))
                try await preparation.requireInvariants(plan.without(out), since: beginning)
            }
            done = generation.plan.stages.count
            guard latest.bringsMore, pass < Self.passes else { return scope }
            pass += 1
            let draft = try await preparation.draft()
            latest = draft.plan.firstPass
            guard !latest.stages.isEmpty else { return scope }
            scope.add(draft)
            let containers = try await preparation.machine.containers(of: latest)
            generation.about.containers = (generation.about.containers ?? [:]).merging(containers) { first, _ in first }
            generation.plan = generation.plan.followed(by: latest)
            try store.save(generation)
        }
    }

    /// Asks the controls again that asked for a change, but for those that only hold after the confirmation.
    ///
    /// - Returns: what does not hold, because those whose it is changed it meanwhile.
    private func verify(_ whole: Plan, _ scope: Scope, _ journal: JournalFile) async throws -> [String] {
        let out = Set(scope.aside.map(\.number))
        let plan = whole.without(out)
        let later = Set(plan.changes.filter { $0.interim != nil }.flatMap(\.because))
        let asked = Set(whole.changes.flatMap(\.because)).subtracting(later).subtracting(scope.excused)
        var leniency = Preparation.Leniency(blindSpots: scope.blindSpots, bystanders: Bystanders(whole))
        for change in whole.changes where await preparation.machine.mayLeave(change, at: change.resource) {
            leniency.others.append(change)
        }
        // What was worked out from a change that was left out is left out as well, whosever it is.
        let dragged = scope.aside.map { whole.changes[$0.number] }
        leniency.others += dragged.filter { !leniency.others.contains($0) }
        let unmet = try await preparation.requireEffect(of: asked, but: leniency, report: report)
        guard !unmet.isEmpty || !scope.aside.isEmpty else { return [] }
        var changed: Set<Int> = []
        for (number, change) in whole.changes.enumerated()
        where !out.contains(number) && leniency.others.contains(change)
            && !unmet.keys.allSatisfy({ !change.because.contains($0) })
        {
            if await preparation.machine.observe(change.resource) != .state(change.first) { changed.insert(number) }
        }
        for number in changed.sorted() { try await journal.record(.left(number, LeftToOwner.since)) }
        try await preparation.requireInvariants(whole.without(out.union(changed)), since: scope.beginning)
        return LeftToOwner.words(scope.aside, changed.sorted().map { whole.changes[$0] }, unmet)
    }

    private static func identity() throws -> ProcessIdentity {
        guard let identity = ProcessIdentity.current else { throw ConfigurationError("/proc is not mounted") }
        return identity
    }
}

/// Why a change was refused before its first step.
struct NotBegun: Error {
    let why: String
}

extension Plan {
    /// Whether there is more to plan for afterwards: packages come with files, and a new gateway with settings.
    var bringsMore: Bool {
        stages.contains { stage in
            stage.bringsProject || stage.changes.contains { if case .package = $0.resource { true } else { false } }
        }
    }

    /// Controls for which something is changed and the rest is left to a person.
    ///
    /// Advice of a later plan does not count: it may be about the very change that did not help.
    var halfDone: Set<Control.ID> {
        Set(changes.flatMap(\.because)).intersection(advice.map(\.control))
    }
}
