import Hardening
import LinuxMachine

/// How a server differs from what it was when its last generation was confirmed.
struct Drift {
    /// A control that held, and no longer does.
    struct Lapse {
        let entry: Report.Entry
        let before: Finding.Verdict
    }

    /// Something that Nacre had put, and that holds something else now.
    struct Alteration {
        let change: Change
        let now: Observation
        /// Who may have done it, as far as the system remembers.
        let traces: [String]
        /// The keys that say something else than what Nacre put; none where it is not told by keys.
        let keys: [String]
    }

    let generation: Generation
    let since: Int?
    let lapses: [Lapse]
    let alterations: [Alteration]

    var isEmpty: Bool { lapses.isEmpty && alterations.isEmpty }

    /// The layers in which something drifted.
    var layers: Set<Layer> {
        Set(lapses.map(\.entry.control.layer) + alterations.compactMap(\.change.layer))
    }

    /// Looks at the machine and compares.
    static func observe(_ generation: Generation, _ store: GenerationStore) async throws -> Drift {
        let preparation = try Preparation(generation.about)
        let baseline = try store.baseline(of: generation)
        let lapses = try await preparation.audit().entries.compactMap { entry -> Lapse? in
            let before = baseline?.verdicts[entry.control.id] ?? .compliant
            let held = before == .compliant || before == .notApplicable
            let verdict = entry.finding.verdict
            guard held, verdict == .drifted || verdict == .unknown && before == .compliant else { return nil }
            return Lapse(entry: entry, before: before)
        }
        var alterations: [Alteration] = []
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
            let now = await preparation.machine.observe(resource)
            if case .state(let state) = now, change.puts(state), state != change.interim || change.interim == nil {
                continue
            }
            var keys: [String] = []
            let whole = Change(resource, before: first[resource] ?? change.before, after: change.after, because: [])
            if case .state(let state) = now, let altered = ConfigurationReversal.altered(whole, now: state) {
                // Written anew by OpenClaw, it says what Nacre put all the same.
                guard !altered.isEmpty else { continue }
                keys = altered
            }
            let traces = await Traces(of: resource).lines
            alterations.append(Alteration(change: change, now: now, traces: traces, keys: keys))
        }
        return Drift(generation: generation, since: baseline?.taken, lapses: lapses, alterations: alterations)
    }
}
