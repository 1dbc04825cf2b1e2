import Catalog
import Hardening

/// What need not hold after a change.
struct Leniency {
    /// What the controls could not determine before the change either.
    var blindSpots: BlindSpots
    /// Changes of what accounts own: these may have changed it since.
    var others: [Change] = []
    var bystanders = Bystanders(Plan(profile: "", stages: []))
}

extension Planner {
    /// Seconds in which daemons must show that they took everything over.
    private static var settling: Int { 45 }

    /// Judges the machine anew until the controls hold.
    ///
    /// What the controls could not determine before the change either is no failure of it, nor is what an account did to its
    /// own files since: whether it is, is told by how it would be with those files as they were put.
    ///
    /// - Returns: what does not hold because of an account, by control.
    /// - Throws: `TransactionError.notEffective` for the first that still does not when the daemons had their time; one
    ///   that could not be determined, and could before, does not hold.
    @discardableResult
    func requireEffect(
        of identifiers: Set<Control.ID>,
        but leniency: Leniency,
        report: (String) -> Void
    ) async throws -> [Control.ID: Evidence] {
        report("Looking at what is true now")
        var last: (control: Control.ID, evidence: Evidence)?
        let polled = try await clock.poll(every: 1000, for: Self.settling * 1000) {
            () async throws -> [Control.ID: Evidence]? in
            let found = failures(try await audit(), leniency).filter { identifiers.contains($0.key) }
            if found.isEmpty { return [:] }
            let failing = try await failing(found, leniency)
            guard let (control, evidence) = failing.filter({ !$0.value.isEmpty }).min(by: { $0.key < $1.key }) else {
                return found.compactMapValues(\.first)
            }
            last = (control, evidence[0])
            return nil
        }
        switch (polled, last) {
        case (.found(let others), _): return others
        case (.late, let last?):
            let (control, evidence) = last
            throw TransactionError.notEffective(control, "\(evidence.resource): \(evidence.observed)")
        case (.late, nil), (.cancelled, _): throw CancellationError()
        }
    }

    /// Of what was found, what is not an account's doing.
    private func failing(
        _ found: [Control.ID: [Evidence]],
        _ leniency: Leniency
    ) async throws -> [Control.ID: [Evidence]] {
        var failing = found
        if leniency.others.isEmpty {
            for (control, evidence) in found { failing[control] = await ours(evidence, leniency) }
        } else {
            let kept = failures(try await audit(keeping: leniency.others), leniency)
            for control in found.keys { failing[control] = await ours(kept[control] ?? [], leniency) }
        }
        return failing
    }

    private func failures(_ report: Report<Control>, _ leniency: Leniency) -> [Control.ID: [Evidence]] {
        let pairs = report.outcomes.map { ($0.entry.id, leniency.blindSpots.failures($0)) }
        return Dictionary(pairs) { first, _ in first }.filter { !$0.value.isEmpty }
    }

    /// Without what is about an account's files that were not changed.
    private func ours(_ evidence: [Evidence], _ leniency: Leniency) async -> [Evidence] {
        var ours: [Evidence] = []
        for one in evidence {
            if let path = leniency.bystanders.place(of: one), await host.isOthers(.permissions(path)) { continue }
            ours.append(one)
        }
        return ours
    }

    /// Ports by which the login that confirms may come, where the plan moves SSH; none where any will do.
    func loginPorts(after plan: Plan) -> [Int] {
        plan.movesLogins ? [profile.ssh.port] : []
    }
}
