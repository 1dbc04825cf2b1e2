import Catalog
import Hardening

extension Control {
    /// Keys of the vault are not in force for longer than the profile allows.
    static func rotateVaultSecrets(_ profile: Profile) -> Control {
        let days = profile.secrets.maxAge
        return Control(
            .secrets,
            "rotate-vault-secrets",
            title: "No key of the vault is in force for more than \(days) days",
            fault: "Keys of the vault are in force for more than \(days) days",
            rationale:
                "A key that leaked without anybody noticing works until it is changed. Whoever never changes one finds out how "
                + "only when it is urgent.",
            severity: .low,
            references: [
                Reference("Self-Hosting OpenClaw Securely", "API Key Management"),
                Reference("OWASP Secrets Management Cheat Sheet"),
                Reference("CIS AWS Foundations Benchmark", "access keys"),
            ],
            expects: [
                .none(
                    .vaultSecrets,
                    where: .secretAge > days || .vaultAge > days,
                    "no key is in force for more than \(days) days"
                )
            ],
            fix: .manual(
                "For each of them: sudo nacre vault rotate NAME; `sudo nacre vault list` shows how old each is",
                because: "The new value comes from whoever issues the key."
            ) { fault in
                let names = fault.records.map(\.name)
                return "Older than \(days) days are \(names.count): \(names.firstFew)"
            },
            examples: [
                .compliant("put in yesterday", .vaultSecrets, secret(1, vault: 1)),
                .drifted("one day too many", .vaultSecrets, secret(.number(days + 1), vault: 1)),
                .drifted(
                    "a vault that nobody changed for longer",
                    .vaultSecrets,
                    secret(.unknown(.missing("it is not written down")), vault: .number(days + 1))
                ),
                .unknown(
                    "it is not written down since when",
                    .vaultSecrets,
                    secret(.unknown(.missing("it is not written down")), vault: 1)
                ),
                .notApplicable("no vault"),
            ]
        )
    }

    private static func secret(_ age: Value, vault: Value) -> Record {
        Record("models/openai", [.secretAge: age, .vaultAge: vault])
    }
}
