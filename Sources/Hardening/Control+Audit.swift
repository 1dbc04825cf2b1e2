public import Catalog

extension Control {
    /// Judges a snapshot.
    ///
    /// Reads nothing, changes nothing. One thing that drifted outweighs any number that could not be determined.
    public func audit(_ snapshot: Snapshot) -> Finding {
        var unsure: [Evidence] = []
        for condition in conditions {
            switch snapshot[condition.resource] {
            case .unreadable(let why):
                unsure.append(.unseen(condition.resource, why, wanted: condition.summary))
            case .state(let state):
                switch condition.holds(state) {
                case true: continue
                case false:
                    return Finding(verdict: .notApplicable, reason: "not so here: \(condition.summary)")
                case nil:
                    unsure.append(
                        .unseen(condition.resource, .notStated("it could not be determined"), wanted: condition.summary)
                    )
                }
            }
        }
        guard unsure.isEmpty else { return Finding(verdict: .unknown, evidence: unsure) }

        var drifted: [Evidence] = []
        var seen: [Evidence] = []
        for requirement in requirements + expectations {
            switch snapshot[requirement.resource] {
            case .unreadable(let why):
                unsure.append(.unseen(requirement.resource, why, wanted: requirement.summary))
            case .state(let state):
                guard requirement.applies(state) else { continue }
                drifted += Evidence.differences(
                    between: state,
                    and: requirement.amend(state),
                    at: requirement.resource,
                    requirement.summary,
                    telling: requirement.telling
                )
                unsure += requirement.blindSpots(state)
                seen.append(Evidence("\(requirement.resource)", observed: "\(state)", wanted: requirement.summary))
            }
        }
        if !drifted.isEmpty { return Finding(verdict: .drifted, evidence: drifted + unsure) }
        if !unsure.isEmpty { return Finding(verdict: .unknown, evidence: unsure) }
        if seen.isEmpty { return Finding(verdict: .notApplicable, reason: "nothing of the kind is here") }
        return Finding(verdict: .compliant, evidence: seen)
    }
}

extension Evidence {
    fileprivate static func unseen(_ resource: Resource, _ why: Unknown, wanted: String) -> Evidence {
        Evidence("\(resource)", observed: "could not look: \(why)", wanted: wanted, cause: why.cause)
    }
}
