import Catalog
import Hardening
import Rulesets

/// Whether packets get through by one of several ways.
struct Passage: Sendable {
    let verdict: Door.Verdict
    let decision: Decision

    /// The way that is easiest for whoever sends counts: one that is open, else one that is not known.
    ///
    /// - Parameter doors: Those after an open one are not looked at.
    init(_ doors: some Sequence<Door>) {
        var best: Door?
        for door in doors {
            if best == nil || best?.verdict == .closed && door.verdict != .closed || door.verdict == .open {
                best = door
            }
            if door.verdict == .open { break }
        }
        // Where nobody can send anything, nothing is proven.
        verdict = best?.verdict ?? .unknown
        decision = best?.decision ?? .noWay
    }

    init(_ verdict: Door.Verdict, _ decision: Decision) {
        self.verdict = verdict
        self.decision = decision
    }

    /// The answer to whether packets get through, as a field's value.
    func value(_ yes: Value, _ no: Value) -> Value { verdict.value(yes, no, decision) }
}

extension Door.Verdict {
    func value(_ yes: Value, _ no: Value, _ decision: Decision) -> Value {
        switch self {
        case .open: yes
        case .closed: no
        case .unknown: .unknown(.notModeled("depends on what is not modeled: \(decision)"))
        }
    }
}
