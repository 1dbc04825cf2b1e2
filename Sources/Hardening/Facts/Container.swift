// Fields of `Subject.containers` and, as far as a file tells, `composeServices`; then `publishedPorts`,
// `containerMounts` and `containerEnvironment`.
extension Field {
    public static let containerImage = Field("image")
    /// Whether the image is named by digest or by a version's tag.
    public static let imageIsPinned = Field("image is pinned")
    public static let containerIsRunning = Field("is running")
    /// Whether it runs the gateway, and not only the command line beside it.
    public static let runsGateway = Field("runs the gateway")
    public static let containerUser = Field("user of the container")
    public static let runsAsRoot = Field("runs as root")
    public static let dropsAllCapabilities = Field("drops all capabilities")
    /// Capabilities beyond those that a container has by default.
    public static let addedCapabilities = Field("added capabilities")
    public static let noNewPrivileges = Field("no-new-privileges")
    public static let isPrivileged = Field("privileged")
    public static let seccomp = Field("seccomp profile")
    public static let appArmor = Field("AppArmor profile")
    /// Whether the paths of /proc and /sys are hidden or read-only that Docker hides by itself.
    public static let masksSystemPaths = Field("system paths are masked")
    public static let readOnlyRoot = Field("root file system is read-only")
    /// Bytes; not set where there is no limit.
    public static let memoryLimit = Field("memory limit")
    public static let pidsLimit = Field("process limit")
    public static let cpuLimit = Field("CPU limit in millicores")
    /// How many processors this server has; not set where nobody says it.
    public static let processors = Field("processors of the server")
    /// Bytes; not set where nobody says it.
    public static let memoryOfServer = Field("memory of the server")
    public static let hasHealthCheck = Field("has a health check")
    /// `healthy`, `starting`, `unhealthy`; not set without a check or while stopped.
    public static let health = Field("health")
    /// Whether the program of the health check is missing in the image.
    public static let healthCannotRun = Field("health check cannot run")
    public static let restartPolicy = Field("restart policy")
    /// Whether its logs are bounded, by its own options or the daemon's.
    public static let logsAreLimited = Field("logs are limited")
    /// Namespaces of the host or of other containers that it joins: `network`, `pid`, `ipc`, `uts`, `user`, `cgroup`.
    public static let sharedNamespaces = Field("namespaces of the host")
    public static let devices = Field("devices of the host")
    /// Whether OpenClaw takes its openclaw.json for one that it must not write.
    ///
    /// Not set where the version has no such switch.
    public static let configurationIsReadOnly = Field("openclaw.json is read-only for OpenClaw")
    /// Ports published beyond loopback, in a compose file.
    public static let publishesBeyondLoopback = Field("ports published beyond loopback")
    /// Mounts of the host's system, in a compose file.
    public static let dangerousMounts = Field("mounts of the host's system")
    /// Variables whose secret stands in the file.
    public static let inlineSecrets = Field("variables with a secret in the file")

    // publishedPorts
    public static let container = Field("container")
    public static let hostAddress = Field("host address")
    public static let containerPort = Field("container port")
    /// Whether it is the gateway's port, or the bridge's or browser's beside it.
    public static let isGatewayPort = Field("port of the gateway")
    public static let isLoopback = Field("on loopback only")

    // otherContainers
    /// What it is known to be for; not set where its image is not known.
    public static let containerPurpose = Field("what it is for")
    /// What hands the server to whoever is root in it.
    public static let waysToServer = Field("what hands it the server")
    /// What takes a wall around it away, or shows it what is not its own.
    public static let openedWalls = Field("what stands open around it")

    // containerMounts
    public static let mountSource = Field("host path")
    public static let mountTarget = Field("path in the container")
    public static let mountIsWritable = Field("writable")
    /// `container engine socket`, `system`, `home`, `credentials` or `data`.
    public static let mountKind = Field("kind of mount")

    // containerEnvironment
    public static let variable = Field("variable")
    /// What kind of secret its name and value say it holds; not set where none.
    public static let variableSecret = Field("kind of secret")

    // images
    /// Every name it can be asked for by: tags, and digests.
    public static let imageNames = Field("names of the image")

    // composeProjects
    public static let composeProject = Field("project")
    public static let composeDirectory = Field("directory")
    /// In the order in which they are merged, with the override that compose finds by itself.
    public static let composeFiles = Field("compose files")
    public static let composeService = Field("service")
    /// Every service of OpenClaw in the same files.
    public static let composeSiblings = Field("services of OpenClaw")
    /// The file that settings are added to.
    public static let composeSettings = Field("file of added settings")
    /// The `version:` of the files, which older compose wants to be the same in all of them.
    public static let composeVersion = Field("version of the format")
    /// Why making the container anew would change more than was asked for; not set where it would not.
    public static let composeBlocker = Field("blocker")
    /// Limits of memory and of processes that stand under `deploy`.
    public static let deployLimits = Field("limits under deploy")
    /// The account of the image, by name or number.
    public static let imageUser = Field("user of the image")
    /// Programs of the image that can ask for a web page, by their path.
    public static let imagePrograms = Field("programs of the image")
    public static let nodeOptions = Field("NODE_OPTIONS")
    /// Ports of this server that lead to it.
    public static let publishedOn = Field("published ports")
    public static let gatewayListensOn = Field("port inside")
    /// Seconds that its files give it to end in; not set where they say nothing.
    public static let stopGrace = Field("seconds to end in")
    /// The host name that its files give it; not set where they say nothing.
    public static let composeHost = Field("host name in the files")
    /// The host name of its container; not set where it has none of its own.
    public static let containerHost = Field("host name")
    /// The networks that its files name, but for the one for the proxy; empty where they leave it to compose.
    public static let serviceNetworks = Field("networks in the files")
    /// The address of a gateway on the network that it shares with the proxy, there already or free to be used.
    public static let proxyNetworkAddress = Field("address for the proxy")
    /// Whether its files give it that network.
    public static let proxyNetworkIsSet = Field("has a network for the proxy")
    /// The address that its container has on that network.
    public static let containerProxyAddress = Field("address for the proxy in use")
    /// Bytes.
    public static let memoryUsed = Field("memory in use")
    /// Paths the container wrote to that no volume keeps.
    public static let writtenPaths = Field("written outside of volumes")
    /// The account that its files on this server belong to but for those of root.
    public static let dataOwner = Field("owner of its data")
    /// Files of root among its data on this server.
    public static let dataOfRoot = Field("data of root")
    /// Why its data cannot be given to another account; not set where it can.
    public static let dataBlocker = Field("blocker to a new owner")
}
