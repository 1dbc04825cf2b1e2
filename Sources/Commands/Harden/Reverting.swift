import Hardening
import LinuxMachine

/// Takes confirmed generations back, to the point where that waits for its confirmation.
///
/// What is taken back may be what people log in by now: it is a change like any other.
struct Reverting {
    let store: GenerationStore
    let patience: Patience
    let report: @Sendable (String) -> Void

    /// What waits, and what was left alone because somebody else changed it since.
    struct Waiting {
        /// None where there was nothing left to put back, so that nothing waits.
        let generation: Generation?
        let left: [String]
        /// What knows of the gateways that were started anew.
        let machine: RunningMachine
    }

    /// Seconds that taking back itself may take.
    private static let room = 3600

    /// Takes them back; they come newest first.
    ///
    /// - Throws: before anything was changed, why nothing was; `Reapplied` where it failed and they are in force again.
    func run(_ generations: [Generation]) async throws -> Waiting {
        guard let newest = generations.first, let identity = ProcessIdentity.current else {
            throw ConfigurationError("/proc is not mounted")
        }
        let preparation = try Preparation(newest.about)
        let reversal = try await Reversal(
            of: generations.map { $0.plan.without($0.entries.neverMade) },
            on: preparation.machine,
            reconcile: ConfigurationReversal.reconcile
        )
        let undoing = Undoing(store: store, machine: preparation.machine, report: report)
        guard !reversal.plan.isEmpty else {
            var left: [String] = []
            for generation in generations { left += try await undoing.rollBack(generation, because: "asked to") }
            return Waiting(generation: nil, left: left, machine: undoing.machine)
        }
        let beginning = try await preparation.requireInvariants(reversal.plan)
        var about = Generation.About(
            version: Nacre.version,
            profile: newest.about.profile,
            profileSource: newest.about.profileSource,
            openclawDirectories: newest.about.openclawDirectories,
            created: Int(Moment.now),
            boot: Uptime.boot,
            process: identity,
            deadline: Uptime.now + Self.room + patience.seconds,
            reverts: generations.map(\.number)
        )
        about.containers = try await preparation.machine.containers(of: reversal.plan)
        var generation = try store.create(reversal.plan, about)
        try await undoing.arm(generation)
        do {
            let journal = try store.journal(generation)
            let machine = undoing.directed(generation)
            let aside = try await Transaction(generation.plan, on: machine, journal: journal, report: report)
                .apply { aside in
                    let plan = reversal.plan.without(Set(aside.map(\.number)))
                    try await preparation.requireInvariants(plan, since: beginning)
                }
            generation.about.applied = Uptime.milliseconds
            generation.about.deadline = Uptime.now + patience.seconds
            try store.save(generation)
            try await journal.record(.applied)
            let left = reversal.left.map { "\($0.resource): \($0.why)" } + aside.map { "\($0.resource): \($0.why)" }
            return Waiting(
                generation: try store.generation(generation.number),
                left: left,
                machine: undoing.machine
            )
        } catch {
            report("Putting everything in force again")
            do {
                let now = try store.generation(generation.number)
                throw Reapplied(why: "\(error)", left: try await undoing.rollBack(now, because: "\(error)"))
            } catch let failure as RollbackError {
                throw NotPutBack(why: "\(error)", failure)
            }
        }
    }
}

/// Taking back failed, and what was to be taken back is in force again.
struct Reapplied: Error, CustomStringConvertible {
    let why: String
    let left: [String]

    var description: String {
        guard !left.isEmpty else { return "\(why)\nEverything is in force again as it was." }
        return "\(why)\nIn force again, but for what somebody else changed meanwhile:\n" + left.joined(separator: "\n")
    }
}

extension Undoing {
    /// Arms the switch, and sees it run before anything is changed.
    ///
    /// - Throws: `NotBegun` where it does not; the generation is settled then.
    func arm(_ generation: Generation) async throws {
        do {
            report("Arming the switch")
            let deadMansSwitch = DeadMansSwitch(store: store.directory)
            try await deadMansSwitch.arm()
            try await deadMansSwitch.prove(generation, of: store)
        } catch {
            try await rollBack(generation, because: "\(error)")
            throw NotBegun(why: "\(error)")
        }
    }

    /// Has generations taken back for good, after that was confirmed: what waited for it goes, their packages.
    ///
    /// May be called again after a crash.
    ///
    /// - Returns: what was left alone because somebody else had changed it since.
    @discardableResult
    func settle(_ reversal: Generation) async throws -> [String] {
        let journal = try store.journal(reversal)
        try await journal.record(.confirming)
        var left: [String] = []
        for number in reversal.about.reverts ?? [] {
            let generation = try store.generation(number)
            if generation.progress == .rolledBack { continue }
            if generation.progress == .confirmed { try await noteReverted(generation) }
            left += try await putBack(try store.generation(number), because: "asked to, and confirmed")
        }
        try await journal.record(.rollingBack("it took others back, and that was confirmed"))
        try await journal.record(.rolledBack)
        try await DeadMansSwitch(store: store.directory).disarm()
        return left
    }

    /// The reversal has put everything back but the packages, and daemons took it over.
    private func noteReverted(_ generation: Generation) async throws {
        let journal = try store.journal(generation)
        try await journal.record(.rollingBack("asked to, and confirmed"))
        try await journal.record(.undoing(boot: Uptime.boot))
        for (number, change) in generation.plan.changes.enumerated() {
            if case .package = change.resource { continue }
            try await journal.record(.restored(number))
        }
        for index in generation.plan.stages.indices { try await journal.record(.activated(index)) }
    }
}
