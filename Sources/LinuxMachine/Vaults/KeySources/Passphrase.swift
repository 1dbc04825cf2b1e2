import Hardening
public import Vault

/// A part of the key that is made of what a person knows, by scrypt.
public struct Passphrase: MasterKeySource {
    public static let kind = "passphrase"

    /// scrypt's N as a power of two: 128 MiB and about 0.3 s, OWASP's first choice for scrypt
    /// (cheatsheetseries.owasp.org, Password Storage).
    static let cost = 17
    /// Fewer bytes are guessed.
    static let shortest = 12

    private let salt: [UInt8]
    private let cost: Int
    private let asking: KeySourceAsking

    public var source: KeySource {
        KeySource(Self.kind, ["salt": Hexadecimal.text(salt), "cost": "\(cost)"])
    }

    /// For a new vault.
    public init(_ asking: KeySourceAsking) throws(VaultStoreFailure) {
        do { salt = try SecretBytes.random(32).exposed } catch { throw .keySource("\(error)") }
        cost = Self.cost
        self.asking = asking
    }

    init(_ source: KeySource, _ asking: KeySourceAsking) throws(VaultStoreFailure) {
        guard let salt = Hexadecimal.bytes(try source.parameter("salt")), salt.count >= 16,
            let cost = Int(try source.parameter("cost")), (14...20).contains(cost)
        else { throw .keySource("the vault's head says of its passphrase what cannot be") }
        (self.salt, self.cost, self.asking) = (salt, cost, asking)
    }

    /// Nothing is kept but in a head.
    public mutating func make() async throws(VaultStoreFailure) {
        let passphrase = try asking.passphrase(true)
        guard passphrase.count >= Self.shortest else {
            throw .keySource("the passphrase is too short to keep anything; take \(Self.shortest) bytes or more")
        }
    }

    public func part() async throws(VaultStoreFailure) -> SecretBytes {
        let passphrase = try asking.passphrase(false)
        do { return try KeySource.part(ofPassphrase: passphrase, salt: salt, cost: cost) } catch {
            throw .keySource("\(error)")
        }
    }
}
