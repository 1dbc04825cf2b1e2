import Documents
import Hardening

extension Catalogue {
    static func dockerRemediations(_ profile: Profile) -> [Remediation] {
        let docker = profile.docker
        let guarded = docker.noNewPrivileges ? [forbidNewPrivileges(profile)] : []
        let lasting = docker.liveRestore ? [keepContainers(profile)] : []
        return guarded + lasting + dockerLimits(profile) + dockerWalls(profile) + dockerDoors(profile) + dockerAdvice
    }

    private static func forbidNewPrivileges(_ profile: Profile) -> Remediation {
        .daemon(
            "docker.forbid-new-privileges",
            profile,
            "\"no-new-privileges\": true",
            keys: ["no-new-privileges"]
        ) { _ in [.set(true, at: ["no-new-privileges"])] }
    }

    private static func keepContainers(_ profile: Profile) -> Remediation {
        .daemon(
            "docker.keep-containers-through-restarts",
            profile,
            "\"live-restore\": true",
            keys: ["live-restore"],
            unless: { record in
                record[.isInSwarm] == false
                    ? nil : "A node of a swarm cannot have live-restore: the daemon would not start."
            },
            { _ in [.set(true, at: ["live-restore"])] }
        )
    }

    /// Bounds of logs and of open files.
    private static func dockerLimits(_ profile: Profile) -> [Remediation] {
        let docker = profile.docker
        let size = "\(docker.logMaxSize >> 20)m"
        let files = String(docker.logMaxFiles)
        return [
            .daemon(
                "docker.limit-container-logs",
                profile,
                "\"log-opts\": {\"max-size\": \"\(size)\", \"max-file\": \"\(files)\"}",
                keys: ["log-driver", "log-opts"]
            ) { root in
                let driver: [JSONEdit] =
                    root["log-driver"] == nil ? [.set(.string(docker.logDriver), at: ["log-driver"])] : []
                let count: [JSONEdit] =
                    root["log-opts"]?["max-file"] == nil ? [.set(.string(files), at: ["log-opts", "max-file"])] : []
                return driver + [.set(.string(size), at: ["log-opts", "max-size"])] + count
            },
            .daemon(
                "docker.limit-open-files",
                profile,
                "\"default-ulimits\": {\"nofile\": …}",
                keys: ["default-ulimits"]
            ) { root in
                // A soft limit above the hard one keeps every container from starting.
                let soft = root["default-ulimits"]?["nofile"]?["Soft"]?.integer ?? docker.openFilesSoft
                return [
                    .set("nofile", at: ["default-ulimits", "nofile", "Name"]),
                    .set(.integer(docker.openFilesHard), at: ["default-ulimits", "nofile", "Hard"]),
                    .set(.integer(min(soft, docker.openFilesHard)), at: ["default-ulimits", "nofile", "Soft"]),
                ]
            },
            .daemon(
                "docker.name-default-ulimits",
                profile,
                "the name of each default ulimit",
                keys: ["default-ulimits"]
            ) { root in
                (root["default-ulimits"]?.members ?? []).map {
                    .set(.string($0.key), at: ["default-ulimits", .key($0.key), "Name"])
                }
            },
        ]
    }

    /// What separates containers from the server and from each other.
    private static func dockerWalls(_ profile: Profile) -> [Remediation] {
        [
            .daemon(
                "docker.keep-default-seccomp",
                profile,
                "Docker's own seccomp profile",
                keys: ["seccomp-profile"],
                unless: { record in
                    record[.daemonSeccomp] == "unconfined"
                        ? nil
                        : "The daemon has a seccomp profile of its own: compare it with Docker's, and remove "
                            + "\"seccomp-profile\" from /etc/docker/daemon.json unless it is stricter."
                },
                { _ in [.remove(at: ["seccomp-profile"])] }
            ),
            Remediation("docker.use-apparmor", needs: [.facts(.dockerDaemon)]) { snapshot in
                guard case .state(.records(let records)) = snapshot[.facts(.dockerDaemon)], let record = records.first,
                    record[.kernelHasAppArmor] == true, record[.liveRestore] == false, profile.docker.liveRestore
                else {
                    return .advise(
                        "Boot with AppArmor (apt-get install apparmor; no apparmor=0 on the kernel's command line), "
                            + "then systemctl restart docker."
                    )
                }
                // The daemon sees it when it starts anew, which it does for daemon.json in this same plan.
                return .amend([.package("apparmor"), .unitRuns("apparmor.service", activation: .docker)])
            },
            .daemon(
                "docker.let-docker-filter-ipv6",
                profile,
                "\"ip6tables\": true",
                keys: ["ip6tables", "experimental"],
                unless: { record in
                    // Where it was switched off by hand, rules of another hand may stand in its place.
                    guard case .text(let version) = record[.dockerVersion],
                        let major = version.split(separator: ".").first.flatMap({ Int($0) }), (20..<27).contains(major)
                    else {
                        return "Docker's firewall for IPv6 was switched off by hand: remove \"ip6tables\": false from "
                            + "/etc/docker/daemon.json once no other rules take its place."
                    }
                    return nil
                },
                // Before Docker 27 it counts only together with experimental features (moby#47747).
                { _ in [.set(true, at: ["experimental"]), .set(true, at: ["ip6tables"])] }
            ),
            .daemon(
                "docker.separate-default-bridge",
                profile,
                "\"icc\": false",
                keys: ["icc"],
                unless: { record in
                    // moby's bridge driver keeps its settings while sandboxes of live-restore are active.
                    record[.runningContainers] == 0
                        ? nil
                        : "The daemon changes its default bridge only while no container runs: put \"icc\": false into "
                            + "/etc/docker/daemon.json, and reboot when it suits."
                },
                { _ in [.set(false, at: ["icc"])] }
            ),
        ]
    }

    /// Ways to command the engine.
    private static func dockerDoors(_ profile: Profile) -> [Remediation] {
        [
            .daemon(
                "docker.close-tcp-api",
                profile,
                "no tcp:// among \"hosts\"",
                keys: ["hosts"],
                { root in
                    let hosts = (root["hosts"]?.items ?? []).compactMap(\.text)
                    let rest = hosts.filter { !$0.hasPrefix("tcp://") && !$0.hasPrefix("http://") }
                    guard rest.count < hosts.count else { return [] }
                    guard rest.isEmpty else { return [.set(.array(rest.map { .string($0) }), at: ["hosts"])] }
                    return [.remove(at: ["hosts"])]
                }
            ),
            Remediation("docker.close-engine-sockets", needs: [.facts(.dockerSockets)]) { snapshot in
                guard case .state(.records(let records)) = snapshot[.facts(.dockerSockets)] else {
                    return .advise("chmod 660 /var/run/docker.sock")
                }
                let open = records.filter { Field.mode.exceeds(0o660).evaluate($0) == true }.map(\.name)
                let closed = open.map { Amendment.mode($0, within: 0o660) }
                guard open.contains("/var/run/docker.sock") else { return .amend(closed) }
                // systemd makes the socket anew at each boot.
                return .amend(closed + DropIn.socketMode)
            },
        ]
    }

    private enum DropIn {
        private static let directory = "/etc/systemd/system/docker.socket.d"

        static let socketMode: [Amendment] = [
            Amendment(.directory(directory), "docker.socket has drop-ins", activation: .systemd) {
                $0 == .absent ? .permissions(.init(mode: 0o755)) : $0
            },
            Amendment(
                .file("\(directory)/nacre.conf"),
                "SocketMode=0660 for docker.socket",
                activation: .systemd
            ) { _ in .file(.init(Array("[Socket]\nSocketMode=0660\n".utf8), mode: 0o644)) },
        ]
    }

    private static let dockerAdvice: [Remediation] = [
        .person(
            "docker.empty-docker-group",
            "Taking an account out of a group can cut off a person or a job: gpasswd -d ACCOUNT GROUP, and a sudo rule "
                + "for the commands it needs."
        ),
        .person(
            "docker.let-docker-filter-ipv4",
            "Somebody switched Docker's firewall off, and rules of their own may stand in its place: remove "
                + "\"iptables\": false from /etc/docker/daemon.json, and reboot when it suits."
        ),
        .person(
            "docker.check-registries",
            "Pulls from the registry fail until it has a certificate: give it one, then remove it from "
                + "\"insecure-registries\" in /etc/docker/daemon.json."
        ),
        .person(
            "docker.use-supported-storage",
            "Another storage driver hides every image, container and volume made so far: save them, set "
                + "\"storage-driver\": \"overlay2\" in /etc/docker/daemon.json, restart Docker, and load them again."
        ),
        .person(
            "docker.run-supported-engine",
            "Another engine is a decision about where it comes from: install docker-ce from download.docker.com, or "
                + "upgrade the distribution."
        ),
        .person(
            "docker.write-valid-daemon-file",
            "What was meant cannot be told: correct /etc/docker/daemon.json at the place that is named; "
                + "dockerd --validate shows the rest."
        ),
    ]
}
