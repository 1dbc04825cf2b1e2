import Catalog
import Documents
import Hardening

extension ControlList {
    /// The account of the container, and what that account may do.
    static let containerIdentity: [Control] = [
        .forbidInContainers(
            "run-as-non-root",
            where: .runsAsRoot == true,
            title: "OpenClaw's containers run as an unprivileged user",
            fault: "An OpenClaw container is set to run as root",
            rationale:
                "Root in the container is root on the server after one flaw in the kernel or one careless mount.",
            .high,
            [Reference("eight layers", "5"), Reference("CIS Docker", "4.1")],
            fix: .compose(byHand: "user: \"1000:1000\" in the service, after chown -R 1000:1000 on what it mounts") {
                target,
                _ in
                switch ContainerAccount(target) {
                case .blocked(let reason): .leave(reason)
                case .account(let user, let owner, let group):
                    .amend(ContainerAccount.amendments(target, user, owner, group))
                }
            },
            good: [.runsAsRoot: false],
            bad: [.runsAsRoot: true]
        ),
        .forbidInContainers(
            "drop-capabilities",
            where: .dropsAllCapabilities == false,
            title: "OpenClaw's containers drop all capabilities",
            fault: "An OpenClaw container does not drop all capabilities",
            rationale:
                "Container escapes start from raw packets, overridden file modes and the rest of Docker's fourteen default capabilities.",
            .medium,
            [Reference("eight layers", "5"), Reference("CIS Docker", "5.3")],
            fix: .compose(
                byHand:
                    "cap_drop: [ALL] in the service, with user: set, because a root entrypoint needs capabilities to change its user"
            ) { target, _ in
                // Root without capabilities cannot even read what belongs to others.
                if case .blocked(let reason) = ContainerAccount(target) { return .leave(reason) }
                return .amend([
                    target.setting("cap_drop: [ALL]") { compose throws(SyntaxError) in
                        try compose.include(["ALL"], in: "cap_drop", of: target.service)
                    }
                ])
            },
            good: [.dropsAllCapabilities: true],
            bad: [.dropsAllCapabilities: false]
        ),
        .forbidInContainers(
            "add-no-capabilities",
            where: .addedCapabilities != [],
            title: "OpenClaw's containers have no added capabilities",
            fault: "An OpenClaw container has added capabilities",
            rationale: "SYS_ADMIN, SYS_PTRACE, NET_ADMIN and the like undo the isolation of the container.",
            .high,
            [Reference("CIS Docker", "5.3")],
            fix: .compose(byHand: "remove cap_add from the service") { target, _ in
                .amend([target.unprivileged] + target.withoutAddedCapabilities)
            },
            good: [.addedCapabilities: []],
            bad: [.addedCapabilities: ["SYS_ADMIN"]]
        ),
        .forbidInContainers(
            "forbid-new-privileges",
            where: .noNewPrivileges == false,
            title: "Processes in OpenClaw's containers cannot gain privileges",
            fault: "Processes in an OpenClaw container can gain privileges",
            rationale: "A setuid program in the image makes the attacker root in the container.",
            .medium,
            [Reference("eight layers", "5"), Reference("CIS Docker", "5.25")],
            fix: .compose(
                setting: "no-new-privileges",
                byHand: "security_opt: [\"no-new-privileges:true\"] in the service"
            ) { compose, service throws(SyntaxError) in
                try compose.include(["no-new-privileges:true"], in: "security_opt", of: service)
            },
            good: [.noNewPrivileges: true],
            bad: [.noNewPrivileges: false]
        ),
        .forbidInContainers(
            "disable-privileged-mode",
            where: .isPrivileged == true,
            title: "OpenClaw's containers are not privileged",
            fault: "An OpenClaw container is privileged",
            rationale: "A privileged container mounts the server's disk and loads kernel modules: it is not isolated.",
            .critical,
            [Reference("CIS Docker", "5.4")],
            fix: .compose(byHand: "remove privileged: true from the service") { target, _ in
                .amend([target.unprivileged])
            },
            good: [.isPrivileged: false],
            bad: [.isPrivileged: true]
        ),
        .forbidInContainers(
            "pin-image",
            where: .imageIsPinned == false,
            title: "OpenClaw's image is pinned to a version or digest",
            fault: "OpenClaw's image is not pinned to a version or digest",
            rationale:
                "The next pull brings whatever the tag points to by then, and nobody can tell what ran before.",
            .low,
            [Reference("CIS Docker", "4.2"), Reference("OWASP Docker Security", "rule 13")],
            fix: .manual(
                "image: ghcr.io/openclaw/openclaw:VERSION@sha256:DIGEST in the service; docker image inspect shows the digest",
                because: "A pinned image gets no more fixes by a pull, so somebody has to update it."
            ),
            good: [.imageIsPinned: true],
            bad: [.imageIsPinned: false]
        ),
    ]
}
