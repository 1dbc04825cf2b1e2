import Catalog
import Hardening

extension Catalogue {
    static let containerWalls: [Control] = [
        .forbidInContainers(
            "keep-seccomp",
            where: .seccomp == "unconfined",
            title: "OpenClaw's container keeps its seccomp profile",
            rationale: "System calls that only kernel exploits need are open to the agent's commands.",
            .high,
            [Reference("CIS Docker", "5.21")],
            remedy: "remove seccomp:unconfined from security_opt",
            good: [.seccomp: "builtin"],
            bad: [.seccomp: "unconfined"]
        ),
        .forbidInContainers(
            "keep-apparmor",
            where: .appArmor == "unconfined",
            title: "OpenClaw's container keeps its AppArmor profile",
            rationale: "A container's root writes to the kernel's files, and with it leaves the container.",
            .high,
            [Reference("CIS Docker", "5.1")],
            remedy: "remove apparmor:unconfined from security_opt",
            good: [.appArmor: "docker-default"],
            bad: [.appArmor: "unconfined"]
        ),
        .forbidInContainers(
            "keep-root-read-only",
            where: .readOnlyRoot == false,
            title: "The root file system of OpenClaw's container is read-only",
            rationale: "The attacker changes the gateway's own program, and stays until the container is made anew.",
            .medium,
            [Reference("CIS Docker", "5.12")],
            remedy: "read_only: true and tmpfs: [/tmp] in the service; /home/node/.openclaw stays a volume",
            good: [.readOnlyRoot: true],
            bad: [.readOnlyRoot: false]
        ),
        .forbidInContainers(
            "keep-own-namespaces",
            where: .sharedNamespaces != [],
            title: "OpenClaw's container has namespaces of its own",
            rationale:
                "On the host's network it reaches every service on loopback; among the host's processes it reads their secrets.",
            .high,
            [Reference("CIS Docker", "5.9, 5.15, 5.16")],
            remedy: "remove network_mode: host, pid: host and ipc: host from the service",
            good: [.sharedNamespaces: []],
            bad: [.sharedNamespaces: ["network"]]
        ),
        .forbidInContainers(
            "hand-in-no-devices",
            where: .devices != [],
            title: "OpenClaw's container has no devices of the host",
            rationale: "A disk or memory device is the server itself.",
            .medium,
            [Reference("CIS Docker", "5.17")],
            remedy: "remove devices: from the service",
            good: [.devices: []],
            bad: [.devices: ["/dev/sda"]]
        ),
        .forbid(
            .container,
            "mount-no-engine-socket",
            .containerMounts,
            where: .mountKind == "container engine socket",
            title: "OpenClaw's container does not see the container engine's socket",
            rationale: "Through the socket the agent starts a privileged container with the server's disk: it is root.",
            .critical,
            [Reference("CIS Docker", "5.31"), Reference("OWASP Docker Security", "rule 1")],
            remedy: "remove /var/run/docker.sock from volumes; for sandboxes use a rootless engine or the ssh backend",
            good: [.mountKind: "data"],
            bad: [.mountKind: "container engine socket"]
        ),
        .forbid(
            .container,
            "mount-no-system-directories",
            .containerMounts,
            where: Field.mountKind.isOne(of: ["system", "home", "credentials"]),
            title: "OpenClaw's container mounts nothing of the server's system, homes or keys",
            rationale: "The agent reads keys and hashes there, or writes a task that root runs.",
            .high,
            [Reference("CIS Docker", "5.5")],
            remedy: "mount only OpenClaw's state and workspace directories",
            good: [.mountKind: "data"],
            bad: [.mountKind: "home"]
        ),
        .forbid(
            .container,
            "define-no-system-mounts",
            .composeServices,
            where: .dangerousMounts != [],
            title: "Compose files mount nothing of the server's system, homes, keys or engine",
            rationale: "The next docker compose up hands the agent the server.",
            .high,
            [Reference("CIS Docker", "5.5, 5.31")],
            remedy: "remove the path from volumes in the compose file",
            good: [.dangerousMounts: []],
            bad: [.dangerousMounts: ["/var/run/docker.sock"]]
        ),
    ]
}
