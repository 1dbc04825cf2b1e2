import Documents
import Hardening

/// Masks secrets in what is shown of a plan: those behind names that say so, and those it moves into variables, wherever
/// they stand.
struct PlanMask {
    /// The longest first, as one may be the beginning of another.
    private let values: [String]

    init(_ plan: Plan, hiding more: [String] = []) {
        let moved = plan.changes.flatMap { change -> [String] in
            guard case .file(let path) = change.resource, path.hasSuffix("/.env"),
                case .file(let after) = change.after, let new = after.text
            else { return [] }
            var old: [String: String] = [:]
            if case .file(let before) = change.before { old = DotenvFile(before.text ?? "").values }
            return DotenvFile(new).values.filter { old[$0.key] != $0.value }.map(\.value)
        }
        // Shorter ones would hide half of the words; they are masked by their names.
        values = Set(moved + more).filter { $0.count >= 4 }.sorted { ($1.count, $0) < ($0.count, $1) }
    }

    func line(_ text: String) -> String {
        SecretMask.line(values.reduce(text) { $0.replacing($1, with: "[masked]") })
    }
}
