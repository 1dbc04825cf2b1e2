/// Secrets under names, each sealed by itself, as values in memory: nothing is open but what is asked for.
public struct Vault: Sendable {
    public let id: [UInt8]
    /// How often it was written.
    public internal(set) var epoch: UInt64
    /// When it was written, in seconds since 1970; 0 where it never was.
    public internal(set) var written: UInt64
    public internal(set) var sources: [KeySource]
    public internal(set) var secrets: [SecretName: StoredSecret]
    var master: SecretBytes
    /// What fingerprints and marks are made with; random, and the same whatever the master key is.
    let seed: SecretBytes
    let randomness: Randomness

    /// Most bytes of one value.
    public static let longestValue = 65_536
    /// Most secrets of one vault.
    public static let mostSecrets = 100_000
    /// How many versions are remembered whose value is gone.
    public static let rememberedVersions = 8

    /// A vault with nothing in it, whose sources gave these parts.
    public init(
        keptBy sources: [KeySource],
        parts: [SecretBytes],
        by randomness: Randomness = .system
    ) throws(VaultFailure) {
        id = try randomness.bytes(16)
        master = try KeySource.masterKey(of: parts, vault: id)
        seed = try randomness.secret(32)
        epoch = 0
        written = 0
        self.sources = sources
        secrets = [:]
        self.randomness = randomness
    }

    init(
        _ head: VaultHead,
        master: SecretBytes,
        seed: SecretBytes,
        secrets: [SecretName: StoredSecret],
        by randomness: Randomness
    ) {
        id = head.id
        epoch = head.epoch
        written = head.written
        sources = head.sources
        self.master = master
        self.seed = seed
        self.secrets = secrets
        self.randomness = randomness
    }

    /// What a value is, without which it does not open.
    static func context(_ id: [UInt8], _ name: SecretName, _ version: UInt32, _ purpose: String) -> [UInt8] {
        var writer = ByteWriter()
        writer.raw(id)
        writer.text(name.text)
        writer.number(version)
        writer.text(purpose)
        return writer.bytes
    }

    /// A code of a value that is the same for the same value in this vault, and in no other.
    public func fingerprint(of value: SecretBytes) throws(VaultFailure) -> [UInt8] {
        let key = try KeyDerivation.key(of: seed, salt: id, use: "nacre vault 1 fingerprint")
        return Array(try KeyDerivation.code(value, key: key).exposed.prefix(8))
    }

    /// A value; the one in force unless a version is named.
    public func value(_ name: SecretName, version number: UInt32? = nil) throws(VaultFailure) -> SecretBytes {
        guard let secret = secrets[name] else { throw .noSuchSecret(name.text) }
        let found = number.map { number in secret.versions.first { $0.number == number } } ?? secret.current
        guard let version = found else { throw .noSuchVersion(name: name.text, version: number ?? 0) }
        guard let envelope = version.envelope else { throw .valueGone(name: name.text, version: version.number) }
        let context = Self.context(id, name, version.number, secret.purpose)
        return try envelope.open(under: master, context: context)
    }

    /// A code that only who has the key can make, by which a note of how new the vault is proves itself.
    public func mark(_ epoch: UInt64) throws(VaultFailure) -> [UInt8] {
        var writer = ByteWriter()
        writer.number(epoch)
        let key = try KeyDerivation.key(of: seed, salt: id, use: "nacre vault 1 mark")
        return try KeyDerivation.code(writer.bytes, key: key).exposed
    }

    /// Counts on from an epoch that was seen, where this copy is an older one.
    public mutating func continueAfter(_ seen: UInt64) { epoch = max(epoch, seen) }
}
