@testable import Vault

/// Vaults that tests begin with.
enum VaultExample {
    static let parts = [SecretBytes(Array(0..<32)), SecretBytes(Array(32..<64))]
    static let sources = [KeySource("file", ["path": "/etc/nacre/vault.key"]), KeySource("other")]

    /// With two secrets, one of them in its second version.
    static func vault() throws -> Vault {
        var vault = try Vault(keptBy: sources, parts: parts)
        try vault.set(SecretName("models/openai"), to: SecretBytes("first".utf8), purpose: "model-key", now: 1)
        try vault.set(SecretName("models/openai"), to: SecretBytes("second".utf8), now: 2)
        try vault.set(SecretName("gateway/token"), to: SecretBytes("third".utf8), now: 3)
        return vault
    }

    static func text(_ value: SecretBytes) -> String { String(decoding: value.exposed, as: UTF8.self) }
}
