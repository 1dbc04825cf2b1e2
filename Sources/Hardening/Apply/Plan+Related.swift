// Changes that belong together: what goes from one file to another, and files of one owner.
extension Plan {
    typealias Step = (change: Change, activation: Activation?)

    /// Has the daemon that takes one of two related changes over find the other one done, too.
    ///
    /// Changes are related where one was worked out from the resource of the other. All of them come with the first
    /// activation that one of them has.
    ///
    /// - Parameter steps: the changes; those that come earlier than they asked for get another activation.
    /// - Returns: the activations they had asked for, which still have to run.
    static func unite(_ steps: inout [Step]) -> [Activation] {
        var passed: [Activation] = []
        var isSettled = false
        while !isSettled {
            isSettled = true
            for index in steps.indices {
                for premise in steps[index].change.premises ?? [] {
                    guard let other = steps.firstIndex(where: { $0.change.resource == premise.resource }),
                        let mine = steps[index].activation, let its = steps[other].activation, mine != its
                    else { continue }
                    let isMineFirst = (mine.rank, "\(mine)") < (its.rank, "\(its)")
                    steps[isMineFirst ? other : index].activation = isMineFirst ? mine : its
                    passed.append(isMineFirst ? its : mine)
                    isSettled = false
                }
            }
        }
        return passed
    }

    /// Whether what nothing is put for is started by another step: once more would only be one absence more.
    static func isStartedAnyway(_ activation: Activation, by steps: [Step]) -> Bool {
        guard !steps.contains(where: { $0.activation == activation }) else { return false }
        return steps.contains { step in
            step.activation.map { activation.isStarted(by: $0, with: step.change.resource) } ?? false
        }
    }

    /// Gives files to whom their models belong to, as the plan leaves those.
    ///
    /// One that was there and everybody could read would otherwise be narrowed to an owner who is not its reader.
    static func owned(_ steps: [Step], like models: [Resource: String], _ snapshot: Snapshot) -> [Step] {
        steps.map { step in
            guard let model = models[step.change.resource], case .file(var file) = step.change.after
            else { return step }
            let planned = steps.lazy.map(\.change).first {
                $0.resource == .file(model) || $0.resource == .permissions(model)
            }
            guard let state = planned?.after ?? snapshot[.file(model)].state, let owner = state.permissions else {
                return step
            }
            (file.owner, file.group) = (owner.owner, owner.group)
            return (step.change.with(.file(file)), step.activation)
        }
    }
}

extension Observation {
    fileprivate var state: State? { if case .state(let state) = self { state } else { nil } }
}

extension State {
    fileprivate var permissions: Permissions? {
        switch self {
        case .file(let file): Permissions(mode: file.mode, owner: file.owner, group: file.group)
        case .permissions(let permissions): permissions
        default: nil
        }
    }
}

extension Change {
    fileprivate func with(_ after: State) -> Change {
        Change(
            resource,
            before: before,
            after: after,
            interim: interim,
            because: because,
            summaries: summaries,
            premises: premises ?? [],
            costs: costs ?? []
        )
    }
}
