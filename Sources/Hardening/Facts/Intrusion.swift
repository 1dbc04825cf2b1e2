// Fields of the intrusion layer's subjects.
extension Field {
    // fail2ban, one record
    /// Whether the package fail2ban is installed.
    public static let banDaemonInstalled = Field("fail2ban installed")
    /// Whether anything at all bans addresses.
    public static let somethingBans = Field("something bans addresses")
    /// Whether the server answers on its socket.
    public static let banDaemonAnswers = Field("fail2ban answers")
    /// Whether systemd starts it at boot.
    public static let banDaemonAtBoot = Field("fail2ban starts at boot")
    /// Other programs that ban addresses, such as crowdsec or sshguard.
    public static let otherBanDaemons = Field("other programs that ban")
    /// Names of the jails that are on.
    public static let jailNames = Field("jails")
    /// Those of the jails that are for the SSH server.
    public static let sshJails = Field("jails for SSH")

    // jails, one record a jail
    public static let jailName = Field("jail")
    /// The name of the filter, where the files tell it.
    public static let jailFilter = Field("filter")
    /// Whether the jail is for the SSH server.
    public static let isSSHJail = Field("for ssh")
    public static let banMaxRetry = Field("failures before a ban")
    /// Seconds in which failures are counted.
    public static let banFindTime = Field("seconds in which failures count")
    /// Seconds of a ban; -1 is for ever.
    public static let banTime = Field("seconds of a ban")
    /// Whether bans of those who come back grow longer.
    public static let banTimeGrows = Field("bans grow for those who come back")
    /// `journal` or `files`.
    public static let jailReads = Field("reads")
    /// Log files the jail should read, where none of them is there.
    public static let missingLogs = Field("log files that are not there")
    public static let journalMatch = Field("journal match")
    /// Whether the lines of this machine's sshd are among those the jail reads.
    public static let readsServerLines = Field("reads the lines of this sshd")
    /// Whether every line that the jail takes out of the journal was written by root.
    public static let readsRootsLinesOnly = Field("reads only lines that root wrote")
    /// What the jail's filter is called with as its match, which counts beside the jail's own.
    public static let matchOfCalledFilter = Field("journal match that the filter is called with")
    /// Whether the jail's filter knows the name this machine's sshd logs under.
    public static let filterFitsServer = Field("filter fits this sshd")
    /// Whether a connection counts that names an account and ends before it could try a password.
    public static let countsRefusedGuesses = Field("counts guesses that no password is taken of")
    /// Ports this machine's sshd listens on that no ban of the jail closes.
    public static let portsLeftOpen = Field("sshd's ports that a ban leaves open")
    public static let banActions = Field("ban actions")
    /// Whether one of the actions cuts an address off.
    public static let actsOnFailures = Field("cuts off those it bans")
    /// Programs the jail needs that are not installed.
    public static let missingBanTools = Field("ban tools that are not installed")
    /// Whether a banned address is cut off from containers too.
    public static let banReachesContainers = Field("a ban reaches containers")
    public static let ignoredAddresses = Field("addresses never banned")
    /// Ignored ranges wider than a network somebody could own.
    public static let wideIgnores = Field("wide ranges never banned")
}
