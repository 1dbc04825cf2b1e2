import Catalog
public import Hardening

/// Brings a generation to its final state, and looks whether that holds.
extension Hardener {
    /// Confirms what waits, by the login that this process runs in.
    ///
    /// - Throws: `Refused` where that proves nothing, or nothing waits; `NotPutBack` where the final state did not hold and
    ///   could not be put back; `ConfirmedAnyway` where only what is compared with later could not be kept.
    public func confirm() async throws -> Confirmation {
        try await store.locked(evicting: false) {
            guard let generation = try store.unsettled() else { throw Refused(.nothingWaits, try store.all().last) }
            let look = try host.look(openclawDirectories: [], publicNames: [], keeping: [])
            let session = await look.observe(.facts(.operatorSession))
            switch Lifecycle(generation).handle(.login(session, hasSSH: await look.hasSSH())) {
            case .confirm:
                if let undone = try await close(generation) { return .undone(undone) }
                return .stays(generation, by: session)
            case .refuse(.nothingWaits): throw Refused(.nothingWaits, try store.all().last)
            case .refuse(let why): throw Refused(why, generation)
            default: throw Refused(.nothingWaits, generation)
            }
        }
    }

    /// - Returns: why its final state did not hold, after everything was put back; none where it holds.
    /// - Throws: `NotPutBack` where it could not be put back.
    func close(_ generation: Generation) async throws -> Undone? {
        if generation.about.reverts != nil {
            try await keepReverted(generation)
            return nil
        }
        let earlier = try earlierBaseline(generation)
        do {
            let blindSpots = try await blindSpots(generation)
            try await putFinalState(generation)
            try await verify(generation, but: blindSpots)
            try await store.journal(generation).record(.confirmed)
        } catch {
            report("Putting everything back")
            do {
                let left = try await undoFailed(try store.generation(generation.number), error)
                return Undone(cause: error, plan: generation.plan, left: left)
            } catch let failure {
                throw NotPutBack(why: "\(error)", failure)
            }
        }
        try await keep(generation, after: earlier)
        return nil
    }

    /// Records the confirmation, and puts what was only put otherwise until then.
    private func putFinalState(_ generation: Generation) async throws {
        let journal = try store.journal(generation)
        try await Transaction(generation.plan, on: directed(generation), journal: journal, report: report).close()
    }

    /// Goes on with a confirmation that was interrupted: it had been given, so that nothing is asked again.
    func finishConfirming(_ generation: Generation) async throws {
        if generation.about.reverts != nil {
            try await keepReverted(generation)
            return
        }
        let earlier = try earlierBaseline(generation)
        try await putFinalState(generation)
        try await store.journal(generation).record(.confirmed)
        try await keep(generation, after: earlier)
    }

    /// What is left to do once the journal says that it is confirmed: the switch goes, and what holds is remembered.
    private func keep(_ generation: Generation, after earlier: Baseline?) async throws {
        var stays: SwitchStays?
        do { try await deadMansSwitch.disarm() } catch { stays = SwitchStays(why: "\(error)") }
        do {
            try await remember(generation, after: earlier)
        } catch {
            throw ConfirmedAnyway(why: "\(error)")
        }
        if let stays { throw stays }
    }

    /// Keeps what every control says now, to compare with later.
    private func remember(_ generation: Generation, after earlier: Baseline?) async throws {
        let outcomes = try await planner(try order(of: generation)).audit().outcomes
        let baseline = Baseline(taken: clock.wall, outcomes)
        let put = Set(generation.plan.changes.map(\.resource))
        try store.save(earlier.map { baseline.carrying($0, putting: put) } ?? baseline, of: generation)
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

    /// What these cannot determine before the final state is put.
    private func blindSpots(_ generation: Generation) async throws -> BlindSpots {
        let controls = waiting(generation)
        guard !controls.isEmpty else { return BlindSpots() }
        return try await planner(try order(of: generation).only(controls)).blindSpots()
    }

    private func verify(_ generation: Generation, but blindSpots: BlindSpots) async throws {
        let controls = waiting(generation)
        guard !controls.isEmpty else { return }
        let planner = planner(try order(of: generation).only(controls))
        try await planner.requireEffect(of: controls, but: .init(blindSpots: blindSpots), report: report)
    }
}

/// What came of a confirmation.
public enum Confirmation: Sendable {
    /// The change stays; and the login that confirmed it.
    case stays(Generation, by: Observation)
    case undone(Undone)
}
