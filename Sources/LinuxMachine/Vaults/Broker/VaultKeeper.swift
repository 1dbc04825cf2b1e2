import Vault

/// Opens the vault for who asks, with a key that was fetched once.
///
/// Where the key's source is away later, those who are enrolled still get their secrets.
actor VaultKeeper {
    private let store: VaultStore
    private let asking: KeySourceAsking
    private var parts: [SecretBytes] = []
    private var sources: [KeySource] = []
    private var newest: UInt64 = 0

    init(_ store: VaultStore, asking: KeySourceAsking) {
        self.store = store
        self.asking = asking
    }

    /// The vault as it is now.
    func vault() async throws(VaultStoreFailure) -> Vault {
        if !parts.isEmpty {
            do { return try seen(store.open(parts)) } catch .vault(.wrongKey, _) {
                // Whoever put another vault there does not say whom to ask for its key: rekey starts the service anew.
                guard try store.head().sources == sources else {
                    throw .keySource("the vault has another key source than when the service started; start it anew")
                }
            }
        }
        sources = try store.head().sources
        parts = try await KeySources.parts(of: sources, asking: asking)
        return try seen(store.open(parts))
    }

    /// An older copy is one even where its mark was put back with it.
    private func seen(_ vault: Vault) throws(VaultStoreFailure) -> Vault {
        if vault.epoch < newest { throw .vault(.older(epoch: vault.epoch, seen: newest), store.file) }
        newest = vault.epoch
        return vault
    }
}
