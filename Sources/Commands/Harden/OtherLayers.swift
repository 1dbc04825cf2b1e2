import Hardening

/// What can still be had of a plan where a gateway keeps the rest of it from being put in place.
///
/// Whoever is in a container can keep its gateway from coming up; that must not keep the server from being hardened.
enum OtherLayers {
    /// A sentence with the command, for an error; nothing where the gateway was not what failed, or nothing else is left.
    static func hint(after error: any Error, _ plan: Plan) -> String? {
        guard case TransactionError.notActivated(let failed, _) = error else { return nil }
        switch failed {
        case .compose, .gateway: break
        default: return nil
        }
        func layers(_ stages: [Plan.Stage]) -> Set<Layer> {
            Set(
                stages.flatMap(\.changes).flatMap(\.because).compactMap {
                    Layer(rawValue: String($0.prefix { $0 != "." }))
                }
            )
        }
        let touched = layers(
            plan.stages.filter {
                switch $0.activation {
                case .compose, .gateway, .docker, .caddy: true
                default: false
                }
            }
        )
        let others = Layer.allCases.filter {
            layers(plan.stages).contains($0) && !touched.contains($0) && $0 != .chains
        }
        guard !others.isEmpty else { return nil }
        return "\nWhat needs no gateway can be had without it: sudo nacre apply "
            + others.map { "--layer \($0.rawValue)" }.joined(separator: " ")
    }
}
