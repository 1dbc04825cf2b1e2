import Catalog
import Hardening

extension Catalogue {
    /// What stands beside OpenClaw: who breaks out of it has the server, with the gateway and its keys.
    static let otherContainers: [Control] = [
        .forbid(
            .container,
            "keep-others-off-server",
            .otherContainers,
            where: .waysToServer != [],
            title: "No other container has the server in its hands",
            rationale:
                "Whoever takes over a program in it is root on the server, with OpenClaw, its keys and everything else.",
            .high,
            [
                Reference("CIS Docker", "5.3, 5.4, 5.5, 5.31"),
                Reference("OWASP Docker Security", "rules 1 and 3"),
            ],
            showing: [.containerImage, .containerPurpose],
            remedy:
                "make the container anew without what is named, or run it on another server; a proxy that hands on only a "
                + "part of Docker's API takes the place of its socket",
            good: [.waysToServer: []],
            bad: [.waysToServer: ["privileged"], .containerImage: "docker:dind"],
            [.waysToServer: ["the container engine's socket, by /var/run/docker.sock"]]
        ),
        .forbid(
            .container,
            "wall-others-off",
            .otherContainers,
            where: .openedWalls != [],
            title: "Other containers keep the walls that Docker gives them",
            rationale:
                "On the server's network it reaches the gateway on loopback, and a flaw in the kernel is all that is left between it and root.",
            .medium,
            [Reference("CIS Docker", "5.1, 5.3, 5.9, 5.15, 5.16, 5.17, 5.21")],
            showing: [.containerImage, .containerPurpose],
            remedy: "make the container anew without what is named, as far as its work goes on without it",
            good: [.openedWalls: []],
            bad: [.openedWalls: ["the server's network"]],
            [.openedWalls: ["no seccomp profile"]]
        ),
    ]

    static let otherContainerAdvice: [Remediation] = [
        .person(
            "container.keep-others-off-server",
            "What the container needs it for cannot be told: make it anew without what is named, or move it to another "
                + "server. What only asks Docker what runs gets a proxy for a part of its API in place of the socket."
        ),
        .person(
            "container.wall-others-off",
            "What the container needs it for cannot be told: make it anew without what is named, one by one, and see "
                + "whether it goes on working."
        ),
    ]
}
