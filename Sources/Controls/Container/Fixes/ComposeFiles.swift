import Documents
import Hardening

/// What a fix does about one service.
enum ComposeChange {
    case amend([Amendment])
    /// Why it is left to a person.
    case leave(String)
}

extension Fix {
    /// Changes of the compose services that keep a control from holding.
    ///
    /// Where one of the things that drifted cannot be changed by Nacre, all are left to a person: a control holds
    /// wholly or not at all.
    static func compose(
        byHand: String,
        cost: String? = nil,
        _ change: @escaping @Sendable (ComposeTarget, Profile) -> ComposeChange
    ) -> Fix {
        Fix(byHand: byHand, cost: cost, needs: [.facts(.composeProjects)]) { fault in
            let drift = ComposeDrift(fault)
            switch drift.targets {
            case .failure(let blocker): return .advise("\(blocker.reason) By hand: \(byHand).")
            case .success(let targets):
                var amendments: [Amendment] = []
                for target in targets {
                    switch change(target, fault.profile) {
                    case .leave(let reason): return .advise("\(target.service): \(reason). By hand: \(byHand).")
                    case .amend(let list): amendments += list.isEmpty ? [] : list + target.handover
                    }
                }
                for target in drift.besides {
                    if case .amend(let list) = change(target, fault.profile) { amendments += list }
                }
                return .amend(amendments)
            }
        }
    }

    /// One setting of the compose services that keep a control from holding, given the service's name.
    static func compose(
        setting summary: String,
        byHand: String,
        _ set: @escaping @Sendable (inout ComposeText, String) throws(SyntaxError) -> Void
    ) -> Fix {
        .compose(byHand: byHand) { target, _ in
            .amend([target.setting(summary) { compose throws(SyntaxError) in try set(&compose, target.service) }])
        }
    }
}
