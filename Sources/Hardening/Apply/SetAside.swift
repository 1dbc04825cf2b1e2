/// A change that is not made, because whoever owns the place changed it after the plan was made, or keeps it from being
/// made.
///
/// Everybody may change what is theirs at any time. That costs them the change, and nobody else anything.
public struct SetAside: Hashable, Sendable {
    /// The change's number in the plan.
    public let number: Int
    public let resource: Resource
    public let because: [Control.ID]
    public let why: String
}

extension Plan {
    /// The same without the changes of these numbers; stages and everything else stay.
    public func without(_ numbers: Set<Int>) -> Plan {
        var number = 0
        let stages = stages.map { stage in
            let first = number
            number += stage.changes.count
            return Stage(
                stage.changes.indices.filter { !numbers.contains(first + $0) }.map { stage.changes[$0] },
                activation: stage.activation
            )
        }
        return Plan(profile: profile, stages: stages, advice: advice, deferred: deferred)
    }

    /// The change of this number, with all that one of them was worked out from the resource of another of them.
    ///
    /// What goes from one file to another must neither be in both nor in none.
    func bound(to number: Int) -> Set<Int> {
        let changes = changes
        var found: Set<Int> = [number]
        var waiting = [number]
        while let next = waiting.popLast() {
            for other in changes.indices where !found.contains(other) {
                guard changes[other].reads(changes[next].resource) || changes[next].reads(changes[other].resource)
                else { continue }
                found.insert(other)
                waiting.append(other)
            }
        }
        return found
    }
}

extension Change {
    /// The account that the file or directory belongs to before the change; root's and all others have none.
    public var account: UInt32? {
        let owner: UInt32? =
            switch before {
            case .file(let file): file.owner
            case .permissions(let permissions): permissions.owner
            default: nil
            }
        return owner == 0 ? nil : owner
    }

    /// Whether it is about something that an account could own.
    var isOfFile: Bool {
        switch resource {
        case .file, .directory, .permissions, .row: true
        case .kernelParameter, .ruleset, .unit, .package, .facts: false
        }
    }

    fileprivate func reads(_ resource: Resource) -> Bool {
        (premises ?? []).contains { $0.resource == resource }
    }
}

extension [JournalEntry] {
    /// Changes that were left to whoever changed the place meanwhile, and never made.
    public var neverMade: Set<Int> {
        let applying = prefix {
            switch $0 {
            case .applied, .rollingBack: false
            default: true
            }
        }
        let left = Set(applying.compactMap { if case .left(let number, _) = $0 { number } else { nil } })
        return left.subtracting(applying.compactMap { if case .put(let number) = $0 { number } else { nil } })
    }
}
