import Hardening
public import Vault

/// A part of the key that systemd seals to this machine: by its TPM 2.0 where it has one, and by the key of the host.
///
/// What is sealed stands in the vault's head: another machine cannot open it (systemd-creds(1)).
public struct SystemdCredential: MasterKeySource {
    public static let kind = "systemd"

    private static let name = "nacre-vault"
    /// `auto`, `host`, `tpm2` or `host+tpm2`, as `systemd-creds --with-key` has it.
    private let binding: String
    private var sealed: String

    public var source: KeySource { KeySource(Self.kind, ["with-key": binding, "credential": sealed]) }

    /// For a new vault.
    public init(bindingTo binding: String = "auto") throws(VaultStoreFailure) {
        guard ["auto", "host", "tpm2", "host+tpm2"].contains(binding) else {
            throw .keySource("systemd seals with auto, host, tpm2 or host+tpm2, not with \(binding)")
        }
        (self.binding, sealed) = (binding, "")
    }

    init(_ source: KeySource) throws(VaultStoreFailure) {
        try self.init(bindingTo: try source.parameter("with-key"))
        sealed = try source.parameter("credential")
    }

    public mutating func make() async throws(VaultStoreFailure) {
        let key: SecretBytes
        do { key = try SecretBytes.random(32) } catch { throw .keySource("\(error)") }
        let text = SecretBytes(Hexadecimal.text(key.exposed).utf8)
        let output = try await SystemdCreds.run(
            ["encrypt", "--with-key=\(binding)", "--name=\(Self.name)", "-", "-"],
            input: text
        )
        sealed = String(decoding: output.filter { $0 > 0x20 }, as: UTF8.self)
    }

    public func part() async throws(VaultStoreFailure) -> SecretBytes {
        let text = try await SystemdCreds.run(
            ["decrypt", "--name=\(Self.name)", "-", "-"],
            input: SecretBytes(sealed.utf8)
        )
        guard let key = Hexadecimal.bytes(String(decoding: text, as: UTF8.self)), key.count == 32 else {
            throw .keySource("systemd-creds gave something that is no key")
        }
        return SecretBytes(key)
    }
}
