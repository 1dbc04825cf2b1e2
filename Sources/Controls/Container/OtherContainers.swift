import Catalog
import Hardening

extension ControlList {
    /// Containers beside OpenClaw: whoever breaks out of one has the server, with the gateway and its keys.
    static let otherContainers: [Control] = [
        .forbid(
            .container,
            "deny-host-control-to-others",
            .otherContainers,
            where: .waysToServer != [],
            title: "No other container can take over the server",
            fault: "Another container can take over the server",
            rationale:
                "Whoever takes over a program in it is root on the server, with OpenClaw, its keys and everything else.",
            .high,
            [
                Reference("CIS Docker", "5.3, 5.4, 5.5, 5.31"),
                Reference("OWASP Docker Security", "rules 1 and 3"),
            ],
            showing: [.containerImage, .containerPurpose],
            fix: .manual(
                "recreate the container without what the evidence names, or move it to another server; where it only asks "
                    + "Docker what runs, replace the socket with a proxy for a part of its API",
                because: "What the container needs it for could not be determined."
            ),
            good: [.waysToServer: []],
            bad: [.waysToServer: ["privileged"], .containerImage: "docker:dind"],
            [.waysToServer: ["the container engine's socket, by /var/run/docker.sock"]]
        ),
        .forbid(
            .container,
            "keep-others-isolated",
            .otherContainers,
            where: .openedWalls != [],
            title: "Other containers keep the isolation that Docker gives them",
            fault: "Another container lacks isolation that Docker gives by default",
            rationale:
                "On the server's network it reaches the gateway on loopback, and a flaw in the kernel is all that is left between it and root.",
            .medium,
            [Reference("CIS Docker", "5.1, 5.3, 5.9, 5.15, 5.16, 5.17, 5.21")],
            showing: [.containerImage, .containerPurpose],
            fix: .manual(
                "recreate the container without what the evidence names, one setting at a time, and check that it still works",
                because: "What the container needs it for could not be determined."
            ),
            good: [.openedWalls: []],
            bad: [.openedWalls: ["the server's network"]],
            [.openedWalls: ["no seccomp profile"]]
        ),
    ]
}
