import Documents
import Hardening

/// Masks secrets in what is shown of a plan: those behind names that say so, and those it moves into variables or out of them,
/// wherever they stand.
struct PlanMask {
    /// The longest first, as one may be the beginning of another.
    private let values: [String]

    init(_ plan: Plan, hiding more: [String] = []) {
        let moved = plan.changes.flatMap { change -> [String] in
            guard case .file(let path) = change.resource, path.hasSuffix("/.env"),
                case .file(let after) = change.after, let new = after.text
            else { return [] }
            var old: [DotenvFile.Entry] = []
            if case .file(let before) = change.before { old = DotenvFile(before.text ?? "").entries }
            let now = DotenvFile(new).entries
            // What stays as it is is shown nowhere.
            let isSame = { (one: DotenvFile.Entry, other: DotenvFile.Entry) in
                one.name == other.name && one.value == other.value
            }
            return
                (now.filter { one in !old.contains { isSame(one, $0) } }
                + old.filter { one in !now.contains { isSame(one, $0) } })
                .map(\.value)
        }
        // Shorter ones would hide half of the words; they are masked by their names.
        values = Set(moved + more).filter { $0.count >= 4 }.sorted { ($1.count, $0) < ($0.count, $1) }
    }

    func line(_ text: String) -> String {
        SecretMask.line(values.reduce(text) { $0.replacing($1, with: "[masked]") })
    }
}
