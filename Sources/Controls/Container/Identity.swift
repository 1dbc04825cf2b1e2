import Catalog
import Hardening

extension Catalogue {
    static let containerIdentity: [Control] = [
        .forbidInContainers(
            "run-as-user",
            where: .runsAsRoot == true,
            title: "OpenClaw runs as an unprivileged user in its container",
            rationale:
                "Root in the container is root on the server after one flaw in the kernel or one careless mount.",
            .high,
            [Reference("eight layers", "5"), Reference("CIS Docker", "4.1")],
            remedy: "user: \"1000:1000\" in the service, after chown -R 1000:1000 on what it mounts",
            good: [.runsAsRoot: false],
            bad: [.runsAsRoot: true]
        ),
        .forbidInContainers(
            "drop-capabilities",
            where: .dropsAllCapabilities == false,
            title: "OpenClaw's container drops all capabilities",
            rationale:
                "Raw packets, overridden file modes and the rest of Docker's fourteen are what ways out start from.",
            .medium,
            [Reference("eight layers", "5"), Reference("CIS Docker", "5.3")],
            remedy:
                "cap_drop: [ALL] in the service, with user: set, because a root entrypoint needs them to drop itself",
            good: [.dropsAllCapabilities: true],
            bad: [.dropsAllCapabilities: false]
        ),
        .forbidInContainers(
            "add-no-capabilities",
            where: .addedCapabilities != [],
            title: "OpenClaw's container is given no extra capabilities",
            rationale: "SYS_ADMIN, SYS_PTRACE, NET_ADMIN and the like undo the walls between container and server.",
            .high,
            [Reference("CIS Docker", "5.3")],
            remedy: "remove cap_add from the service",
            good: [.addedCapabilities: []],
            bad: [.addedCapabilities: ["SYS_ADMIN"]]
        ),
        .forbidInContainers(
            "forbid-new-privileges",
            where: .noNewPrivileges == false,
            title: "Processes of OpenClaw's container gain no privileges",
            rationale: "A setuid program in the image makes the attacker root in the container.",
            .medium,
            [Reference("eight layers", "5"), Reference("CIS Docker", "5.25")],
            remedy: "security_opt: [\"no-new-privileges:true\"] in the service",
            good: [.noNewPrivileges: true],
            bad: [.noNewPrivileges: false]
        ),
        .forbidInContainers(
            "run-unprivileged",
            where: .isPrivileged == true,
            title: "OpenClaw's container is not privileged",
            rationale: "A privileged container mounts the server's disk and loads kernel modules: there is no wall.",
            .critical,
            [Reference("CIS Docker", "5.4")],
            remedy: "remove privileged: true from the service",
            good: [.isPrivileged: false],
            bad: [.isPrivileged: true]
        ),
        .forbidInContainers(
            "pin-image",
            where: .imageIsPinned == false,
            title: "OpenClaw's image is named by version or digest",
            rationale: "The next pull brings whatever the tag points to by then, and nobody can say what ran before.",
            .low,
            [Reference("CIS Docker", "4.2"), Reference("OWASP Docker Security", "rule 13")],
            remedy: "image: ghcr.io/openclaw/openclaw:VERSION@sha256:DIGEST",
            good: [.imageIsPinned: true],
            bad: [.imageIsPinned: false]
        ),
    ]
}
