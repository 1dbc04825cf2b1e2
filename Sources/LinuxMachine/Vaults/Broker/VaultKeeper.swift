import Vault

/// Opens the vault for who asks, with a key that was fetched once.
///
/// Where the key's source is away later, those who are enrolled still get their secrets.
actor VaultKeeper {
    private let store: VaultStore
    private let asking: KeySourceAsking
    private var parts: [SecretBytes] = []

    init(_ store: VaultStore, asking: KeySourceAsking) {
        self.store = store
        self.asking = asking
    }

    /// The vault as it is now.
    func vault() async throws(VaultStoreFailure) -> Vault {
        if !parts.isEmpty {
            do { return try store.open(parts) } catch .vault(.wrongKey, _) {
                // It was given another key.
            }
        }
        parts = try await KeySources.parts(of: try store.head().sources, asking: asking)
        return try store.open(parts)
    }
}
