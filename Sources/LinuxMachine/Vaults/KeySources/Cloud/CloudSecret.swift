import Vault

/// A part of the key that a cloud keeps as one version of a secret, to be had by who this machine is.
protocol CloudSecret: MasterKeySource {
    /// What the cloud gives this machine for a while.
    associatedtype Access: Sendable

    /// What people call the secret.
    var name: String { get }
    /// The version that holds the key; the vault's head says which.
    var version: String { get set }
    var check: String { get set }

    func access() async throws(VaultStoreFailure) -> Access
    /// The version that is there; none where the cloud says that there is no such secret.
    func newest(_ access: Access) async throws(VaultStoreFailure) -> String?
    /// Makes the secret with this key in it, and never where one of that name is; the version.
    func create(_ key: SecretBytes, _ access: Access) async throws(VaultStoreFailure) -> String
    /// The key of the version.
    func read(_ access: Access) async throws(VaultStoreFailure) -> SecretBytes
    /// What went wrong there, with the service's name.
    func failure(_ what: String) -> VaultStoreFailure
}

extension CloudSecret {
    mutating func takeOrCreate() async throws(VaultStoreFailure) {
        let access = try await access()
        if let there = try await newest(access) {
            // What is there may be the key of another vault; whoever wants it for two has said so by naming it.
            version = there
            check = try Self.check(of: try await read(access))
            return
        }
        let key: SecretBytes
        do { key = try .random(32) } catch { throw .keySource("\(error)") }
        version = try await create(key, access)
        check = try Self.check(of: key)
        guard try await read(access).equals(key) else {
            throw failure("\(name) gives back another key than was put there")
        }
    }

    func checkedPart() async throws(VaultStoreFailure) -> SecretBytes {
        let part = try await read(try await access())
        guard try Self.check(of: part) == check else {
            throw failure("\(name) holds another key than the vault was made with")
        }
        return part
    }
}
