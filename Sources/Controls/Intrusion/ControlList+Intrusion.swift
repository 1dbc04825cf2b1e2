import Hardening

extension ControlList {
    static func intrusion(_ profile: Profile) -> [Control] {
        [
            .banOnEverySSHPort,
            .banRepeatOffenders,
            .countRefusedAttempts,
            .enableBanActions,
            .enableSSHJail,
            .extendBansToContainers,
            .installBanDaemon,
            .installBanTools,
            .limitFailures(profile),
            .matchServerJournal,
            .narrowIgnoreList,
            .protectFail2banFiles,
            .readExistingLogs,
            .runBanDaemon,
            .setBanTime(profile),
            .setFindTime(profile),
            .startBanDaemonAtBoot,
            .updateSSHFilter,
        ]
    }
}
