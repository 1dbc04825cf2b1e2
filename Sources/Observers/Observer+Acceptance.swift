import Catalog
public import Hardening
import Surface

extension Observer {
    /// The demands without those after which OpenClaw would refuse its configuration, or nobody could tell whether it
    /// takes it, each with the reason as advice.
    ///
    /// What was wrong before is not counted: a plan neither mends nor worsens it.
    public func leavingOutRefused(_ demands: Demands, on snapshot: Snapshot) async -> Demands {
        let asking = Set(demands.amendments.filter(\.amendment.changesGateway).map(\.control)).sorted()
        let daemons = DaemonAnswers(surface)
        guard !asking.isEmpty, let before = await faults(after: nil, on: snapshot, daemons) else { return demands }
        let whole = await faults(after: demands, on: snapshot, daemons) ?? before
        guard !whole.subtracting(before).isEmpty else { return demands }
        var reasons = Dictionary(asking.map { ($0, "") }) { first, _ in first }
        for control in asking {
            reasons[control] = nil
            let after = await faults(after: demands.leavingOut(reasons), on: snapshot, daemons) ?? before
            if let fault = after.subtracting(before).sorted().first {
                let words = "Nacre changes nothing for this control, since the gateway may not start with it"
                reasons[control] = "\(words): \(fault)."
            }
        }
        return demands.leavingOut(reasons)
    }

    /// What keeps OpenClaw from starting, now or after what is asked for; nothing where that cannot be seen.
    private func faults(
        after demands: Demands?,
        on snapshot: Snapshot,
        _ daemons: DaemonAnswers
    ) async -> Set<String>? {
        let problems = Resource.facts(.openclawProblems)
        var seen = await observe(problems)
        if let demands {
            guard let plan = try? Plan(profile: "", demands, on: snapshot) else { return nil }
            // The version is the container's, which only Docker can tell.
            let planned = PlannedSurface(plan, interim: false, over: surface, daemons: daemons)
            seen = await Observer(look: look.over(planned))
                .observe(problems)
        }
        guard case .state(let state) = seen else { return nil }
        return Set(
            state.records.compactMap { record in
                switch record[.isRefused] {
                case true: "\(record[.problem])"
                // Where nothing names the version, OpenClaw's own check and its start decide, and undo it if need be.
                case .unknown(let why):
                    record[.problemKind] == .problem(.versionNotKnown) ? nil : why.why
                default: nil
                }
            }
        )
    }
}

extension Amendment {
    /// Whether a gateway of OpenClaw takes it over.
    fileprivate var changesGateway: Bool { if case .gateway = activation { true } else { false } }
}
