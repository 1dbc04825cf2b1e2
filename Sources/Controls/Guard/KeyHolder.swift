import Documents
import Hardening

/// A client of the vault that gets the key of a model, and what refers to it in the one openclaw.json that asks as this client.
public struct KeyHolder: Hashable, Sendable {
    public static let file = "/etc/nacre/vault-clients.yaml"

    public let client: String
    public let secret: String
    /// As people write them: `models.providers.anthropic.apiKey`.
    public let settings: [String]

    public init(client: String, secret: String, settings: [String]) {
        (self.client, self.secret, self.settings) = (client, secret, settings)
    }

    /// Takes from clients what only settings that go referred to.
    static func withdrawal(
        _ holders: [KeyHolder],
        besides gone: Set<String>,
        activation: Activation
    ) -> Amendment? {
        let idle = holders.filter { !$0.settings.isEmpty && $0.settings.allSatisfy(gone.contains) }
        guard !idle.isEmpty else { return nil }
        let byClient = Dictionary(grouping: idle, by: \.client).mapValues { Set($0.map(\.secret)) }
        let words = byClient.sorted { $0.key < $1.key }.map { "\($0.key) gets \($0.value.sorted().firstFew) no longer" }
        return Amendment(.file(file), words.joined(separator: "; "), activation: activation) {
            state throws(Amendment.Failure) in
            guard case .file(var content) = state else { throw Amendment.Failure("is not there") }
            do throws(SyntaxError) {
                content.bytes = Array(
                    try leaving(out: byClient, of: String(decoding: content.bytes, as: UTF8.self)).utf8
                )
            } catch {
                throw Amendment.Failure("line \(error.position.line): \(error.message)")
            }
            return .file(content)
        }
    }

    private static func leaving(out gone: [String: Set<String>], of text: String) throws(SyntaxError) -> String {
        var file = try YAMLText(text)
        for (client, secrets) in gone.sorted(by: { $0.key < $1.key }) {
            let items = file.root["clients"]?[client]?["secrets"]?.items?.compactMap(\.text) ?? []
            let rest = items.filter { !secrets.contains($0) }
            guard rest.count < items.count else { continue }
            file = try file.setting(.list(rest.map { .text($0) }), at: ["clients", .key(client), "secrets"])
        }
        return file.text
    }
}
