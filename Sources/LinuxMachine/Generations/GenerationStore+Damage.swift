public import Hardening

extension GenerationStore {
    /// What cannot be read, oldest first.
    public func damaged() throws(StoreError) -> [DamagedGeneration] { try survey().damaged }

    /// Every generation, read where it can be.
    func survey() throws(StoreError) -> (whole: [Generation], damaged: [DamagedGeneration]) {
        var whole: [Generation] = []
        var damaged: [DamagedGeneration] = []
        // A new one is only made when all others are settled, and undoing begins with the newest: what is older than one
        // that stays was settled then, and is.
        var hasNewerInForce = false
        for number in try numbers().reversed() {
            do {
                let generation = try generation(number)
                whole.insert(generation, at: 0)
                if generation.progress != .rolledBack, generation.progress != .rollingBack { hasNewerInForce = true }
            } catch {
                let progress = lastKnown(number)
                damaged.insert(
                    DamagedGeneration(
                        number: number,
                        why: error.description,
                        progress: progress,
                        isSettled: (progress?.isSettled ?? false) || hasNewerInForce,
                        directory: path(number, nil)
                    ),
                    at: 0
                )
                if progress == .confirmed { hasNewerInForce = true }
            }
        }
        return (whole, damaged)
    }

    /// How far a generation has come by its journal alone; none where the journal's last word is not readable.
    private func lastKnown(_ number: Int) -> Progress? {
        guard let bytes = try? bytes(number, "journal", limit: 64 << 20, orEmpty: true) else { return nil }
        let lines = JournalFile.lines(bytes)
        guard case .some(.some) = lines.last else { return nil }
        return Progress(lines.compactMap(\.self))
    }
}
