import Hardening
import Surface
public import Vault

/// A part of the key that systemd seals to this machine: by its TPM 2.0 where it has one, and by the key of the host.
///
/// What is sealed stands in the vault's head: another machine cannot open it (systemd-creds(1)).
public struct SystemdCredential: MasterKeySource {
    public static let kind = "systemd"

    private static let name = "nacre-vault"
    /// `auto`, `host`, `tpm2` or `host+tpm2`, as `systemd-creds --with-key` has it; what `auto` became, once it is sealed.
    private var binding: String
    private let tpm: String?
    private var sealed: String

    public var source: KeySource { KeySource(Self.kind, ["with-key": binding, "credential": sealed]) }

    /// For a new vault.
    public init(bindingTo binding: String = "auto", asking: KeySourceAsking) throws(VaultStoreFailure) {
        guard ["auto", "host", "tpm2", "host+tpm2"].contains(binding) else {
            throw .keySource("systemd seals with auto, host, tpm2 or host+tpm2, not with \(binding)")
        }
        (self.binding, tpm, sealed) = (binding, asking.tpm, "")
    }

    init(_ source: KeySource, _ asking: KeySourceAsking) throws(VaultStoreFailure) {
        try self.init(bindingTo: try source.parameter("with-key"), asking: asking)
        sealed = try source.parameter("credential")
    }

    public mutating func make() async throws(VaultStoreFailure) {
        let key: SecretBytes
        do { key = try SecretBytes.random(32) } catch { throw .keySource("\(error)") }
        let text = SecretBytes(Hexadecimal.text(key.exposed).utf8)
        let output = try await run("encrypt", ["--with-key=\(binding)"], input: text, usesTPM: binding.contains("tpm2"))
        sealed = String(decoding: output.filter { $0 > 0x20 }, as: UTF8.self)
        binding = try SystemdSeal(sealed, claimed: binding).binding
    }

    public func part() async throws(VaultStoreFailure) -> SecretBytes {
        let seal = try SystemdSeal(sealed, claimed: binding)
        let text = try await run("decrypt", [], input: SecretBytes(sealed.utf8), usesTPM: seal.binding.contains("tpm2"))
        guard let key = Hexadecimal.bytes(String(decoding: text, as: UTF8.self)), key.count == 32 else {
            throw .keySource("systemd-creds gave something that is no key")
        }
        return SecretBytes(key)
    }

    private func run(
        _ verb: String,
        _ options: [String],
        input: SecretBytes,
        usesTPM: Bool
    ) async throws(VaultStoreFailure) -> [UInt8] {
        let device = tpm.map { ["--tpm2-device=\($0)"] } ?? []
        let arguments = [verb, "--name=\(Self.name)"] + options + device + ["-", "-"]
        return try await SystemdCreds.run(arguments, input: input) { told throws(VaultStoreFailure) in
            usesTPM ? try Self.words(told, tpm, verb) : told
        }
    }

    /// What is the matter with the TPM, and what systemd says of it.
    private static func words(_ told: String, _ tpm: String?, _ verb: String) throws(VaultStoreFailure) -> String {
        let device = "/dev/tpmrm0"
        do {
            if tpm == nil, case .absent = try LiveSurface().node(device) {
                let what =
                    verb == "encrypt" ? "there is nothing to seal with" : "what a TPM 2.0 sealed opens there alone"
                return "this machine shows no TPM 2.0 (\(device) is not there), and \(what): \(told)"
            }
        } catch { throw .system("\(error)") }
        return verb == "encrypt"
            ? "the TPM does not seal: \(told)"
            : "the TPM does not open it: it cannot be reached, is another one or was cleared, or Secure Boot has other keys now (PCR 7): "
                + told
    }
}
