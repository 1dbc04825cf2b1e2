extension Detector {
    /// Vaults, identities and what sets servers up.
    static let vaults: [Detector] = [
        .key("hashicorp-vault-token", "HashiCorp Vault token", "hvs.", .run(.token, 24...)),
        .key("hashicorp-vault-batch-token", "HashiCorp Vault token", "hvb.", .run(.token, 24...)),
        .key("hashicorp-vault-recovery-token", "HashiCorp Vault token", "hvr.", .run(.token, 24...)),
        .key(
            "terraform-cloud-token",
            "Terraform Cloud token",
            before: [.run(.alphanumeric, 14), "."],
            "atlasv1.",
            .run(.padded, 60...70)
        ),
        .key("doppler-token", "Doppler token", "dp.pt.", .run(.alphanumeric, 40...)),
        .key("doppler-service-token", "Doppler token", "dp.st.", .run(.dotted, 40...)),
        .key(
            "doppler-other-token",
            "Doppler token",
            ["dp.ct.", "dp.scim.", "dp.audit.", "dp.sa."],
            .run(.alphanumeric, 40...)
        ),
        .key("pulumi-token", "Pulumi token", "pul-", .run(.lowerHex, 40)),
        .key("1password-token", "1Password token", "ops_eyJ", .run(.base64, 100...)),
        .key(
            "1password-secret-key",
            "1Password secret key",
            "A3-",
            .run(.upperDigit, 6),
            "-",
            .run(.upperDigit, 6...11),
            "-",
            .run(.dashedUpper, 17...23)
        ),
        .named(
            "infisical-token",
            "Infisical token",
            .folded("infisical"),
            "st.",
            .run(.lowerHex, 24),
            ".",
            .run(.lowerHex, 32),
            ".",
            .run(.lowerHex, 32)
        ),
        .named(
            "bitwarden-secrets-token",
            "Bitwarden token",
            .folded("bws_access", "bitwarden"),
            "0.",
            .run(.uuid, 36),
            ".",
            .run(.alphanumeric, 30),
            ":",
            .run(.base64, 24)
        ),
        .key(
            "authress-key",
            "Authress key",
            before: [.run(.lowerToken, 8...40), ".", .run(.lowerDigit, 4...6)],
            [".acc_", ".acc-"],
            .run(.lowerToken, 10...32),
            ".",
            .run(.base64, 30...120)
        ),
        .key("settlemint-token", "SettleMint token", "sm_pat_", .run(.alphanumeric, 16)),
        .key("settlemint-application-token", "SettleMint token", "sm_aat_", .run(.alphanumeric, 16)),
        .key("settlemint-service-token", "SettleMint token", "sm_sat_", .run(.alphanumeric, 16)),
        .key("stytch-key", "Stytch key", ["secret-live-", "secret-test-"], .run(.padded, 36)),
        .key("workos-key", "WorkOS key", ["sk_live_a2V5X", "sk_test_a2V5X"], .run(.alphanumeric, 20...)),
        .key("intra42-secret", "42 client secret", ["s-s4t2ud-", "s-s4t2af-"], .run(.lowerHex, 64)),
        .key("adobe-client-secret", "Adobe client secret", "p8e-", .run(.alphanumeric, 32)),
        .named("vault-legacy-token", "HashiCorp Vault token", .folded("vault"), "s.", .run(.alphanumeric, 24)),
        .named("okta-key", "Okta token", .folded("okta"), "00", .run(.padded, 40)),
        .named("auth0-secret", "Auth0 secret", .folded("auth0"), .run(.token, 64)),
        .named("adobe-client", "Adobe client", .folded("adobe"), .run(.lowerHex, 32)),
        .named("keycloak-secret", "Keycloak secret", .folded("keycloak"), .run(.alphanumeric, 32)),
    ]
}
