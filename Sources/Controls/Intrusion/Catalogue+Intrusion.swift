import Hardening

extension Catalogue {
    static func intrusion(_ profile: Profile) -> [Control] {
        [
            .actOnFailures,
            .banLongEnough(profile),
            .banRealPort,
            .banRecidivists,
            .countLongEnough(profile),
            .countRefusedGuesses,
            .guardSSH,
            .installBanDaemon,
            .installBanTools,
            .keepIgnoreListNarrow,
            .limitFailures(profile),
            .matchServerJournal,
            .ownBanFiles,
            .reachContainers,
            .readPresentLogs,
            .runBanDaemon,
            .startBanDaemonAtBoot,
            .useFittingFilter,
        ]
    }
}
