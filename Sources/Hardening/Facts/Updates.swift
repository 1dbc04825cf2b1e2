// Fields of the updates layer's subjects.
extension Field {
    // updates, one record
    /// Whether the package unattended-upgrades is installed.
    public static let upgraderInstalled = Field("unattended-upgrades installed")
    /// Days since it was installed; not set where that is not known.
    public static let upgraderAge = Field("days since unattended-upgrades was installed")
    /// `APT::Periodic::Enable`, the switch above all others.
    public static let periodicEnabled = Field("periodic runs enabled")
    /// Days between refreshes of the package lists; 0 is never.
    public static let listInterval = Field("days between list refreshes")
    /// Days between unattended upgrades; 0 is never.
    public static let upgradeInterval = Field("days between unattended upgrades")
    /// Days since the package lists were last refreshed; not set where they never were.
    public static let listAge = Field("age of the package lists in days")
    /// Days since unattended-upgrades last ended well; not set where it never did.
    public static let lastGoodRunAge = Field("age of the last good run in days")
    /// Whether the last run wrote an error to its log.
    public static let lastRunFailed = Field("last run failed")
    /// Whether the server may reboot by itself when an update needs it.
    public static let automaticReboot = Field("automatic reboot")
    /// Local time of an automatic reboot, `HH:MM`, or `now`.
    public static let rebootTime = Field("automatic reboot time")
    /// Whether somebody who is logged in does not hold the reboot up.
    public static let rebootWithUsers = Field("reboot with users logged in")
    /// Whether a reboot is due for installed updates to take effect.
    public static let rebootRequired = Field("reboot required")
    /// Packages that asked for the reboot.
    public static let rebootPackages = Field("packages that need a reboot")
    public static let runningKernel = Field("running kernel")
    public static let newestKernel = Field("newest installed kernel")
    /// Whether the running kernel is the newest one installed.
    public static let runsNewestKernel = Field("runs the newest installed kernel")
    /// Patterns of packages that are never upgraded unattended.
    public static let excludedPackages = Field("packages never upgraded unattended")
    /// Patterns of the only packages that are upgraded unattended; none where all are.
    public static let onlyPackages = Field("only packages upgraded unattended")
    /// Packages that somebody put on hold, so that nothing upgrades them.
    public static let heldPackages = Field("packages on hold")
    /// Packages that apt's preferences keep at a version, or away from their archive.
    public static let pinnedPackages = Field("packages kept back by apt's preferences")
    /// Weekdays on which unattended-upgrades does anything; none where it does every day.
    public static let upgradeDays = Field("days on which upgrades run")
    /// Whether the daily run only waits for a shutdown, and upgrades then.
    public static let upgradesAtShutdown = Field("upgrades at shutdown only")
    /// Whether apt takes packages whose archive is not signed, or signed by nobody it trusts.
    public static let acceptsUnsigned = Field("accepts unsigned archives")

    // updateTimers, one record for each timer, or for the cron job where systemd does not run
    public static let timerEnabled = Field("starts at boot")
    public static let timerActive = Field("running")
    /// Whether it starts its service at least once a day; the service may be masked, or the timer's calendar changed.
    public static let startsDaily = Field("starts its work every day")

    // updateOrigins, one record for each archive the machine has lists of
    /// `distribution security`, `distribution`, `Docker` or `third party`.
    public static let archiveKind = Field("kind of archive")
    public static let archiveOrigin = Field("archive's origin")
    public static let archiveLabel = Field("archive's label")
    public static let archiveSuite = Field("archive's suite")
    public static let archiveCodename = Field("archive's codename")
    /// The host its lists came from.
    public static let archiveSite = Field("archive's site")
    /// Whether a pattern of unattended-upgrades matches the archive.
    public static let takenUnattended = Field("upgraded unattended")
    /// What keeps its packages from being taken although a pattern matches: a pin, or apt's default release.
    public static let archivePin = Field("kept back by")
    /// The pattern that matches, or the patterns that do not.
    public static let originPatterns = Field("patterns")

    // pendingUpdates, one record for each package
    public static let installedVersion = Field("installed version")
    public static let availableVersion = Field("available version")
    /// Whether the fix stands in the distribution's security archive.
    public static let isSecurityFix = Field("security fix")

    // release, one record
    /// Such as `Debian 12 (bookworm)`.
    public static let releaseName = Field("release")
    /// `regular`, `LTS`, `ESM` or `ended`.
    public static let releaseSupport = Field("security support")
    /// Days until the last day of the support there is; negative afterwards.
    public static let supportDaysLeft = Field("days of support left")
    /// The last day of it.
    public static let supportEnd = Field("support ends")

    // outdatedServices, one record for each unit, or for each process that belongs to none
    /// Programs and libraries that it runs and that are no longer on the disk as it runs them.
    public static let replacedFiles = Field("replaced files it runs")
    /// The processes, such as `sshd (812)`.
    public static let outdatedProcesses = Field("processes")
    /// The unit's name; not set for a process that belongs to none.
    public static let outdatedUnit = Field("unit")
    /// Whether one of the manager of an account runs it, and not the system's.
    public static let isAccountsUnit = Field("unit of an account")
    /// Whether it starts an OpenClaw gateway.
    public static let startsGateway = Field("starts a gateway")
}
