public import Hardening

/// When the switch's units run.
public enum Occasion: Sendable {
    /// Before daemons start, after a boot.
    case beforeDaemons
    /// Every few seconds, and once after a boot.
    case running
}

/// What the switch did about a generation.
public enum Settled: Sendable {
    /// Its files are put back; daemons are still to be told.
    case filesPutBack(Generation)
    case undone(Generation, because: RollbackCause, left: [String])
    case confirmed(Generation)
}

/// What the switch's units do: look at a generation that is not settled, and settle it where its time has come.
extension Hardener {
    /// - Returns: what was done; none where nothing was due.
    public func settle(at occasion: Occasion) async throws -> Settled? {
        guard let generation = try store.unsettled() else {
            if occasion == .running { try await deadMansSwitch.disarm() }
            return nil
        }
        switch Lifecycle(generation).handle(event(occasion, generation)) {
        case .rollBackFiles:
            try await rollBackFiles(generation)
            return .filesPutBack(generation)
        case .answerLook:
            try store.answerLook(at: generation)
            return nil
        case .lock(let reason):
            return try await store.locked(evicting: true) { try await finish(generation.number, due: reason) }
        case .lockIfFree:
            do {
                return try await store.locked(evicting: false) { try await finish(generation.number, due: nil) }
            } catch is StoreBusy {
                // Whoever is at it has the lock.
                return nil
            }
        default: return nil
        }
    }

    private func event(_ occasion: Occasion, _ generation: Generation) -> Lifecycle.Event {
        switch occasion {
        case .beforeDaemons: .bootedBeforeDaemons
        case .running:
            .looked(
                now: clock.seconds,
                boot: clock.boot,
                applierIsAlive: clock.isAlive(generation.about.process)
            )
        }
    }

    /// Does what is due, by what the journal says now that nobody else writes to it.
    private func finish(_ number: Int, due: RollbackCause?) async throws -> Settled? {
        let generation = try store.generation(number)
        switch Lifecycle(generation).handle(.locked(due: due)) {
        case .rollBack(let reason):
            return .undone(generation, because: reason, left: try await rollBack(generation, because: reason))
        case .finishConfirming:
            try await finishConfirming(generation)
            return .confirmed(generation)
        case .finishRollingBack:
            try await rollBack(generation, because: .interrupted)
            return .undone(
                generation,
                because: generation.rollbackCause ?? .interrupted,
                left: []
            )
        default: return nil
        }
    }
}
