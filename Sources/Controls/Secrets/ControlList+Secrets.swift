import Hardening

extension ControlList {
    static func secrets(_ profile: Profile) -> [Control] {
        [
            .askVaultByItsProgram,
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
            .keepVaultPrograms,
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
            .rotateVaultSecrets(profile),
            .setSecretFileOwner,
        ]
    }
}
