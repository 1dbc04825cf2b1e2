import Detection
import Glibc
import Leaks
import LinuxMachine
import Vault

/// The values of the server's vault, to be looked for however they are written.
struct KnownSecrets {
    private(set) var values: KnownValues?
    /// What they are, by the fingerprints that finds have as well.
    private(set) var secrets: [String: KnownSecret]
    /// Fingerprints of those that the vault holds.
    private(set) var vault: Set<String> = []
    /// What is not looked for, and why.
    private(set) var leftOut: [Omission] = []
    /// Whether all values that are long enough are among them.
    private(set) var isWhole = true

    init(secrets: [String: KnownSecret] = [:]) { self.secrets = secrets }

    /// All that the vault still holds, where there is one and root asks; nobody is asked for a passphrase.
    static func ofServer(_ fingerprints: LeakFingerprints) async -> Self {
        var known = Self()
        guard geteuid() == 0, LeakHunt.exists("\(VaultStore.standard)/vault") else { return known }
        do {
            try SecretProcess.begin()
            let store = VaultStore()
            let asking = KeySourceAsking { _ throws(VaultStoreFailure) in
                throw .keySource("it opens by a passphrase, which is not asked for here")
            }
            let vault = try store.open(try await KeySources.parts(of: try store.head().sources, asking: asking))
            for name in vault.secrets.keys.sorted() { try known.add(name, in: vault, fingerprints) }
        } catch {
            known.leaveOut("the vault's values", "they were not looked for: \(error)")
        }
        return known
    }

    /// What is about to be shown, without any of them: a file may be called by one.
    func masked(_ text: String) -> String { values?.masked(text, by: "‹value of the vault›") ?? text }

    mutating func leaveOut(_ place: String, _ why: String) {
        isWhole = false
        leftOut.append(Omission(place, why: why))
    }

    mutating func add(_ value: SecretBytes, _ secret: KnownSecret, _ fingerprints: LeakFingerprints, isVaults: Bool) {
        let bytes = value.exposed
        let fingerprint = fingerprints.text(of: bytes)
        if let other = secrets[fingerprint], other.isInForce || !secret.isInForce { return }
        guard bytes.count >= KnownValues.shortest else {
            leftOut.append(
                Omission(
                    secret.isInForce ? secret.name : "the value of \(secret.name) from before",
                    why: "a value of fewer than \(KnownValues.shortest) characters is not looked for"
                )
            )
            return
        }
        if secrets[fingerprint] == nil {
            var all = values ?? KnownValues()
            // It is long enough, which is all that it could be refused for.
            unsafe bytes.withUnsafeBytes { bytes in _ = try? unsafe all.add(bytes, named: fingerprint) }
            values = all
        }
        secrets[fingerprint] = secret
        if isVaults { vault.insert(fingerprint) } else { vault.remove(fingerprint) }
    }
}
