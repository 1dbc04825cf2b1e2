import LinuxMachine
import Leaks
import Vault

extension KnownSecrets {
    /// What a vault still holds of one secret.
    static func of(_ name: SecretName, in vault: Vault, _ fingerprints: LeakFingerprints) throws -> Self {
        var known = Self()
        try known.add(name, in: vault, fingerprints)
        return known
    }

    mutating func add(_ name: SecretName, in vault: Vault, _ fingerprints: LeakFingerprints) throws {
        for version in vault.secrets[name]?.versions ?? []
        where version.state == .current || version.state == .previous {
            add(
                try vault.value(name, version: version.number),
                KnownSecret(name.text, isInForce: version.state == .current),
                fingerprints,
                isVaults: true
            )
        }
    }
}
