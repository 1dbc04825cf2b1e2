public import Vault

/// Where a part of a vault's master key is kept.
///
/// `KeySourceConformance` in the tests holds each to the same laws: what was made is had back the same; where the place is
/// away, loose or changed there is an error that names it and no part; nothing secret stands in what the vault's head says.
public protocol MasterKeySource: Sendable {
    /// As the vault's head and people name it.
    static var kind: String { get }

    /// What the vault's head says of it.
    var source: KeySource { get }

    /// Makes the part of a new vault, and keeps it where it is kept; what is there already is taken or refused, never
    /// overwritten.
    mutating func make() async throws(VaultStoreFailure)

    /// The part, 16 bytes at least.
    func part() async throws(VaultStoreFailure) -> SecretBytes
}

extension MasterKeySource {
    /// By which a part of this kind is known again (`KeySource.check`).
    static func check(of part: SecretBytes) throws(VaultStoreFailure) -> String {
        do { return try KeySource.check(of: part, kind: kind) } catch { throw .keySource("\(error)") }
    }
}

/// What a source needs from outside.
public struct KeySourceAsking: Sendable {
    /// A passphrase of a person; asked twice where it is new.
    public let passphrase: @Sendable (_ isNew: Bool) throws(VaultStoreFailure) -> SecretBytes

    /// How long a server may take for an answer, in seconds.
    public let patience: Int
    /// Where a cloud tells this machine who it is.
    let metadata: String
    /// Where the clouds' own services are asked instead.
    let cloud: String?
    /// The TPM, as `systemd-creds --tpm2-device` has it; systemd finds it itself where none is named.
    let tpm: String?

    public init(
        patience: Int = 10,
        metadata: String = "http://169.254.169.254",
        cloud: String? = nil,
        tpm: String? = nil,
        passphrase: @escaping @Sendable (_ isNew: Bool) throws(VaultStoreFailure) -> SecretBytes
    ) {
        self.patience = patience
        self.metadata = metadata
        self.cloud = cloud
        self.tpm = tpm
        self.passphrase = passphrase
    }
}

/// The kinds that there are.
public enum KeySources {
    /// Kinds by the names that people type.
    public static let kinds = [
        KeyFile.kind, Passphrase.kind, SystemdCredential.kind, KVSecret.kind, TransitKey.kind, AWSSecret.kind,
        GoogleSecret.kind, AzureSecret.kind,
    ]

    /// The source that a vault's head names.
    public static func named(
        _ source: KeySource,
        asking: KeySourceAsking
    ) throws(VaultStoreFailure) -> any MasterKeySource {
        switch source.kind {
        case KeyFile.kind: return try KeyFile(source)
        case Passphrase.kind: return try Passphrase(source, asking)
        case SystemdCredential.kind: return try SystemdCredential(source, asking)
        case KVSecret.kind: return try KVSecret(source, asking)
        case TransitKey.kind: return try TransitKey(source, asking)
        case AWSSecret.kind: return try AWSSecret(source, asking)
        case GoogleSecret.kind: return try GoogleSecret(source, asking)
        case AzureSecret.kind: return try AzureSecret(source, asking)
        default:
            throw .keySource("the vault's key is kept by \(source.kind), which this version of Nacre does not know")
        }
    }

    /// What all sources gave, in their order.
    public static func parts(
        of sources: [KeySource],
        asking: KeySourceAsking
    ) async throws(VaultStoreFailure) -> [SecretBytes] {
        var parts: [SecretBytes] = []
        for source in sources { parts.append(try await named(source, asking: asking).part()) }
        return parts
    }
}

extension KeySource {
    func parameter(_ name: String) throws(VaultStoreFailure) -> String {
        guard let value = parameters[name], !value.isEmpty else {
            throw .keySource("the vault's head does not say the \(name) of its key source \(kind)")
        }
        return value
    }
}
