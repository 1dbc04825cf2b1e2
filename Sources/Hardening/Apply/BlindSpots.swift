public import Catalog

/// Records that could not be determined before a change, by the controls that asked for it.
///
/// A control may drift by one record while another one could not be determined. The change is about the first; the second says as
/// little afterwards as it did before, and is no reason to undo what was done.
public struct BlindSpots: Sendable {
    private struct Place: Hashable {
        let resource: String
        let wanted: String

        init(_ evidence: Evidence) {
            resource = evidence.resource
            wanted = evidence.wanted
        }
    }

    private var places: [Control.ID: Set<Place>] = [:]

    public init() {}

    /// What the controls could not determine of single records; a resource that cannot be read at all is none of them.
    public init(_ controls: [Control], on snapshot: Snapshot) {
        for control in controls {
            places[control.id] = Set(
                (control.requirements + control.expectations).flatMap { requirement -> [Place] in
                    guard case .state(let state) = snapshot[requirement.resource], requirement.applies(state) else {
                        return []
                    }
                    return requirement.blindSpots(state).map(Place.init)
                }
            )
        }
    }

    /// These, and those of controls that asked for something only later.
    ///
    /// What a control could not determine when it first asked counts: its own change may have hidden something since.
    public func followed(by later: Self) -> Self {
        var copy = self
        copy.places.merge(later.places) { first, _ in first }
        return copy
    }

    /// What keeps the control from holding after its change; nothing where nothing does.
    public func failures(_ outcome: Report<Control>.Outcome) -> [Evidence] {
        let evidence = outcome.finding.evidence
        // Without a word of what drifted or could not be determined, nothing can be excused.
        let silence = [Evidence(outcome.entry.id, observed: "no evidence", wanted: "")]
        switch outcome.finding.verdict {
        case .compliant, .notApplicable: return []
        case .drifted: return evidence.isEmpty ? silence : evidence
        case .unknown:
            let known = places[outcome.entry.id] ?? []
            return evidence.isEmpty ? silence : evidence.filter { !known.contains(Place($0)) }
        }
    }
}
