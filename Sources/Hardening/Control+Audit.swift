public import Catalog

extension Control {
    /// Judges a snapshot.
    ///
    /// Reads nothing, changes nothing. One thing that drifted outweighs any number that could not be determined.
    public func audit(_ snapshot: Snapshot) -> Finding {
        var unsure: [Evidence] = []
        for condition in conditions {
            let (holds, doubts) = condition.answer(snapshot)
            if holds == false {
                return Finding(verdict: .notApplicable, reason: "not so here: \(condition.words)")
            }
            if holds == nil, !condition.isPresumed { unsure += doubts }
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

extension Condition {
    /// Whether one of the alternatives holds; where it cannot be told, what could not be seen.
    fileprivate func answer(_ snapshot: Snapshot) -> (holds: Bool?, doubts: [Evidence]) {
        var doubts: [Evidence] = []
        for one in all {
            switch snapshot[one.resource] {
            case .unreadable(let why): doubts.append(.unseen(one.resource, why, wanted: one.summary))
            case .state(let state):
                switch one.holds(state) {
                case true: return (true, [])
                case false: continue
                case nil:
                    doubts.append(
                        .unseen(one.resource, .notStated("it could not be determined"), wanted: one.summary)
                    )
                }
            }
        }
        return (doubts.isEmpty ? false : nil, doubts)
    }
}

extension Evidence {
    fileprivate static func unseen(_ resource: Resource, _ why: Unknown, wanted: String) -> Evidence {
        Evidence("\(resource)", observed: "could not look: \(why)", wanted: wanted, cause: why.cause)
    }
}
