import Hardening

/// Puts generations back, and finishes what a crash left in the middle.
extension Hardener {
    /// Rolls the generation back, settles it and takes the switch away.
    ///
    /// - Returns: what was left alone because somebody else had changed it since.
    /// - Throws: `RollbackError` with what could not be put back; the switch stays armed and tries again.
    @discardableResult
    func rollBack(_ generation: Generation, because cause: RollbackCause) async throws(RollbackError) -> [String] {
        do {
            let left = try await putBack(generation, because: cause)
            try await deadMansSwitch.disarm()
            return left
        } catch let error as RollbackError {
            throw error
        } catch {
            throw RollbackError(["\(error)"])
        }
    }

    /// Rolls back what failed; its journal as it is now decides, not as it was when the generation was made.
    func undoFailed(_ generation: Generation, _ failure: any Error) async throws(RollbackError) -> [String] {
        let action = Lifecycle(generation).handle(.stepFailed("\(failure)"))
        guard case .rollBack(let cause) = action else { return [] }
        return try await rollBack(generation, because: cause)
    }

    /// Rolls the generation back and settles it.
    func putBack(_ generation: Generation, because cause: RollbackCause) async throws -> [String] {
        let journal = try store.journal(generation)
        let transaction = Transaction(
            generation.plan,
            on: directed(generation),
            journal: journal,
            report: report,
            reconcile: ConfigurationReversal.reconcile
        )
        let ran = (generation.about.containers ?? [:]).filter { $0.value.isRunning == true }
        await host.expectRunning(Set(ran.keys))
        // After a confirmation, the boot set the parameters from the file that was kept.
        let isAnotherBoot = generation.about.boot != clock.boot && !generation.entries.contains(.confirmed)
        let left = try await transaction.rollBack(
            generation.entries,
            because: cause,
            boot: clock.boot,
            isAnotherBoot: isAnotherBoot,
            devicesAreSame: generation.about.boot == clock.boot
        )
        let differences = await containers(otherThanBefore: generation)
        try await journal.record(.rolledBack)
        return left.map { "\($0.resource): \($0.why)" } + differences + (await host.leftAlone())
    }

    /// In what the containers that were made anew are not as they were, in words.
    ///
    /// Files that are as before do not make containers that are: somebody else's may stand there under their names.
    private func containers(otherThanBefore generation: Generation) async -> [String] {
        guard let before = generation.about.containers, !before.isEmpty else { return [] }
        do {
            return ContainerLook.differences(of: try await host.containers(of: generation.plan), from: before)
        } catch {
            return ["whether containers are as they were could not be determined: \(error)"]
        }
    }

    /// What takes others back goes the other way.
    func directed(_ generation: Generation) -> DirectedMachine<Server> {
        DirectedMachine(host, isReversed: generation.about.reverts != nil)
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
            because: .restarted,
            daemonsRun: false,
            boot: clock.boot,
            devicesAreSame: generation.about.boot == clock.boot
        ) {
            switch $0 {
            case .file, .directory, .permissions, .row: true
            case .kernelParameter, .ruleset, .unit, .package, .facts: false
            }
        }
    }

    /// Arms the switch, and sees it run before anything is changed.
    ///
    /// - Throws: `NotBegun` where it does not; the generation is settled then.
    func arm(_ generation: Generation) async throws {
        do {
            report("Arming the switch")
            try await deadMansSwitch.arm()
            try await deadMansSwitch.prove(generation)
        } catch {
            try await rollBack(generation, because: .failed("\(error)"))
            throw NotBegun(why: "\(error)")
        }
    }
}
