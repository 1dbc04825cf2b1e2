import Catalog
import Documents
import Hardening

extension ControlList {
    /// What OpenClaw's containers may use of the server.
    static func containerLimits(_ profile: Profile) -> [Control] {
        let limits = profile.container
        return [
            .forbidInContainers(
                "limit-memory",
                where: .memoryLimit == .unset || Field.memoryLimit > limits.memoryCeiling,
                title: "OpenClaw's containers have a memory limit of at most \(limits.memoryCeiling >> 20) MiB",
                fault: "An OpenClaw container has no memory limit of at most \(limits.memoryCeiling >> 20) MiB",
                rationale:
                    "One runaway task takes all memory, and the kernel kills whatever it picks: sshd, the database, the security tools.",
                .medium,
                [Reference("Self-hosting guide", "Container resource limits"), Reference("CIS Docker", "5.10")],
                fix: .compose(
                    byHand: "mem_limit: 2g in the service, and NODE_OPTIONS=--max-old-space-size=1536"
                ) { $0.limitingMemory($1.container) },
                good: [.memoryLimit: .number(2 << 30)],
                bad: [.memoryLimit: .unset]
            ),
            .forbidInContainers(
                "give-enough-memory",
                where: isBelowNeed(limits.memoryFloor),
                title:
                    "The gateway's container may use the \(limits.memoryFloor >> 20) MiB it needs to start, or 1536 from 2026.9 on",
                fault: "The memory limit of the gateway's container is below what the gateway needs to start",
                rationale:
                    "The gateway is killed over and over while it starts, and somebody removes the limits altogether.",
                .low,
                [Reference("OpenClaw documentation", "install/docker")],
                gatewayOnly: true,
                fix: .compose(byHand: "mem_limit: 2g in the service") { $0.limitingMemory($1.container) },
                good: [.memoryLimit: .number(limits.memoryFloor), .containerImage: "openclaw:2026.6.11"],
                bad: [.memoryLimit: .number((1536 << 20) - 1), .containerImage: "openclaw:2026.9.6"]
            ),
            .forbidInContainers(
                "limit-processes",
                where: .pidsLimit == .unset || Field.pidsLimit > limits.processes * 8,
                title: "OpenClaw's containers have a process limit",
                fault: "An OpenClaw container has no process limit, or one that is too high",
                rationale: "A fork bomb in the container stops every login to the server.",
                .low,
                [Reference("CIS Docker", "5.28")],
                fix: .compose(byHand: "pids_limit: \(limits.processes) in the service") { target, profile in
                    let keys =
                        target.isUnderDeploy("pids") ? ["deploy", "resources", "limits", "pids"] : ["pids_limit"]
                    let processes = profile.container.processes
                    return .amend([
                        target.setting("at most \(processes) processes") { compose throws(SyntaxError) in
                            try compose.set(.number(processes), at: keys, of: target.service)
                        }
                    ])
                },
                good: [.pidsLimit: .number(limits.processes)],
                bad: [.pidsLimit: .unset]
            ),
            .forbidInContainers(
                "limit-cpu",
                where: canUseAllProcessors,
                title: "OpenClaw's containers leave CPU time to the rest of the server",
                fault: "An OpenClaw container can use all CPU time of the server",
                rationale: "One agent that is kept busy slows down the whole server, and nobody can log in to stop it.",
                .low,
                [Reference("CIS Docker", "5.11")],
                fix: .compose(
                    byHand: "cpus: 1.5 in the service, or whatever is half a CPU less than the server has"
                ) { target, _ in target.limitingProcessors },
                good: [.cpuLimit: 1500, .processors: 2],
                bad: [.cpuLimit: .unset, .processors: 2]
            ),
            .forbidInContainers(
                "limit-logs",
                where: .logsAreLimited == false,
                title: "Logs of OpenClaw's containers have a size limit",
                fault: "Logs of an OpenClaw container have no size limit",
                rationale: "Whoever makes the agent talk fills the server's disk.",
                .low,
                [Reference("Self-hosting guide", "Docker daemon")],
                fix: .compose(
                    byHand: "logging: {driver: json-file, options: {max-size: 50m, max-file: \"3\"}} in the service"
                ) { $0.limitingLogs($1.docker) },
                good: [.logsAreLimited: true],
                bad: [.logsAreLimited: false]
            ),
        ]
    }

    /// Whether a container has no CPU limit, or one that leaves nothing to others.
    static let canUseAllProcessors = Filter([.cpuLimit, .processors]) { record in
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
