import Documents
public import Vault

/// The file that says which issuer makes the keys of which secrets; root's, and no key is in it.
public enum VaultIssuers {
    public static let file = "/etc/nacre/vault-issuers.yaml"

    /// Who makes the keys of one secret.
    public struct Entry: Sendable, Equatable {
        public let kind: String
        /// The secret that holds the administrator's key.
        public let administrator: SecretName
        public let project: String?
        public let address: String?

        /// The issuer itself, asked with that key.
        public func issuer(_ key: SecretBytes) throws(IssuerFailure) -> any KeyIssuer {
            if kind == OpenRouterIssuer.kind {
                return try OpenRouterIssuer(key, at: address ?? "https://openrouter.ai")
            }
            return try OpenAIIssuer(key, project: project ?? "", at: address ?? "https://api.openai.com")
        }
    }

    /// - Throws: what is wrong, with the line.
    public static func read(_ text: String) throws(VaultStoreFailure) -> [SecretName: Entry] {
        let root: YAMLNode
        do { root = try YAMLDocument(text).root } catch {
            throw .system("\(file):\(error.position.line): \(error.message)")
        }
        guard let entries = root["issuers"]?.entries else {
            if case .null = root["issuers"]?.value ?? root.value { return [:] }
            throw .system("\(file) has no issuers")
        }
        var issuers: [SecretName: Entry] = [:]
        for entry in entries {
            let node = entry.value
            func fail(_ what: String) -> VaultStoreFailure { .system("\(file):\(node.line): \(entry.key): \(what)") }
            let known = ["kind", "admin", "project", "address"]
            if let other = node.entries?.first(where: { !known.contains($0.key) }) {
                throw fail("\(other.key) is not known")
            }
            guard let kind = node["kind"]?.text, [OpenRouterIssuer.kind, OpenAIIssuer.kind].contains(kind) else {
                throw fail("kind is neither openrouter nor openai")
            }
            guard (kind == OpenAIIssuer.kind) == (node["project"]?.text != nil) else {
                throw fail("project names OpenAI's project, and OpenRouter has none")
            }
            let name: SecretName
            let administrator: SecretName
            do {
                name = try SecretName(entry.key)
                administrator = try SecretName(node["admin"]?.text ?? "")
            } catch { throw fail("\(error)") }
            guard name != administrator else { throw fail("admin is the secret itself") }
            issuers[name] = Entry(
                kind: kind,
                administrator: administrator,
                project: node["project"]?.text,
                address: node["address"]?.text
            )
        }
        return issuers
    }
}
