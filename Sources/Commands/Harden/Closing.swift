import Controls
import Hardening
import LinuxMachine

/// Brings a generation to its final state, and looks whether that holds.
struct Closing {
    let store: GenerationStore
    let report: @Sendable (String) -> Void

    /// - Returns: why it did not hold, after everything was put back; none where it holds.
    func run(_ generation: Generation) async throws -> String? {
        let earlier = try store.confirmed()
        let undoing = Undoing(store: store, report: report)
        do {
            try await undoing.close(generation) { try await verify(generation) }
        } catch {
            report("Putting everything back")
            try await undoing.rollBack(try store.generation(generation.number), because: "\(error)")
            return "\(error)"
        }
        try await remember(generation, after: earlier)
        return nil
    }

    /// Keeps what every control says now, to compare with later.
    private func remember(_ generation: Generation, after earlier: Generation?) async throws {
        let entries = try await Preparation(generation.about).audit().entries
        let verdicts = Dictionary(entries.map { ($0.control.id, $0.finding.verdict) }) { first, _ in first }
        var baseline = Baseline(taken: Moment.now, verdicts: verdicts)
        // What holds by one profile says nothing of what is to hold by another.
        if let earlier, earlier.about.profileSource == generation.about.profileSource,
            let before = try store.baseline(of: earlier)
        {
            baseline = baseline.carrying(before)
        }
        try store.save(baseline, of: generation)
    }

    /// The controls that could not hold while the old state was still in place as well.
    private func verify(_ generation: Generation) async throws {
        let controls = Set(generation.plan.changes.filter { $0.interim != nil }.flatMap(\.because))
        guard !controls.isEmpty else { return }
        let preparation = try Preparation(generation.about, only: controls)
        try await preparation.requireEffect(of: controls, report: report)
    }
}
