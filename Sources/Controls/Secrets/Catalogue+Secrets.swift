import Hardening

extension Catalogue {
    static func secrets(_ profile: Profile) -> [Control] {
        [
            .keepSecretsOutOfBackups,
            .keepSecretsOutOfComposeFiles,
            .keepSecretsOutOfConfiguration,
            .keepSecretsOutOfCron,
            .keepSecretsOutOfGit,
            .keepSecretsOutOfHistories,
            .keepSecretsOutOfLogs,
            .keepSecretsOutOfShellProfiles,
            .keepSecretsOutOfUnits,
            .ownSecretFiles,
            .protectCloudCredentials,
            .protectEnvironmentFiles,
            .protectHistories,
            .protectRegistryLogins,
            .protectSSHDirectories,
            .protectSSHKeys,
            .protectStoredLogins,
            .protectTLSKeys,
        ]
    }
}
