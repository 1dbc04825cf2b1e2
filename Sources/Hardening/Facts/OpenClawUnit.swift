extension Field {
    // openclawUnits, with `openclawUnit` and `openclawUnitAccount`: what systemd does for the unit that runs a gateway outside of containers
    /// Whether the gateway's processes belong to root.
    public static let unitRunsAsRoot = Field("unit runs as root")
    /// Which processes are ended with the unit: `mixed`, `control-group`, `process`, `none`.
    public static let unitKillMode = Field("KillMode")
    /// Seconds that the gateway gets to end.
    public static let unitStopSeconds = Field("TimeoutStopSec")
    /// Whether a start that ended with 78, because it was refused, is left at that.
    public static let unitStaysDown = Field("does not repeat a refused start")
    /// Whether its processes can gain no rights, as systemd and the kernel say.
    public static let unitNoNewPrivileges = Field("NoNewPrivileges")
    /// Settings that keep system calls nobody needs from its processes, and that do not hold.
    public static let unitOpenCalls = Field("system call settings that are not in effect")
    /// Settings with a list, of system calls or of address families, that somebody gave it already.
    public static let unitFilters = Field("filters that are there")
    /// Settings that wall the unit's processes off from the system, and that do not hold.
    public static let unitOpenWalls = Field("isolation settings that are not in effect")
    /// Bytes that its processes may have; not set where there is no limit.
    public static let unitMemory = Field("MemoryMax")
    /// Bytes that they have now; not set while it does not run.
    public static let unitMemoryUsed = Field("memory that the unit uses")
    /// Directories that it has to write to.
    public static let unitWrites = Field("directories it writes to")
    /// Those of them that are the system's, or other programs'.
    public static let unitSystemWrites = Field("system directories that it writes to")

    // openclaw: who runs the gateway where it runs outside of containers
    /// The account that runs it; not set where nothing runs it, or a container does.
    public static let gatewayAccount = Field("account of the gateway")
    /// Whether a process of root runs it that no unit of systemd answers for; not set where a unit does, or none runs.
    public static let strayRunsAsRoot = Field("a process without a unit runs it as root")
    /// Groups that its account is in and that read logs of the whole system; not set as the next.
    public static let accountLogGroups = Field("groups of its account that read logs")
    /// What makes its account root whenever it likes; not set for root itself, and where no account runs it.
    public static let accountPowers = Field("ways of its account to become root")
}
