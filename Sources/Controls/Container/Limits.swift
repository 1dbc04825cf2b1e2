import Catalog
import Hardening

extension Catalogue {
    static func containerLimits(_ profile: Profile) -> [Control] {
        let limits = profile.container
        return [
            .forbidInContainers(
                "limit-memory",
                where: .memoryLimit == .unset || Field.memoryLimit > limits.memoryCeiling,
                title: "OpenClaw's container has a memory limit, of \(limits.memoryCeiling >> 20) MiB at most",
                rationale:
                    "One runaway task takes all memory, and the kernel ends whatever it likes: sshd, the database, the guard.",
                .medium,
                [Reference("Self-hosting guide", "Container resource limits"), Reference("CIS Docker", "5.10")],
                remedy: "mem_limit: 2g in the service, and NODE_OPTIONS=--max-old-space-size=1536",
                good: [.memoryLimit: .number(2 << 30)],
                bad: [.memoryLimit: .unset]
            ),
            .forbidInContainers(
                "give-enough-memory",
                where: isBelowNeed(limits.memoryFloor),
                title:
                    "OpenClaw's container may use the \(limits.memoryFloor >> 20) MiB it needs to start, or 1536 from 2026.9 on",
                rationale:
                    "The gateway is killed while it starts, over and over, and somebody takes the limits away altogether.",
                .low,
                [Reference("OpenClaw documentation", "install/docker")],
                gatewayOnly: true,
                remedy: "mem_limit: 2g in the service",
                good: [.memoryLimit: .number(limits.memoryFloor), .containerImage: "openclaw:2026.6.11"],
                bad: [.memoryLimit: .number((1536 << 20) - 1), .containerImage: "openclaw:2026.9.6"]
            ),
            .forbidInContainers(
                "limit-processes",
                where: .pidsLimit == .unset || Field.pidsLimit > limits.processes * 8,
                title: "OpenClaw's container has a limit of processes",
                rationale: "A fork bomb in the container stops every login to the server.",
                .low,
                [Reference("CIS Docker", "5.28")],
                remedy: "pids_limit: \(limits.processes) in the service",
                good: [.pidsLimit: .number(limits.processes)],
                bad: [.pidsLimit: .unset]
            ),
            .forbidInContainers(
                "limit-processors",
                where: hasNoShare,
                title: "OpenClaw's container leaves a part of the processors to others",
                rationale: "One agent that is kept busy takes all of the server, and nobody gets in to stop it.",
                .low,
                [Reference("CIS Docker", "5.11")],
                remedy: "cpus: 1.5 in the service, or what half a processor less than the server has is",
                good: [.cpuLimit: 1500, .processors: 2],
                bad: [.cpuLimit: .unset, .processors: 2]
            ),
            .forbidInContainers(
                "limit-logs",
                where: .logsAreLimited == false,
                title: "Logs of OpenClaw's container are bounded",
                rationale: "Whoever makes the agent talk fills the server's disk.",
                .low,
                [Reference("Self-hosting guide", "Docker daemon")],
                remedy: "logging: {driver: json-file, options: {max-size: 50m, max-file: \"3\"}} in the service",
                good: [.logsAreLimited: true],
                bad: [.logsAreLimited: false]
            ),
            .forbidInContainers(
                "check-health",
                where: .hasHealthCheck == false,
                title: "OpenClaw's container has a health check",
                rationale:
                    "The gateway hangs for days before anybody notices, and with it everything that watches through it.",
                .low,
                [Reference("Self-hosting guide", "Container resource limits"), Reference("CIS Docker", "4.6")],
                gatewayOnly: true,
                remedy:
                    "healthcheck: {test: [CMD, node, -e, \"fetch('http://127.0.0.1:18789/healthz').then(r=>process.exit(r.ok?0:1))\"]}",
                good: [.hasHealthCheck: true],
                bad: [.hasHealthCheck: false]
            ),
            .forbid(
                .container,
                "check-health-with-what-is-there",
                .containers,
                where: .healthCannotRun == true,
                title: "The image has the program that its health check runs",
                rationale: "A check that never passes is ignored, or restarts a gateway that is well.",
                .medium,
                [Reference("promptfoo#1202")],
                remedy: "use node's fetch instead of curl in the health check",
                good: [.healthCannotRun: false],
                bad: [.healthCannotRun: true]
            ),
            .forbid(
                .container,
                "stay-healthy",
                .containers,
                where: .health == "unhealthy",
                title: "OpenClaw's container is healthy",
                rationale: "The gateway does not answer, and with it its approvals and its alarms.",
                .medium,
                [Reference("Self-hosting guide", "Container resource limits")],
                remedy: "docker logs NAME shows why",
                good: [.health: "healthy"],
                [.health: .unset],
                bad: [.health: "unhealthy"]
            ),
            .forbidInContainers(
                "come-back-after-failures",
                where: Field.restartPolicy.isOne(of: ["no"]),
                title: "OpenClaw's container comes back after a failure or a reboot",
                rationale: "After a security update's reboot the gateway is gone, so reboots are put off.",
                .low,
                [Reference("CIS Docker", "5.14")],
                gatewayOnly: true,
                remedy: "restart: unless-stopped in the service",
                good: [.restartPolicy: "unless-stopped"],
                bad: [.restartPolicy: "no"]
            ),
        ]
    }

    /// Whether nothing keeps a container from all of the processors.
    static let hasNoShare = Filter([.cpuLimit, .processors]) { record in
        switch (record[.cpuLimit], record[.processors]) {
        case (.unknown, _): nil
        case (.number(let limit), .number(let all)): limit >= all * 1000
        case (.number, _): false
        default: true
        }
    }

    /// Whether a limit is below what the gateway reaches while it starts: 1.4 GB in 2026.9, under 1 GiB up to 2026.6.
    ///
    /// What is between is unknown where the image's tag names no version, or one that was not measured.
    static func isBelowNeed(_ floor: Int) -> Filter {
        Filter([.memoryLimit, .containerImage]) { record in
            if case .unknown = record[.memoryLimit] { return nil }
            guard case .number(let limit) = record[.memoryLimit] else { return false }
            if limit < floor || limit >= max(floor, 1536 << 20) { return limit < floor }
            guard case .text(let image) = record[.containerImage], let month = month(of: image) else { return nil }
            if month >= 9 { return true }
            return month <= 6 ? false : nil
        }
    }

    /// The month of 2026 that the version in an image's tag is of.
    private static func month(of image: String) -> Int? {
        let name = image.split(separator: "@").first ?? ""
        let last = name.split(separator: "/").last ?? ""
        let parts = last.split(separator: ":").dropFirst().first?.split(separator: ".") ?? []
        guard parts.count >= 3, parts[0] == "2026" else { return nil }
        return Int(parts[1])
    }
}
