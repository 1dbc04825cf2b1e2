import Catalog
import Hardening

extension Catalogue {
    /// The values of `daemon.json` that the guides name, as the daemon reports them.
    static func dockerSettings(_ profile: Profile) -> [Control] {
        let docker = profile.docker
        let guarded: [Control] = docker.noNewPrivileges ? [forbidNewPrivileges] : []
        let lasting: [Control] = docker.liveRestore ? [keepContainersThroughRestarts] : []
        return guarded + lasting + [
            .forbid(
                .docker,
                "limit-container-logs",
                .dockerDaemon,
                where: Field.logDriver.isOne(of: ["json-file"])
                    && (.logMaxSize == .unset || Field.logMaxSize > docker.logMaxSize * 4),
                title: "Logs of containers are bounded",
                rationale: "Whoever makes the agent talk fills the disk, and databases, updates and logins fail.",
                .medium,
                [Reference("Self-hosting guide", "Docker daemon")],
                remedy:
                    "\"log-driver\": \"\(docker.logDriver)\", \"log-opts\": {\"max-size\": \"\(docker.logMaxSize >> 20)m\", "
                    + "\"max-file\": \"\(docker.logMaxFiles)\"} in daemon.json; containers made before keep theirs",
                good: [.logDriver: "json-file", .logMaxSize: .number(docker.logMaxSize)],
                [.logDriver: "local", .logMaxSize: .unset],
                bad: [.logDriver: "json-file", .logMaxSize: .unset]
            ),
            .field(
                .docker,
                "limit-open-files",
                .dockerDaemon,
                .openFilesHard,
                .atMost(1 << 20),
                title: "Containers have a limit of open files",
                rationale: "One container takes the kernel's file table, and every other program on the server fails.",
                .low,
                [Reference("Self-hosting guide", "Docker daemon"), Reference("CIS Docker", "2.8")],
                remedy:
                    "\"default-ulimits\": {\"nofile\": {\"Name\": \"nofile\", \"Hard\": \(docker.openFilesHard), \"Soft\": \(docker.openFilesSoft)}} in daemon.json",
                good: .number(docker.openFilesHard),
                bad: .unset
            ),
            .field(
                .docker,
                "name-default-ulimits",
                .dockerDaemon,
                .brokenUlimits,
                .is([]),
                title: "Every default ulimit has its name",
                rationale:
                    "The daemon starts with an unnamed limit, and then not one container does: the server is down.",
                .high,
                [Reference("moby#25560"), Reference("Self-hosting guide", "Docker daemon")],
                remedy: "add \"Name\": \"nofile\" to the limit in /etc/docker/daemon.json",
                good: [],
                bad: ["nofile"]
            ),
            .forbid(
                .docker,
                "use-supported-storage",
                .dockerDaemon,
                where: Field.storageDriver.isOne(of: ["aufs", "devicemapper", "overlay", "vfs"]),
                title: "Images lie in a storage driver that is maintained",
                rationale: "The retired drivers lose data and get no fixes for the ways out that were found in them.",
                .low,
                [Reference("CIS Docker", "2.5")],
                remedy:
                    "\"storage-driver\": \"\(docker.storageDriver)\" in daemon.json, after saving volumes and images",
                good: [.storageDriver: "overlay2"],
                [.storageDriver: "overlayfs"],
                bad: [.storageDriver: "devicemapper"]
            ),
            .field(
                .docker,
                "write-valid-daemon-file",
                .dockerDaemon,
                .daemonFileError,
                .is(.unset),
                title: "daemon.json can be read by the daemon",
                rationale: "The daemon does not come back after its next restart, and no container with it.",
                .high,
                [Reference("dockerd", "daemon configuration file")],
                remedy: "correct the place that is named; sudo dockerd --validate shows the rest",
                good: .unset,
                bad: "line 3, column 1: a comma or the end is missing"
            ),
        ]
    }

    private static let keepContainersThroughRestarts: Control = .field(
        .docker,
        "keep-containers-through-restarts",
        .dockerDaemon,
        .liveRestore,
        .is(true),
        title: "Containers go on while the daemon restarts",
        rationale: "Every update of Docker stops the agent and what guards it, so updates are put off.",
        .low,
        [Reference("Self-hosting guide", "Docker daemon"), Reference("CIS Docker", "2.15")],
        remedy: "\"live-restore\": true in /etc/docker/daemon.json, then sudo systemctl reload docker",
        good: true,
        bad: false
    )

    private static let forbidNewPrivileges: Control = .field(
        .docker,
        "forbid-new-privileges",
        .dockerDaemon,
        .daemonNoNewPrivileges,
        .is(true),
        title: "Containers start with no-new-privileges",
        rationale: "A process in a container becomes its root by any setuid program in the image.",
        .medium,
        [Reference("Self-hosting guide", "Docker daemon"), Reference("CIS Docker", "2.14")],
        remedy: "\"no-new-privileges\": true in /etc/docker/daemon.json, then sudo systemctl restart docker",
        good: true,
        bad: false
    )
}
