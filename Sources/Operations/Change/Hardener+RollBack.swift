public import Hardening

/// What was taken back.
public enum TakenBack: Sendable {
    case undone(Generation, left: [String])
    /// It had been confirmed that others are taken back, and that is finished.
    case finished(Generation, left: [String])
    /// These were confirmed, and are taken back by a generation of its own, which waits to be confirmed; none where there
    /// was nothing to change.
    case reverted([Generation], by: Generation?, left: [String])
}

extension Hardener {
    /// Takes back the generation of this number, and every later one, newest first; without a number, the newest.
    ///
    /// - Parameters:
    ///   - number: the oldest of them.
    ///   - isAtOnce: whether what was confirmed goes for good, without a confirmation.
    ///   - patience: seconds after which what was confirmed is in force again where nobody confirms that it goes.
    ///   - begins: told before anything is changed, with what is taken back.
    ///   - tell: told of each as it is done.
    /// - Throws: `Refused`; `RollbackError` with what could not be put back; `Reapplied` where taking back failed.
    public func rollBack(
        from number: Int?,
        atOnce isAtOnce: Bool,
        within patience: Int,
        begins: (TakingBack) throws -> Void,
        tell: (TakenBack) async throws -> Void
    ) async throws {
        try await store.locked(evicting: false) {
            let chosen = try choose(from: number)
            try begins(await takingBack(chosen))
            var confirmed: [Generation] = []
            for generation in chosen {
                switch Lifecycle(generation).handle(.rollbackAsked(atOnce: isAtOnce)) {
                case .revert: confirmed.append(generation)
                case .finishConfirming:
                    try await tell(.finished(generation, left: keepReverted(generation)))
                case .rollBack(let reason):
                    // A power cut in the middle of it: the next boot goes on.
                    try await deadMansSwitch.arm()
                    try await tell(.undone(generation, left: rollBack(generation, because: reason)))
                default: continue
                }
            }
            guard !confirmed.isEmpty else { return }
            let reverted = try await revert(confirmed, within: patience)
            try await tell(.reverted(confirmed, by: reverted.generation, left: reverted.left))
        }
    }

    /// Newest first.
    private func choose(from number: Int?) throws -> [Generation] {
        let candidates = try store.all().filter { $0.progress != .rolledBack }
        guard let newest = candidates.last else { throw Refused(.nothingToUndo) }
        let first = number ?? newest.number
        guard candidates.contains(where: { $0.number == first }) else { throw Refused(.noGeneration(first)) }
        // What is newer goes first.
        if let hidden = try store.damaged().last(where: { $0.number > first && $0.progress != .rolledBack }) {
            throw Refused(.newerIsDamaged(hidden.number, hidden.words))
        }
        return candidates.reversed().filter {
            $0.number >= first && $0.about.reverts == nil || !$0.progress.isSettled
        }
    }
}
