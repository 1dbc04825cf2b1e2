// Fields of `Subject.dockerDaemon` (one record), `dockerSockets` and `dockerMembers`.
extension Field {
    // dockerDaemon
    public static let dockerVersion = Field("Docker version")
    /// Whether the engine's line still gets fixes.
    public static let dockerIsSupported = Field("version gets fixes")
    public static let liveRestore = Field("live-restore")
    public static let userlandProxy = Field("userland-proxy")
    /// Whether containers start with no-new-privileges unless they say otherwise.
    public static let daemonNoNewPrivileges = Field("no-new-privileges by default")
    public static let interContainer = Field("containers of the default bridge reach each other")
    public static let logDriver = Field("log driver")
    public static let logMaxSize = Field("bytes of one log file")
    public static let logMaxFiles = Field("log files")
    public static let storageDriver = Field("storage driver")
    /// Soft and hard limit of open files for containers; not set where the daemon sets none.
    public static let openFilesHard = Field("hard limit of open files")
    public static let openFilesSoft = Field("soft limit of open files")
    /// The most that any container can be given, because the daemon may not raise its own limit; not set where it may.
    public static let openFilesCeiling = Field("most open files the daemon may allow")
    /// Names of default ulimits that lack `Name`, with which no container starts.
    public static let brokenUlimits = Field("default ulimits without a name")
    public static let userNamespaces = Field("user namespaces")
    public static let isRootless = Field("rootless")
    public static let managesIPTables = Field("manages iptables")
    public static let managesIP6Tables = Field("manages ip6tables")
    /// `iptables`, `nftables`, `firewalld`; not set where the version does not tell.
    public static let dockerFirewall = Field("firewall backend")
    /// TCP addresses the API listens on.
    public static let tcpHosts = Field("API on TCP")
    /// Whether the API on TCP asks for a client certificate.
    public static let tcpVerified = Field("API asks for a certificate")
    public static let insecureRegistries = Field("registries without checked encryption")
    /// `builtin`, `unconfined`, or a path.
    public static let daemonSeccomp = Field("default seccomp profile")
    public static let hasAppArmor = Field("AppArmor in use")
    public static let isExperimental = Field("experimental features")
    /// The address ports are published on where a container names none.
    public static let defaultPublishAddress = Field("default address of published ports")
    /// Options given on the daemon's command line, by name; the daemon does not start where its file sets one, too.
    public static let daemonFlags = Field("options on the command line")
    /// The file that the daemon reads its settings from.
    public static let daemonFile = Field("file of its settings")
    /// Whether it is a node of a swarm, which live-restore does not go together with.
    public static let isInSwarm = Field("is in a swarm")
    public static let runningContainers = Field("running containers")
    /// Whether the kernel has AppArmor enabled.
    public static let kernelHasAppArmor = Field("AppArmor in the kernel")
    /// Why the configuration file cannot be read by the daemon; not set where it can.
    public static let daemonFileError = Field("error in daemon.json")

    // dockerSockets
    public static let socketGroup = Field("group")

    // dockerMembers
    /// The group that is root in all but name.
    public static let rootGroup = Field("group that is root in all but name")
}
