import Hardening

extension ControlList {
    static func updates(_ profile: Profile) -> [Control] {
        let reboot: [Control] = profile.updates.automaticReboot ? [.rebootAutomatically] : []
        return [
            .acceptSignedArchivesOnly,
            .applySecurityFixes,
            .enableDailyListRefresh,
            .enableDailyUpgrades,
            .enablePeriodicRuns,
            .installUnattendedUpgrades,
            .keepListsFresh(profile),
            .keepRunsSucceeding(profile),
            .leaveNoFailedRun,
            .planNextRelease,
            .protectAptFiles,
        ] + reboot + [
            .rebootInWindow(profile),
            .rebootIntoUpdates,
            .restartOutdatedServices,
            .runNewestKernel,
            .runSupportedRelease,
            .runUpdateTimers,
            .startUpdateTimers,
            .takeDockerFixes,
            .takeSecurityFixes,
            .takeThirdPartyFixes,
            .upgradeEveryPackage,
        ]
    }
}
