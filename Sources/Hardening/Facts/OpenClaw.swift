// Fields of `Subject.openclaw` (one record an installation), `openclawProblems`, `openclawFiles`, `openclawPlugins`,
// `openclawAdvisories` and `openclawLiterals`; those of `openclawUnits` are in a file of their own.
extension Field {
    // openclaw
    public static let stateDirectory = Field("state directory")
    public static let configurationFile = Field("configuration file")
    /// Calendar version, such as `2026.4.19`; unknown where nothing names it.
    public static let openclawVersion = Field("OpenClaw version")
    /// `current`, `known advisories`, `outdated`, `dangerous` or `critical`, by the floors of the advisories.
    public static let openclawAge = Field("age of the version")
    /// Parts of the state that a newer version wrote; not set where nothing tells.
    public static let newerState = Field("state of a newer version")
    /// Whether the gateway ends and is started again, time after time.
    public static let keepsStarting = Field("is restarted again and again")
    /// Whether OpenClaw's own rule for releases still gives it fixes.
    public static let isSupported = Field("release still receives fixes")
    /// The release of Node that runs the gateway.
    public static let nodeVersion = Field("Node")
    /// Whether OpenClaw of this version starts with it.
    public static let nodeIsAccepted = Field("Node version is supported")
    /// Whether the SQLite that it loads keeps what is in its log; not set where the Node is too old to start at all.
    public static let sqliteIsSafe = Field("SQLite version keeps its log")
    /// Whether the configuration file is a symbolic link.
    public static let configurationIsLink = Field("configuration is a link")
    public static let stateDirectoryIsLink = Field("state directory is a link")
    /// Whether the directory is inside a folder that a cloud service copies away.
    public static let isSynced = Field("is in a synchronized folder")
    /// The container that runs the gateway; not set where none does.
    public static let openclawContainer = Field("container of the gateway")
    /// Addresses from which a proxy on this machine comes, as the gateway sees it.
    public static let openclawProxyAddresses = Field("addresses of a proxy on this machine")
    /// What the configuration names on this machine itself.
    ///
    /// As the bridge that its container comes by, the TCP port and the setting, such as
    /// `br-+ 172.18.0.0/16 11434 models.providers.ollama.baseUrl`; empty for a gateway outside of containers.
    public static let hostEndpoints = Field("services of this machine")
    /// The systemd unit that runs the gateway; not set where none was found.
    public static let openclawUnit = Field("unit of the gateway")
    /// The account whose service manager runs the unit; not set for the system's own.
    public static let openclawUnitAccount = Field("account of the unit")
    /// Settings that of the versions that were looked at the one before knows, or the one after, and not both; empty for one
    /// that was looked at itself.
    public static let disputedSettings = Field("settings that the version may not know")
    /// The next version that was looked at; not set where it was looked at itself, or none came after.
    public static let nextKnownVersion = Field("next version that is known")
    /// Whether it is known which settings the version accepts.
    public static let openclawSettingsAreKnown = Field("settings of the version are known")
    /// Variables and flags of the gateway's start that take a check away, or write out what is said.
    public static let weakeningSwitches = Field("start options that weaken it")
    /// Programs that are started, with all their rights, where an update or a start of the gateway fails.
    public static let repairingAgents = Field("agents that repair a failed start")
    /// Settings whose value comes out of a variable, as JSON pointers into the whole configuration.
    public static let variableSettings = Field("settings from variables")

    /// Settings whose key stands in a file or a variable, and for which the version takes a reference; not set where there is
    /// none.
    public static let keysInClear = Field("keys that could be references")

    // openclawProblems
    /// A `ProblemKind`.
    public static let problemKind = Field("kind of problem")
    /// Whether OpenClaw does not start with it.
    public static let isRefused = Field("keeps OpenClaw from starting")
    public static let problem = Field("problem")
    /// Whether a list and an object are confused there, so that nothing can be set below it.
    public static let problemIsStructural = Field("a list and an object are confused")

    // openclawFiles
    /// `state directory`, `configuration`, `include`, `credentials`, `auth profiles`, `sessions`, `log`, `backup` or
    /// `secrets`.
    public static let fileKind = Field("kind of file")
    public static let mode = Field("mode")
    public static let owner = Field("owner")
    /// Whether accounts besides the owner and root get to it, through the directories above it.
    public static let isReachable = Field("can be reached by other accounts")
    /// Whether the owner is the account that runs OpenClaw, or root.
    public static let ownerFits = Field("owner is OpenClaw or root")
    /// The places of the configuration that an include's content stands at, as JSON pointers.
    public static let includedAt = Field("included at")

    // openclawPlugins
    /// `plugin`, `hook` or `skill`.
    public static let pluginKind = Field("kind of extension")
    /// Whether it was installed by a version range instead of an exact version.
    public static let isFloating = Field("installed without an exact version")
    public static let hasIntegrity = Field("has an integrity hash")
    /// Whether a list names it as allowed.
    public static let isAllowListed = Field("is on the allow list")
    /// Whether it is really there.
    public static let isInstalled = Field("is installed")
    /// Whether what is there is of another version than what was recorded when it was installed.
    public static let differsFromRecord = Field("is of another version than recorded")
    /// Files that it starts with and that lie outside of its directory, or where nobody looks.
    public static let strayEntries = Field("entry points outside its directory, or hidden")
    /// Whether the directory lets others than its owner write.
    public static let isWritableByOthers = Field("is writable by others")
    /// Whether it leads out of the workspace by a link.
    public static let leavesWorkspace = Field("leads out of the workspace")

    // openclawAdvisories
    /// `critical`, `high`, `medium`, `low` or `not rated`.
    public static let advisorySeverity = Field("severity")
    public static let advisoryFixed = Field("fixed in")
    /// Whether the installed version is in the affected range; unknown for extended-stable builds.
    public static let isAffected = Field("affects this version")
    public static let advisorySummary = Field("what it is")

    // openclawLiterals
    /// `gateway`, `channel`, `hooks`, `model`, `server` or `other`; not set where only its looks give it away.
    public static let literalRole = Field("what the secret is for")
    /// Whether a scanner knows it for a secret by its looks.
    public static let literalIsFound = Field("looks like a secret")
    /// The setting's path as a person writes it.
    public static let literalSetting = Field("setting with the secret")
    public static let literalFile = Field("file with the secret")
    public static let literalLine = Field("line with the secret")
    /// Where in the file, as a JSON pointer.
    public static let literalPlace = Field("place of the secret")
    /// The variable that can hold it; not set where it has to stay.
    public static let literalVariable = Field("variable for the secret")
    /// Whether the variable is set already, so that the file of variables stays as it is.
    public static let literalIsWaitedFor = Field("variable is set already")
    /// Whether the variable stands for another secret already, which takes the place of this one.
    public static let literalIsReplaced = Field("another secret takes its place")
    /// The file that sets such variables for the gateway.
    public static let literalEnvironment = Field("file of variables for the secret")
    /// Why no variable can hold it; not set where one can.
    public static let literalBlocker = Field("why the secret has to stay")
}
