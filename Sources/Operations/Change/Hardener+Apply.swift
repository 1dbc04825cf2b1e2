import Hardening

/// Takes a plan through to the point where it waits for its confirmation, or back to where it began.
extension Hardener {
    /// Makes sure that no other generation waits; one that was ended before it began is settled.
    ///
    /// - Throws: `Refused` where another one does.
    public func requireSettled() async throws {
        guard let open = try store.unsettled() else { return }
        let isAlive = clock.isAlive(open.about.process)
        switch Lifecycle(open).handle(.anotherChange(applierIsAlive: isAlive)) {
        case .release: return
        case .rollBack(let reason): try await rollBack(open, because: reason)
        case .refuse(let why): throw Refused(why, open)
        default: throw Refused(.unsettled, open)
        }
    }

    /// Applies what was planned.
    ///
    /// - Parameters:
    ///   - draft: the plan.
    ///   - order: what it was planned by.
    ///   - patience: seconds after which it is undone where nobody confirmed it.
    ///   - keepingAtOnce: whether it is kept without a confirmation, when the server's own checks pass.
    ///   - proof: what must hold besides once it is put; everything is put back where it throws.
    /// - Returns: what came of it.
    /// - Throws: before anything was changed, why nothing was; afterwards, what could not be undone.
    public func apply(
        _ draft: Draft,
        by order: Order,
        within patience: Int,
        keepingAtOnce: Bool = false,
        proof: (@Sendable () async throws -> Void)? = nil
    ) async throws -> Outcome {
        try await store.locked(evicting: false) {
            // Another one may have ended while the plan was read.
            try await requireSettled()
            let outcome = try await put(draft, by: order, within: patience, proof: proof)
            guard keepingAtOnce, case .waits(let generation, let left) = outcome else { return outcome }
            report("Keeping it")
            if let undone = try await close(generation) { return .undone(undone) }
            return .kept(generation, left: left)
        }
    }

    /// - Throws: before anything was changed, why nothing was; afterwards, what could not be undone.
    func put(
        _ draft: Draft,
        by order: Order,
        within patience: Int,
        lifts: Bool = false,
        proof: (@Sendable () async throws -> Void)? = nil
    ) async throws -> Outcome {
        guard let process = clock.process else { throw Refused(.noProcess) }
        let planner = planner(order)
        var about = Generation.About(
            version: version,
            profile: order.profile.name,
            profileSource: order.source,
            openclawDirectories: order.openclawDirectories,
            created: clock.wall,
            boot: clock.boot,
            process: process,
            deadline: clock.seconds + room + patience,
            lifts: lifts ? true : nil
        )
        about.containers = try await host.containers(of: draft.plan.firstPass)
        var generation = try store.create(draft.plan.firstPass, about, by: order.profile)
        let journal = try store.journal(generation)
        try await arm(generation)
        do {
            let scope = try await applyPasses(&generation, journal, Scope(draft), planner)
            let left = try await verify(generation.plan, scope, journal, planner)
            try await proof?()
            generation.about.ports = planner.loginPorts(after: generation.plan)
            generation.about.applied = clock.milliseconds
            generation.about.deadline = clock.seconds + patience
            try store.save(generation)
            try await journal.record(.applied)
            return .waits(try store.generation(generation.number), left: left)
        } catch {
            report("Putting everything back")
            do {
                let left = try await undoFailed(try store.generation(generation.number), error)
                return .undone(Undone(cause: error, plan: generation.plan, left: left))
            } catch let failure {
                throw NotPutBack(why: "\(error)", failure)
            }
        }
    }
}
