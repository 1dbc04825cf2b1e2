public import Documents
import Vault

/// The file that says which secret is delivered where; root's, and readable by everybody, for no value is in it.
public enum VaultDeliveries {
    public static let file = "/etc/nacre/vault-deliveries.yaml"
    private static let kinds = ["units", "compose", "env-files"]

    /// - Throws: what is wrong, with the line.
    public static func read(_ text: String) throws(VaultStoreFailure) -> [SecretDelivery] {
        let root: YAMLNode
        do { root = try YAMLDocument(text).root } catch {
            throw .system("\(file):\(error.position.line): \(error.message)")
        }
        var deliveries: [SecretDelivery] = []
        for kind in try entries(root, "this file") {
            guard kinds.contains(kind.key) else { throw fail(kind.value, "\(kind.key) is not known") }
            for holder in try entries(kind.value, kind.key) {
                for entry in try entries(holder.value, holder.key) {
                    do throws(VaultStoreFailure) {
                        deliveries.append(try delivery(kind.key, holder.key, entry.key, entry.value))
                    } catch { throw fail(entry.value, "\(entry.key): \(error)") }
                }
            }
        }
        return deliveries
    }

    private static func entries(_ node: YAMLNode, _ what: String) throws(VaultStoreFailure) -> [YAMLNode.Entry] {
        if let entries = node.entries { return entries }
        guard case .null = node.value else { throw fail(node, "\(what) holds no names") }
        return []
    }

    private static func delivery(
        _ kind: String,
        _ holder: String,
        _ name: String,
        _ node: YAMLNode
    ) throws(VaultStoreFailure) -> SecretDelivery {
        switch kind {
        case "units": return try SecretDelivery(secret(node), to: .unit(holder, credential: name))
        case "env-files": return try SecretDelivery(secret(node), to: .environment(file: holder, variable: name))
        default:
            if let other = node.entries?.first(where: { !["secret", "account", "group"].contains($0.key) }) {
                throw .system("\(other.key) is not known")
            }
            guard case .number(let account) = node["account"]?.value, let account = UInt32(exactly: account),
                case .number(let group) = node["group"]?.value, let group = UInt32(exactly: group)
            else { throw .system("account and group are numbers") }
            return try SecretDelivery(
                secret(node["secret"]),
                to: .compose(project: holder, file: name, account: account, group: group)
            )
        }
    }

    private static func secret(_ node: YAMLNode?) throws(VaultStoreFailure) -> SecretName {
        guard let text = node?.text else { throw .system("no secret is named") }
        do { return try SecretName(text) } catch { throw .system("\(error)") }
    }

    private static func fail(_ node: YAMLNode, _ what: String) -> VaultStoreFailure {
        .system("\(file):\(node.line): \(what)")
    }

    /// The text with a delivery in it, in place of one to the same place.
    public static func adding(_ delivery: SecretDelivery, to text: String) throws(SyntaxError) -> String {
        let text = try YAMLText(text)
        let keys = delivery.keys
        var value = YAMLValue.text(delivery.secret.text)
        if case .compose(_, _, let account, let group) = delivery.place {
            value = .map(["secret": value, "account": .number(Int(account)), "group": .number(Int(group))])
        }
        // What is there and holds nothing cannot be added to.
        for count in 1..<keys.count where text.root[path(keys.prefix(count))]?.entries == nil {
            for key in keys[count...].reversed() { value = .map([key: value]) }
            return try text.setting(value, at: path(keys.prefix(count))).text
        }
        return try text.setting(value, at: path(keys[...])).text
    }

    /// The text without a delivery, and without what would hold nothing else.
    public static func removing(_ delivery: SecretDelivery, from text: String) throws(SyntaxError) -> String {
        let text = try YAMLText(text)
        var keys = delivery.keys[...]
        guard text.root[path(keys)] != nil else { return text.text }
        while keys.count > 1, text.root[path(keys.dropLast())]?.entries?.count == 1 { keys.removeLast() }
        // A file of comments alone is none that can be told from a damaged one.
        if keys.count == 1, text.root.entries?.count == 1 { return try text.setting(.null, at: path(keys)).text }
        return try text.removing(path(keys)).text
    }

    private static func path(_ keys: ArraySlice<String>) -> [JSONPathComponent] { keys.map { .key($0) } }
}
