import Hardening
import LinuxMachine

/// Puts generations back, and finishes what a crash left in the middle.
struct Undoing {
    let store: GenerationStore
    var machine = RunningMachine()
    let report: @Sendable (String) -> Void

    /// Rolls the generation back, settles it and takes the switch away.
    ///
    /// - Returns: what was left alone because somebody else had changed it since.
    /// - Throws: `RollbackError` with what could not be put back; the switch stays armed and tries again.
    @discardableResult
    func rollBack(_ generation: Generation, because reason: String) async throws(RollbackError) -> [String] {
        do {
            let left = try await putBack(generation, because: reason)
            try await DeadMansSwitch(store: store.directory).disarm()
            return left
        } catch let error as RollbackError {
            throw error
        } catch {
            throw RollbackError(["\(error)"])
        }
    }

    /// Rolls the generation back and settles it.
    func putBack(_ generation: Generation, because reason: String) async throws -> [String] {
        let journal = try store.journal(generation)
        let transaction = Transaction(
            generation.plan,
            on: directed(generation),
            journal: journal,
            report: report,
            reconcile: ConfigurationReversal.reconcile
        )
        // After a confirmation, the boot set the parameters from the file that was kept.
        let isAnotherBoot = generation.about.boot != Uptime.boot && !generation.entries.contains(.confirmed)
        let left = try await transaction.rollBack(
            generation.entries,
            because: reason,
            boot: Uptime.boot,
            isAnotherBoot: isAnotherBoot,
            devicesAreSame: generation.about.boot == Uptime.boot
        )
        let differences = await containers(otherThanBefore: generation)
        try await journal.record(.rolledBack)
        return left.map { "\($0.resource): \($0.why)" } + differences + (await machine.leftAlone())
    }

    /// In what the containers that were made anew are not as they were, in words.
    ///
    /// Files that are as before do not make containers that are: somebody else's may stand there under their names.
    private func containers(otherThanBefore generation: Generation) async -> [String] {
        guard let before = generation.about.containers, !before.isEmpty else { return [] }
        do {
            return ContainerLook.differences(of: try await machine.containers(of: generation.plan), from: before)
        } catch {
            return ["whether containers are as they were could not be told: \(error)"]
        }
    }

    /// What takes others back goes the other way.
    func directed(_ generation: Generation) -> DirectedMachine<RunningMachine> {
        DirectedMachine(machine, isReversed: generation.about.reverts != nil)
    }

    /// Before daemons start: files only, and nobody is told.
    func rollBackFiles(_ generation: Generation) async throws {
        let transaction = Transaction(
            generation.plan,
            on: directed(generation),
            journal: try store.journal(generation),
            report: report
        )
        _ = try await transaction.rollBack(
            generation.entries,
            because: "a reboot before the confirmation",
            daemonsRun: false,
            boot: Uptime.boot,
            devicesAreSame: generation.about.boot == Uptime.boot
        ) {
            switch $0 {
            case .file, .directory, .permissions: true
            case .kernelParameter, .ruleset, .unit, .package, .facts: false
            }
        }
    }

    /// Brings a confirmed generation to its final state; it is confirmed when that is `verified`.
    func close(_ generation: Generation, verified: () async throws -> Void = {}) async throws {
        let journal = try store.journal(generation)
        try await Transaction(generation.plan, on: directed(generation), journal: journal, report: report).close()
        try await verified()
        try await journal.record(.confirmed)
        try await DeadMansSwitch(store: store.directory).disarm()
    }
}
