import Catalog
import Documents
import Hardening

extension ControlList {
    /// What separates the container from the server.
    static let containerIsolation: [Control] = [
        .forbidInContainers(
            "keep-seccomp",
            where: Field.seccomp.isOne(of: ["unconfined", "looser than Docker's own"]),
            title: "OpenClaw's containers have a seccomp profile",
            fault: "An OpenClaw container has no seccomp profile, or a loose one",
            rationale: "System calls that only kernel exploits need are open to the agent's commands.",
            .high,
            [Reference("CIS Docker", "5.21")],
            fix: .confined(by: "seccomp"),
            good: [.seccomp: "builtin"],
            bad: [.seccomp: "unconfined"]
        ),
        .forbidInContainers(
            "keep-apparmor",
            where: .appArmor == "unconfined",
            title: "OpenClaw's containers have an AppArmor profile",
            fault: "An OpenClaw container has no AppArmor profile",
            rationale: "A container's root writes to the kernel's files, and leaves the container that way.",
            .high,
            [Reference("CIS Docker", "5.1")],
            fix: .confined(by: "apparmor"),
            good: [.appArmor: "docker-default"],
            bad: [.appArmor: "unconfined"]
        ),
        .forbidInContainers(
            "mask-system-paths",
            where: .masksSystemPaths == false,
            title: "Sensitive paths of /proc and /sys are masked in OpenClaw's containers",
            fault: "An OpenClaw container sees paths of /proc and /sys that Docker masks by default",
            rationale:
                "A process in the container reads the kernel's memory map or keys, or writes settings of the server.",
            .high,
            [
                Reference("moby oci/defaults.go", "MaskedPaths, ReadonlyPaths"),
                Reference("OWASP Docker Security", "rule 3"),
            ],
            fix: .confined(by: "systempaths"),
            good: [.masksSystemPaths: true],
            bad: [.masksSystemPaths: false]
        ),
        .forbidInContainers(
            "use-read-only-root-filesystem",
            where: .readOnlyRoot == false,
            title: "The root file system of OpenClaw's containers is read-only",
            fault: "The root file system of an OpenClaw container is writable",
            rationale: "The attacker changes the gateway's own program, and stays until the container is recreated.",
            .medium,
            [Reference("CIS Docker", "5.12")],
            fix: .compose(
                byHand: "read_only: true and tmpfs: [/tmp] in the service; /home/node/.openclaw stays a volume",
                cost: "what is installed by hand in OpenClaw's running container (apt, npm -g)"
            ) { target, _ in
                switch target.scratchDirectories {
                case .failure(let blocker): return .leave(blocker.reason)
                case .success(let directories):
                    return .amend([
                        target.setting("read_only, with tmpfs for what is written") { compose throws(SyntaxError) in
                            try compose.set(true, at: ["read_only"], of: target.service)
                            try compose.include(directories, in: "tmpfs", of: target.service)
                        }
                    ])
                }
            },
            good: [.readOnlyRoot: true],
            bad: [.readOnlyRoot: false]
        ),
        .forbidInContainers(
            "share-no-namespaces",
            where: .sharedNamespaces != [],
            title: "OpenClaw's containers share no namespaces",
            fault: "An OpenClaw container shares namespaces with the host or another container",
            rationale:
                "On the host's network it reaches every service on loopback; among the host's processes it reads their secrets.",
            .high,
            [Reference("CIS Docker", "5.9, 5.15, 5.16")],
            fix: .manual(
                "remove network_mode: host, pid: host and ipc: host from the service, and publish 127.0.0.1:18789:18789",
                because: "On a network of its own the container has other addresses, and its ports must be published."
            ),
            good: [.sharedNamespaces: []],
            bad: [.sharedNamespaces: ["network"]]
        ),
        .forbidInContainers(
            "add-no-host-devices",
            where: .devices != [],
            title: "OpenClaw's containers have no access to host devices",
            fault: "An OpenClaw container has access to a host device",
            rationale: "A disk or memory device gives the whole server away.",
            .medium,
            [Reference("CIS Docker", "5.17")],
            fix: .manual(
                "remove devices: from the service, then docker compose up -d",
                because: "What the device is for could not be determined."
            ),
            good: [.devices: []],
            bad: [.devices: ["/dev/sda"]]
        ),
        .forbid(
            .container,
            "mount-no-engine-socket",
            .containerMounts,
            where: .mountKind == "container engine socket",
            title: "OpenClaw's containers do not mount the container engine's socket",
            fault: "An OpenClaw container mounts the container engine's socket",
            rationale: "Through the socket the agent starts a privileged container with the server's disk: it is root.",
            .critical,
            [Reference("CIS Docker", "5.31"), Reference("OWASP Docker Security", "rule 1")],
            fix: .compose(
                byHand:
                    "remove /var/run/docker.sock from volumes; for sandboxes use a rootless engine or the ssh backend"
            ) { target, _ in .amend(target.withoutEngine) },
            good: [.mountKind: "data"],
            bad: [.mountKind: "container engine socket"]
        ),
        .forbid(
            .container,
            "mount-no-system-directories",
            .containerMounts,
            where: Field.mountKind.isOne(of: ["system", "home", "credentials"]),
            title: "OpenClaw's containers mount no system, home or credential directories of the host",
            fault: "An OpenClaw container mounts a system, home or credential directory of the host",
            rationale: "The agent reads keys and hashes there, or writes a task that root runs.",
            .high,
            [Reference("CIS Docker", "5.5")],
            fix: .manual(
                "mount only OpenClaw's state and workspace directories",
                because: "What the agents work on in the mounted directories must be moved first."
            ),
            good: [.mountKind: "data"],
            bad: [.mountKind: "home"]
        ),
        .forbid(
            .container,
            "define-no-system-mounts",
            .composeServices,
            where: .dangerousMounts != [],
            title: "Compose files mount no sensitive host paths into OpenClaw's containers",
            fault: "A compose file mounts a sensitive host path into an OpenClaw container",
            rationale: "The next docker compose up gives the agent the server.",
            .high,
            [Reference("CIS Docker", "5.5, 5.31")],
            fix: .compose(byHand: "remove the path from volumes in the compose file") { target, _ in
                guard case .list(let mounts) = target.record[.dangerousMounts],
                    mounts.allSatisfy(ComposeTarget.isEngine)
                else { return .leave("what the agents work on in the mounted directories must be moved first") }
                return .amend(target.withoutEngine)
            },
            good: [.dangerousMounts: []],
            bad: [.dangerousMounts: ["/var/run/docker.sock"]]
        ),
    ]
}

extension Fix {
    /// The container has the profile that Docker gives it.
    fileprivate static func confined(by option: String) -> Fix {
        .compose(byHand: "remove \(option):unconfined from security_opt") { target, _ in
            .amend(
                [target.unprivileged]
                    + target.editing("no \(option):unconfined") { compose throws(SyntaxError) in
                        try compose.remove(from: "security_opt", of: target.service) {
                            ["\(option):unconfined", "\(option)=unconfined"].contains($0.text)
                        }
                    }
            )
        }
    }
}
