import Hardening
import LinuxMachine

/// What the switch's units do: look at a generation that is not settled, and settle it where its time has come.
struct Watch {
    let store: GenerationStore
    let undoing: Undoing

    /// Before daemons start after a reboot.
    func atBoot() async throws {
        guard let generation = try store.unsettled(), generation.progress != .confirming else { return }
        try await undoing.rollBackFiles(generation)
        try FileOutput.print("Generation \(generation.number) was never confirmed: its files are put back.\n")
    }

    /// Every few seconds, and once after a boot.
    func look() async throws {
        guard let generation = try store.unsettled() else {
            return try await DeadMansSwitch(store: store.directory).disarm()
        }
        if generation.progress == .confirming || generation.progress == .rollingBack {
            // Whoever is at it has the lock; where nobody has it, the one who was is gone.
            guard let lock = try? StoreLock() else { return }
            try await finish(try store.generation(generation.number))
            _ = consume lock
            return
        }
        guard let reason = Self.reason(to: generation) else { return try store.answerLook(at: generation) }
        let lock = try StoreLock(evicting: true)
        // It may have been confirmed while the lock was waited for.
        let now = try store.generation(generation.number)
        if now.progress == .applying || now.progress == .unconfirmed {
            let left = try await undoing.rollBack(now, because: reason)
            try FileOutput.print("Generation \(now.number) is undone: \(reason).\n")
            for line in left { try FileOutput.print("  left as it is: \(Cleaner.report.line(line))\n") }
        }
        _ = consume lock
    }

    private func finish(_ generation: Generation) async throws {
        switch generation.progress {
        case .confirming:
            try await Closing(store: store, report: undoing.report).finish(generation)
            try FileOutput.print("Generation \(generation.number) had been confirmed: it is in its final state.\n")
        case .rollingBack:
            try await undoing.rollBack(generation, because: "a rollback that was interrupted")
            let why = generation.rollbackReason ?? "its rollback had been interrupted"
            try FileOutput.print("Generation \(generation.number) is undone: \(Cleaner.report.line(why)).\n")
        case .applying, .unconfirmed, .confirmed, .rolledBack: return
        }
    }

    /// Why a generation that is not confirmed is undone now; none while it may wait.
    static func reason(to generation: Generation, now: Int = Uptime.now, boot: String = Uptime.boot) -> String? {
        if generation.about.boot != boot { return "the server was restarted before the confirmation" }
        if generation.progress == .applying, !generation.about.process.isAlive {
            return "the process that applied it is gone"
        }
        guard now >= generation.about.deadline else { return nil }
        return generation.about.lifts == true ? "its time is over" : "nobody confirmed it in time"
    }
}
