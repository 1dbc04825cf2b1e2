import Vault

/// Seals a value to this machine under a credential's name, and opens what was sealed.
struct CredentialSealer: Sendable {
    let seal: @Sendable (_ value: SecretBytes, _ name: String) async throws(VaultStoreFailure) -> [UInt8]
    let open: @Sendable (_ path: String, _ name: String) async throws(VaultStoreFailure) -> SecretBytes

    static let system = CredentialSealer { value, name throws(VaultStoreFailure) in
        try await SystemdCreds.run(["encrypt", "--name=\(name)", "-", "-"], input: value)
    } open: { path, name throws(VaultStoreFailure) in
        SecretBytes(try await SystemdCreds.run(["decrypt", "--name=\(name)", path, "-"], input: SecretBytes([])))
    }
}
