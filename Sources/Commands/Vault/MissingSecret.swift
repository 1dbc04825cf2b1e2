import Catalog
import Vault

/// A name that the vault does not have, and the one that may have been meant.
enum MissingSecret {
    /// `list` is the command that shows what there is.
    static func refusal(_ name: SecretName, among names: some Sequence<SecretName>, _ list: String) -> VaultRefusal {
        VaultRefusal("there is no secret \(name)\(hint(name, among: names) ?? "; \(list) shows them")")
    }

    /// That nothing is delivered of a secret.
    static func undelivered(_ name: SecretName, among names: some Sequence<SecretName>) -> VaultRefusal {
        let rest = hint(name, among: names) ?? "; sudo nacre vault deliver --list shows what is"
        return VaultRefusal("nothing is delivered of \(name)\(rest)")
    }

    static func hint(_ name: SecretName, among names: some Sequence<SecretName>) -> String? {
        let all = Set(names.map(\.text)).sorted()
        return Spelling.nearest(to: name.text, among: all).first.map { "; did you mean \($0)?" }
    }
}

extension VaultChoice {
    /// - Throws: where the vault has no such secret, with the one that may have been meant.
    func require(_ name: SecretName, in vault: Vault) throws(VaultRefusal) {
        guard vault.secrets[name] == nil else { return }
        throw MissingSecret.refusal(name, among: vault.secrets.keys, hint("list"))
    }
}
