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
        case waits(Generation)
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
            try await verify(generation.plan, scope)
            generation.about.ports = preparation.loginPorts(after: generation.plan)
            generation.about.applied = Uptime.milliseconds
            generation.about.deadline = Uptime.now + patience.seconds
            try store.save(generation)
            try await journal.record(.applied)
            return .waits(try store.generation(generation.number))
        } catch {
            report("Putting everything back")
            do {
                // The entries as they are now, not as they were when the generation was made.
                let now = try store.generation(generation.number)
                return .undone("\(error)", left: try await undoing.rollBack(now, because: "\(error)"))
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

        init(_ draft: Preparation.Draft) {
            excused = draft.plan.firstPass.halfDone
            blindSpots = draft.blindSpots
        }

        mutating func add(_ draft: Preparation.Draft) {
            excused.formUnion(draft.plan.firstPass.halfDone)
            blindSpots = blindSpots.followed(by: draft.blindSpots)
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
            try await transaction.apply(from: done)
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
    private func verify(_ plan: Plan, _ scope: Scope) async throws {
        let later = Set(plan.changes.filter { $0.interim != nil }.flatMap(\.because))
        let asked = Set(plan.changes.flatMap(\.because)).subtracting(later).subtracting(scope.excused)
        try await preparation.requireEffect(of: asked, but: scope.blindSpots, report: report)
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
