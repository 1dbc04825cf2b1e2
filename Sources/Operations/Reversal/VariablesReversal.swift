import Documents
import Hardening

/// How a `.env` file is compared with what Nacre put: variable by variable.
///
/// A key that a person changes there is what the file is for; only one that is missing breaks what reads it.
enum VariablesReversal {
    private static func reversal(_ change: Change, now state: State) -> (DotenvReversal, State.File)? {
        guard case .file(let path) = change.resource, path.split(separator: "/").last?.hasSuffix(".env") == true,
            case .file(let after) = change.after, case .file(let now) = state,
            let original = text(change.before), let edited = String(validating: after.bytes, as: UTF8.self),
            let current = String(validating: now.bytes, as: UTF8.self),
            let reversal = DotenvReversal(of: edited, to: original, in: current)
        else { return nil }
        return (reversal, now)
    }

    private static func text(_ state: State) -> String? {
        guard case .file(let file) = state else { return "" }
        return String(validating: file.bytes, as: UTF8.self)
    }

    /// What is put back of the change where somebody changed the file.
    @Sendable static func reconcile(_ change: Change, _ state: State) -> Reconciliation? {
        guard let (reversal, now) = reversal(change, now: state) else { return nil }
        var back = now
        back.bytes = Array(reversal.text.utf8)
        let isEmpty = change.before == .absent && reversal.text.isEmpty
        let left = reversal.left.map { name in
            reversal.returned.contains(name)
                ? "\(name), which somebody gave another value since: what reads it gets that one"
                : "\(name), whose new value nothing reads any more: what read it says again what it said before Nacre"
        }
        return Reconciliation(isEmpty ? .absent : .file(back), restored: reversal.restored, left: left)
    }

    /// The variables that Nacre had put and that are gone, and those that it took out and that are back; nothing where it is no
    /// such file.
    static func altered(_ change: Change, now state: State) -> [String]? {
        guard case .file(let after) = change.after, let (reversal, now) = reversal(change, now: state) else {
            return nil
        }
        let isOpen = now.mode & ~after.mode != 0 || now.owner != after.owner
        return reversal.gone + reversal.returned + (isOpen ? ["its mode or owner"] : [])
    }
}
