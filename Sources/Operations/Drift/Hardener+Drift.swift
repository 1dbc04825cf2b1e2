import Catalog
public import Hardening

extension Hardener {
    /// Compares the server with what was confirmed last.
    public func drift() async throws -> Drift {
        let open = try store.unsettled()
        if let open, open.about.reverts != nil { throw Refused(.nothingConfirmed, open) }
        guard let generation = try store.confirmed() else {
            if let open { throw Refused(.nothingConfirmed, open) }
            if let hidden = try store.damaged().last(where: { $0.progress != .rolledBack }) {
                throw Refused(.confirmedIsDamaged(hidden.words))
            }
            throw Refused(.nothingConfirmed)
        }
        let baseline = try store.baseline(of: generation)
        return Drift(
            generation: generation,
            source: source(of: generation),
            lifted: open?.about.lifts == true ? open : nil,
            since: baseline?.taken,
            lapses: try await lapses(generation, since: baseline),
            alterations: try await alterations(since: baseline)
        )
    }

    /// What the profile's name or file says now, beside what was applied.
    private func source(of generation: Generation) -> Drift.Source {
        guard let applied = generation.profile else { return .notKept }
        do {
            return try profiles(generation.about.profileSource) == applied ? .same : .changed
        } catch {
            return .gone("\(error)")
        }
    }

    private func lapses(_ generation: Generation, since baseline: Baseline?) async throws -> [Drift.Lapse] {
        try await planner(try order(of: generation)).audit().outcomes.compactMap { outcome -> Drift.Lapse? in
            let before = baseline?.verdicts[outcome.entry.id] ?? .compliant
            let held = before == .compliant || before == .notApplicable
            let verdict = outcome.finding.verdict
            if held, verdict == .drifted || verdict == .unknown {
                return Drift.Lapse(outcome: outcome, before: before, evidence: outcome.finding.evidence)
            }
            guard let more = baseline?.newFaults(of: outcome), !more.isEmpty else { return nil }
            return Drift.Lapse(outcome: outcome, before: before, evidence: more)
        }
    }

    private func alterations(since baseline: Baseline?) async throws -> [Drift.Alteration] {
        var alterations: [Drift.Alteration] = []
        // A later generation may have put something else since: the last word counts.
        var last: [Resource: Change] = [:]
        var first: [Resource: State] = [:]
        for confirmed in try store.all() where confirmed.progress == .confirmed {
            for change in confirmed.plan.changes {
                last[change.resource] = change
                first[change.resource] = first[change.resource] ?? change.before
            }
        }
        // What the packet filter does is judged by controls: Docker and fail2ban rewrite it all the time.
        last[.ruleset] = nil
        for (resource, change) in last.sorted(by: { "\($0.key)" < "\($1.key)" }) {
            let now = await host.observe(resource)
            if case .state(let state) = now, change.puts(state), state != change.interim || change.interim == nil {
                continue
            }
            if case .state(let state) = now, let baseline, baseline.accepts(store.digest(of: state), of: resource) {
                continue
            }
            var keys: [String] = []
            let whole = Change(resource, before: first[resource] ?? change.before, after: change.after, because: [])
            if case .state(let state) = now, let altered = ConfigurationReversal.altered(whole, now: state) {
                // Written anew by OpenClaw, it says what Nacre put all the same.
                guard !altered.isEmpty else { continue }
                keys = altered
            }
            alterations.append(Drift.Alteration(change: change, now: now, keys: keys))
        }
        return alterations
    }

    /// From now on, compares with what is now where that differs from what was confirmed.
    ///
    /// - Parameters:
    ///   - drift: all of it, or a part.
    ///   - reason: why, for whoever reads it later.
    /// - Returns: what could not be accepted, because it cannot be read.
    /// - Throws: where it could not be kept.
    public func accept(_ drift: Drift, because reason: String) async throws -> [Resource] {
        var left: [Resource] = []
        try await store.locked(evicting: false) {
            var baseline = try store.baseline(of: drift.generation) ?? Baseline(taken: clock.wall, verdicts: [:])
            for lapse in drift.lapses { baseline.accept(lapse.outcome, because: reason, at: clock.wall) }
            for alteration in drift.alterations {
                guard case .state(let state) = alteration.now else {
                    left.append(alteration.change.resource)
                    continue
                }
                baseline.accept(
                    store.digest(of: state),
                    of: alteration.change.resource,
                    because: reason,
                    at: clock.wall
                )
            }
            try store.save(baseline, of: drift.generation)
        }
        return left
    }

    /// What is accepted of what differs from the confirmed generation.
    public func acceptances() throws -> [(name: String, acceptance: Baseline.Acceptance?)] {
        guard let generation = try store.confirmed() else { throw Refused(.nothingConfirmed) }
        return try store.baseline(of: generation)?.acceptances ?? []
    }

    /// Accepts these no longer.
    ///
    /// - Parameter names: as `acceptances` has them.
    /// - Throws: where nothing is in force, or it could not be kept.
    public func withdraw(_ names: [String]) async throws {
        try await store.locked(evicting: false) {
            guard let generation = try store.confirmed() else { throw Refused(.nothingConfirmed) }
            guard var baseline = try store.baseline(of: generation) else { return }
            for name in names { baseline.withdraw(name) }
            try store.save(baseline, of: generation)
        }
    }

    /// Puts these layers in place again, by the profile that was confirmed, and keeps them when the server's own checks
    /// pass: somebody proved that they can log in when they were confirmed.
    ///
    /// - Parameters:
    ///   - layers: what is put in place again.
    ///   - drift: what drifted.
    ///   - shown: told what is going to be changed.
    /// - Returns: none where nothing is to be changed.
    /// - Throws: before anything was changed, why nothing was; afterwards, what could not be undone.
    public func reapply(
        _ layers: [Layer],
        of drift: Drift,
        shown: (Draft) throws -> Void
    ) async throws -> Outcome? {
        let whole = try order(of: drift.generation)
        let order = whole.only(Set(whole.controls.filter { layers.contains($0.layer) }.map(\.id)))
        try await requireSettled()
        let draft = try await plan(order)
        try shown(draft)
        guard !draft.plan.isEmpty else { return nil }
        return try await apply(draft, by: order, within: 300, keepingAtOnce: true)
    }
}
