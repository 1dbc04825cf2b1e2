import Catalog
import Documents
import Hardening

extension ControlList {
    /// The values of `daemon.json` that the guides name, as the daemon reports them.
    static func dockerSettings(_ profile: Profile) -> [Control] {
        let docker = profile.docker
        let guarded: [Control] = docker.noNewPrivileges ? [forbidNewPrivileges] : []
        let lasting: [Control] = docker.liveRestore ? [enableLiveRestore] : []
        return guarded + lasting + [limitContainerLogs(docker), limitOpenFiles(docker)] + [
            .field(
                .docker,
                "name-default-ulimits",
                .dockerDaemon,
                .brokenUlimits,
                .is([]),
                title: "Every default ulimit has a name",
                fault: "A default ulimit has no name",
                rationale:
                    "The daemon starts with an unnamed limit, but not one container does: the server is down.",
                .high,
                [Reference("moby#25560"), Reference("Self-hosting guide", "Docker daemon")],
                fix: .daemonFile(
                    "the name of each default ulimit",
                    keys: ["default-ulimits"],
                    byHand:
                        "add \"Name\": \"nofile\" to the limit in /etc/docker/daemon.json, then `sudo systemctl restart docker` in a quiet hour (without live-restore it stops every container)"
                ) { root in
                    (root["default-ulimits"]?.members ?? []).map {
                        .set(.string($0.key), at: ["default-ulimits", .key($0.key), "Name"])
                    }
                },
                good: [],
                bad: ["nofile"]
            ),
            .forbid(
                .docker,
                "use-supported-storage-driver",
                .dockerDaemon,
                where: Field.storageDriver.isOne(of: ["aufs", "devicemapper", "overlay", "vfs"]),
                title: "Docker uses a maintained storage driver",
                fault: "Docker uses a storage driver that is not maintained",
                rationale: "The retired drivers lose data, and escapes found in them are not fixed.",
                .low,
                [Reference("CIS Docker", "2.5")],
                fix: .manual(
                    "save images, containers and volumes, set \"storage-driver\": \"\(docker.storageDriver)\" in /etc/docker/daemon.json, restart Docker, and load them again",
                    because: "Another storage driver hides every image, container and volume made so far."
                ),
                good: [.storageDriver: "overlay2"],
                [.storageDriver: "overlayfs"],
                bad: [.storageDriver: "devicemapper"]
            ),
            .field(
                .docker,
                "keep-configuration-valid",
                .dockerDaemon,
                .daemonFileError,
                .is(.unset),
                title: "daemon.json is valid",
                fault: "The Docker daemon would not start with its daemon.json",
                rationale: "The daemon does not come back after its next restart, and no container with it.",
                .high,
                [Reference("dockerd", "daemon configuration file")],
                fix: .manual(
                    "Correct /etc/docker/daemon.json at the place that the evidence names; what is left "
                        + "is shown by `sudo dockerd --validate`",
                    because: "What the file was meant to say could not be determined."
                ),
                good: .unset,
                bad: "line 3, column 1: a comma or the end is missing"
            ),
        ]
    }

    private static func limitContainerLogs(_ docker: Profile.Docker) -> Control {
        let size = "\(docker.logMaxSize >> 20)m"
        let files = String(docker.logMaxFiles)
        let options = "\"log-opts\": {\"max-size\": \"\(size)\", \"max-file\": \"\(files)\"}"
        return .forbid(
            .docker,
            "limit-container-logs",
            .dockerDaemon,
            where: Field.logDriver.isOne(of: ["json-file"])
                && (.logMaxSize == .unset || Field.logMaxSize > docker.logMaxSize * 4),
            title: "Container logs have a size limit by default",
            fault: "Container logs have no size limit by default, or one that is too high",
            rationale: "Whoever makes the agent talk fills the disk, and databases, updates and logins fail.",
            .medium,
            [Reference("Self-hosting guide", "Docker daemon")],
            fix: .daemonFile(
                options,
                keys: ["log-driver", "log-opts"],
                byHand:
                    "\"log-driver\": \"\(docker.logDriver)\", \(options) in /etc/docker/daemon.json, then `sudo systemctl restart docker` in a quiet hour (without live-restore it stops every container); containers made before keep theirs"
            ) { root in
                let driver: [JSONEdit] =
                    root["log-driver"] == nil ? [.set(.string(docker.logDriver), at: ["log-driver"])] : []
                let count: [JSONEdit] =
                    root["log-opts"]?["max-file"] == nil ? [.set(.string(files), at: ["log-opts", "max-file"])] : []
                return driver + [.set(.string(size), at: ["log-opts", "max-size"])] + count
            },
            good: [.logDriver: "json-file", .logMaxSize: .number(docker.logMaxSize)],
            [.logDriver: "local", .logMaxSize: .unset],
            bad: [.logDriver: "json-file", .logMaxSize: .unset]
        )
    }

    private static func limitOpenFiles(_ docker: Profile.Docker) -> Control {
        .field(
            .docker,
            "limit-open-files",
            .dockerDaemon,
            .openFilesHard,
            .atMost(1 << 20),
            title: "Containers have a limit on open files by default",
            fault: "Containers have no limit on open files by default, or one that is too high",
            rationale: "One container uses up the kernel's file table, and every other program on the server fails.",
            .low,
            [Reference("Self-hosting guide", "Docker daemon"), Reference("CIS Docker", "2.8")],
            fix: .daemonFile(
                "\"default-ulimits\": {\"nofile\": …}",
                keys: ["default-ulimits"],
                byHand:
                    "\"default-ulimits\": {\"nofile\": {\"Name\": \"nofile\", \"Hard\": \(docker.openFilesHard), \"Soft\": \(docker.openFilesSoft)}} in /etc/docker/daemon.json, then `sudo systemctl restart docker` in a quiet hour (without live-restore it stops every container)"
            ) { root, daemon in
                // No container starts with a limit that the daemon may not give, or a soft one above the hard one.
                var hard = docker.openFilesHard
                if case .number(let ceiling) = daemon[.openFilesCeiling] { hard = min(hard, ceiling) }
                let soft = root["default-ulimits"]?["nofile"]?["Soft"]?.integer ?? docker.openFilesSoft
                return [
                    .set("nofile", at: ["default-ulimits", "nofile", "Name"]),
                    .set(.integer(hard), at: ["default-ulimits", "nofile", "Hard"]),
                    .set(.integer(min(soft, hard)), at: ["default-ulimits", "nofile", "Soft"]),
                ]
            },
            good: .number(docker.openFilesHard),
            bad: .unset
        )
    }

    private static let enableLiveRestore: Control = .field(
        .docker,
        "enable-live-restore",
        .dockerDaemon,
        .liveRestore,
        .is(true),
        title: "Containers keep running while the Docker daemon restarts",
        fault: "Containers stop when the Docker daemon restarts",
        rationale: "Every update of Docker stops the agent and what guards it, so updates are put off.",
        .low,
        [Reference("Self-hosting guide", "Docker daemon"), Reference("CIS Docker", "2.15")],
        fix: .daemonFile(
            "\"live-restore\": true",
            keys: ["live-restore"],
            byHand: "\"live-restore\": true in /etc/docker/daemon.json, then `sudo systemctl reload docker`",
            unless: { record in
                record[.isInSwarm] == false
                    ? nil : "The daemon of a swarm node does not start with live-restore, so leave the swarm first."
            },
            { _ in [.set(true, at: ["live-restore"])] }
        ),
        good: true,
        bad: false
    )

    private static let forbidNewPrivileges: Control = .field(
        .docker,
        "forbid-new-privileges",
        .dockerDaemon,
        .daemonNoNewPrivileges,
        .is(true),
        title: "Containers start with no-new-privileges by default",
        fault: "Containers start without no-new-privileges by default",
        rationale: "A process in a container becomes its root through any setuid program in the image.",
        .medium,
        [Reference("Self-hosting guide", "Docker daemon"), Reference("CIS Docker", "2.14")],
        fix: .daemonFile(
            "\"no-new-privileges\": true",
            keys: ["no-new-privileges"],
            byHand:
                "\"no-new-privileges\": true in /etc/docker/daemon.json, then `sudo systemctl restart docker` in a quiet hour (without live-restore it stops every container)"
        ) { _ in [.set(true, at: ["no-new-privileges"])] },
        good: true,
        bad: false
    )
}
