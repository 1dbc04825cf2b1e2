import Hardening

extension ControlList {
    static func secrets(_ profile: Profile) -> [Control] {
        [
            .keepKeysInVault,
            .keepSecretsOutOfAgentFiles,
            .keepSecretsOutOfBackups,
            .keepSecretsOutOfCommandLines,
            .keepSecretsOutOfComposeFiles,
            .keepSecretsOutOfConfiguration,
            .keepSecretsOutOfContainers,
            .keepSecretsOutOfCron,
            .keepSecretsOutOfGit,
            .keepSecretsOutOfHistories,
            .keepSecretsOutOfLogs,
            .keepSecretsOutOfServiceConfiguration,
            .keepSecretsOutOfShellProfiles,
            .keepSecretsOutOfUnits,
            .protectArchives,
            .protectCloudCredentials,
            .protectEnvironmentFiles,
            .protectHistories,
            .protectRegistryLogins,
            .protectSSHDirectories,
            .protectSSHKeys,
            .protectStoredLogins,
            .protectTLSDirectories,
            .protectTLSKeys,
            .protectVault,
            .setSecretFileOwner,
        ]
    }
}
