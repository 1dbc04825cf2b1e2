/// A plan that takes confirmed ones back, so that taking back can be confirmed, or taken back itself.
///
/// Packages stay until the confirmation: they could not come again without a network.
public struct Reversal: Sendable {
    public let plan: Plan
    /// What is left alone because somebody else changed it since.
    public let left: [Left]

    public struct Left: Hashable, Sendable {
        public let resource: Resource
        public let why: String

        /// Why most of it is left.
        public static let changedSince = "somebody changed it since; it is left as it is"
    }

    /// Looks at the machine; the plans come newest first.
    ///
    /// - Throws: `PlanErrors` with what could not be read.
    public init(
        of plans: [Plan],
        on machine: some Machine,
        reconcile: @Sendable (Change, State) -> Reconciliation?
    ) async throws(PlanErrors) {
        var stages: [(changes: [Change], activation: Activation?)] = []
        var places: [Resource: (stage: Int, change: Int)] = [:]
        for plan in plans {
            for stage in plan.stages.reversed() {
                stages.append(([], stage.activation))
                for change in stage.changes.reversed() {
                    if case .package = change.resource { continue }
                    if let place = places[change.resource] {
                        // An older plan knows what was there before the newer one.
                        let newer = stages[place.stage].changes[place.change]
                        stages[place.stage].changes[place.change] = newer.goingBack(to: change.before)
                    } else {
                        places[change.resource] = (stages.count - 1, stages[stages.count - 1].changes.count)
                        stages[stages.count - 1].changes.append(change)
                    }
                }
            }
        }
        var left: [Left] = []
        var unreadable: [PlanError] = []
        var back: [Plan.Stage] = []
        for stage in stages {
            var changes: [Change] = []
            for change in stage.changes {
                switch await machine.observe(change.resource) {
                case .unreadable(let why):
                    unreadable.append(
                        .impossible(change.resource, "it cannot be read: \(why)", change.because.first ?? "")
                    )
                case .state(change.before): continue
                case .state(let state) where change.puts(state) || !change.resource.isPutWhole:
                    if case .unit = change.resource, state == .absent { continue }
                    changes.append(
                        Change(change.resource, before: state, after: change.before, because: change.because)
                    )
                case .state(let state):
                    guard let part = Reconciliation.of(change, state, by: reconcile) else {
                        left.append(
                            Left(resource: change.resource, why: Left.changedSince)
                        )
                        continue
                    }
                    left.append(Left(resource: change.resource, why: part.words))
                    guard part.state != state else { continue }
                    changes.append(Change(change.resource, before: state, after: part.state, because: change.because))
                }
            }
            if !changes.isEmpty { back.append(Plan.Stage(changes, activation: stage.activation)) }
        }
        guard unreadable.isEmpty else { throw PlanErrors(unreadable) }
        self.left = left
        plan = Plan(profile: plans.first?.profile ?? "", stages: Self.ordered(back))
    }

    /// Containers are made anew by the daemon as it was, and those that nobody had before are gone by then.
    private static func ordered(_ stages: [Plan.Stage]) -> [Plan.Stage] {
        let awaited = Set(stages.compactMap(\.undoneAfter))
        guard let place = stages.lastIndex(where: { $0.activation.map(awaited.contains) ?? false }) else {
            return stages
        }
        let waits = { (stage: Plan.Stage) in stage.undoneAfter == stages[place].activation }
        let before = stages[..<place]
        return before.filter { !waits($0) } + [stages[place]] + before.filter(waits) + stages[(place + 1)...]
    }
}

extension Change {
    fileprivate func goingBack(to state: State) -> Change {
        Change(resource, before: state, after: after, interim: interim, because: because)
    }
}
