import Documents
import Hardening

/// How a configuration of OpenClaw is compared with what Nacre put: key by key, and the variables beside it likewise.
///
/// OpenClaw writes the file anew with each setting that a person makes: comments and order go, and its own keys come.
enum ConfigurationReversal {
    /// What Nacre's change of the file is now, and what taking it back makes of it; nothing where it is no such file.
    static func reversal(_ change: Change, now state: State) -> (JSONReversal, State.File)? {
        guard case .file(let path) = change.resource, path.hasSuffix(".json") || path.hasSuffix(".json5"),
            path.split(separator: "/").last?.hasPrefix("openclaw") == true, case .file(let before) = change.before,
            case .file(let after) = change.after, case .file(let now) = state,
            let reversal = try? JSONReversal(of: after.bytes, to: before.bytes, in: now.bytes)
        else { return nil }
        return (reversal, now)
    }

    /// What is put back of the change where somebody wrote the file anew.
    @Sendable static func reconcile(_ change: Change, _ state: State) -> Reconciliation? {
        guard let (reversal, file) = reversal(change, now: state) else {
            return VariablesReversal.reconcile(change, state)
        }
        var back = file
        back.bytes = reversal.bytes
        guard let kept = keepingProviders(reversal.bytes, of: file.bytes) else {
            return Reconciliation(.file(back), restored: reversal.restored, left: reversal.left)
        }
        back.bytes = kept.bytes
        let words = kept.names.map { "secrets.providers.\($0), which something still refers to" }
        return Reconciliation(.file(back), restored: reversal.restored, left: reversal.left + words)
    }

    /// The configuration with the providers of secrets that something in it still refers to, without which OpenClaw does not
    /// start; nothing where none would go.
    private static func keepingProviders(_ bytes: [UInt8], of now: [UInt8]) -> (bytes: [UInt8], names: [String])? {
        guard var document = try? JSONDocument(bytes), let current = try? JSONDocument(now) else { return nil }
        var asked: Set<String> = []
        collect(document.root, into: &asked)
        var names: [String] = []
        for name in asked.sorted() {
            let path: [JSONPathComponent] = ["secrets", "providers", .key(name)]
            guard document.root[path] == nil, let provider = current.root[path] else { continue }
            guard let next = try? document.applying([.set(JSONValue(provider), at: path)]) else { continue }
            document = next
            names.append(name)
        }
        return names.isEmpty ? nil : (document.bytes, names)
    }

    /// The document's depth bounds the recursion.
    private static func collect(_ node: JSONNode, into names: inout Set<String>) {
        if node["source"]?.text != nil, node["id"]?.text != nil, let name = node["provider"]?.text {
            names.insert(name)
        }
        for member in node.members ?? [] { collect(member.value, into: &names) }
        for item in node.items ?? [] { collect(item, into: &names) }
    }

    /// The keys that Nacre had put and that say something else now; nothing where it is no such file.
    static func altered(_ change: Change, now state: State) -> [String]? {
        guard case .file(let after) = change.after, let (reversal, now) = reversal(change, now: state) else {
            return VariablesReversal.altered(change, now: state)
        }
        let isOpen = now.mode & ~after.mode != 0 || now.owner != after.owner
        // Taking it back finds those of its keys that are back already neither put nor changed.
        guard let whole = try? JSONReversal(of: after.bytes, to: Self.bytes(change.before), in: after.bytes) else {
            return nil
        }
        let missing = whole.restored.filter { !reversal.restored.contains($0) && !reversal.left.contains($0) }
        let keys = reversal.left + missing
        return isOpen ? keys + ["its mode or owner"] : keys
    }

    private static func bytes(_ state: State) -> [UInt8] { if case .file(let file) = state { file.bytes } else { [] } }
}
