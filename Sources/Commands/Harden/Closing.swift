import Controls
import Hardening
import LinuxMachine

/// Brings a generation to its final state, and looks whether that holds.
struct Closing {
    let store: GenerationStore
    let report: @Sendable (String) -> Void

    /// A final state that did not hold, after it was put back.
    struct Failed {
        let why: String
        /// What was left alone because somebody else had changed it since.
        let left: [String]
    }

    /// - Returns: why it did not hold, after everything was put back; none where it holds.
    /// - Throws: `NotPutBack` where it could not be put back.
    func run(_ generation: Generation) async throws -> Failed? {
        let undoing = Undoing(store: store, report: report)
        if generation.about.reverts != nil {
            try await undoing.settle(generation)
            return nil
        }
        let earlier = try earlierBaseline(generation)
        do {
            let blindSpots = try await blindSpots(generation)
            try await undoing.close(generation) { try await verify(generation, but: blindSpots) }
        } catch {
            report("Putting everything back")
            do {
                let now = try store.generation(generation.number)
                return Failed(why: "\(error)", left: try await undoing.rollBack(now, because: "\(error)"))
            } catch let failure {
                throw NotPutBack(why: "\(error)", failure)
            }
        }
        try await remember(generation, after: earlier)
        return nil
    }

    /// Goes on with a confirmation that was interrupted: it had been given, so that nothing is asked again.
    func finish(_ generation: Generation) async throws {
        if generation.about.reverts != nil {
            try await Undoing(store: store, report: report).settle(generation)
            return
        }
        let earlier = try earlierBaseline(generation)
        try await Undoing(store: store, report: report).close(generation)
        try await remember(generation, after: earlier)
    }

    private func remember(_ generation: Generation, after earlier: Baseline?) async throws {
        do {
            try await keep(generation, after: earlier)
        } catch {
            throw ConfirmedAnyway(why: "\(error)")
        }
    }

    /// Keeps what every control says now, to compare with later.
    private func keep(_ generation: Generation, after earlier: Baseline?) async throws {
        let entries = try await Preparation(generation.about).audit().entries
        let verdicts = Dictionary(entries.map { ($0.control.id, $0.finding.verdict) }) { first, _ in first }
        let baseline = Baseline(taken: Moment.now, verdicts: verdicts)
        try store.save(earlier.map(baseline.carrying) ?? baseline, of: generation)
    }

    /// What held at the confirmation before: the newest one by the same profile that was remembered.
    ///
    /// What holds by one profile says nothing of what is to hold by another.
    private func earlierBaseline(_ generation: Generation) throws -> Baseline? {
        for other in try store.all().reversed()
        where other.progress == .confirmed {
            guard other.about.profileSource == generation.about.profileSource else { return nil }
            do {
                if let baseline = try store.baseline(of: other) { return baseline }
            } catch {
                // What held is still asked of the machine as it is now.
                report("what held at generation \(other.number) is not known any more (\(error)), and left out")
            }
        }
        return nil
    }

    /// The controls that could not hold while the old state was still in place as well.
    private func waiting(_ generation: Generation) -> Set<Control.ID> {
        Set(generation.plan.changes.filter { $0.interim != nil }.flatMap(\.because))
    }

    /// What these cannot tell before the final state is put.
    private func blindSpots(_ generation: Generation) async throws -> BlindSpots {
        let controls = waiting(generation)
        guard !controls.isEmpty else { return BlindSpots() }
        return try await Preparation(generation.about, only: controls).blindSpots()
    }

    private func verify(_ generation: Generation, but blindSpots: BlindSpots) async throws {
        let controls = waiting(generation)
        guard !controls.isEmpty else { return }
        let preparation = try Preparation(generation.about, only: controls)
        try await preparation.requireEffect(of: controls, but: .init(blindSpots: blindSpots), report: report)
    }
}

/// The change stays; what to compare with later could not be kept.
struct ConfirmedAnyway: Error, CustomStringConvertible {
    let why: String

    var description: String {
        "the change is confirmed and stays, but what nacre drift compares with could not be kept: \(why)"
    }
}
