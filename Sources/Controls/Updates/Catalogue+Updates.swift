import Hardening

extension Catalogue {
    static func updates(_ profile: Profile) -> [Control] {
        [
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
            .rebootAutomatically(profile),
            .rebootInWindow(profile),
            .rebootIntoUpdates,
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
