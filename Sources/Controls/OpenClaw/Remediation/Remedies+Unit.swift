import Documents
import Hardening

extension OpenClawRemedy {
    /// A drop-in of our own for the gateway's unit, whose other files stay as they are.
    static let unit: [OpenClawRemedy] = [
        dropIn(
            "give-unit-time-to-end",
            "TimeoutStopSec=\(Catalogue.unitStopSeconds)",
            { $0.set("TimeoutStopSec", to: "\(Catalogue.unitStopSeconds)") }
        ),
        dropIn("end-unit-in-order", "KillMode=mixed") { $0.set("KillMode", to: "mixed") },
        dropIn("leave-refused-start-down", "RestartPreventExitStatus=78") {
            $0.set("RestartPreventExitStatus", to: "78")
        },
        dropIn("forbid-new-privileges", "NoNewPrivileges=yes") {
            $0.set(
                "NoNewPrivileges",
                to: "yes",
                saying: "sudo, su and every other setuid program end for the gateway and its agents."
            )
        },
        OpenClawRemedy("limit-unit-memory", .openclawUnits) { drift in
            guard let record = drift.records.first, case .number(let all) = record[.memoryOfServer] else {
                return .advice("How much memory the server has cannot be told, so that no part of it can be given")
            }
            let most = all / 4 * 3
            let used = if case .number(let bytes) = record[.unitMemoryUsed] { bytes } else { 0 }
            let need = max(drift.profile.container.memoryFloor, 1536 << 20)
            guard most >= need else {
                return .advice(
                    "This server has \(all >> 20) MiB, of which the gateway alone needs \(need >> 20) to start: a limit would only end it. Give the server more"
                )
            }
            guard used < most else {
                return .advice(
                    "It uses \(used >> 20) MiB of \(all >> 20) now, and would be ended at once. See what takes it"
                )
            }
            return dropIn(drift, "at most three quarters of the server's memory") { dropIn, _ in
                dropIn.set("MemoryMax", to: "75%")
            }
        },
        OpenClawRemedy("restrict-system-calls", .openclawUnits) { drift in
            dropIn(drift, "only the system calls of a service") { (dropIn, record) in
                // Beside a filter that is there, a list of what is not allowed only ever takes away.
                let there = record[.unitFilters].items
                for name in record[.unitOpenCalls].items {
                    switch name {
                    case "SystemCallFilter" where !there.contains(name):
                        dropIn.set(name, to: "@system-service chroot", saying: lostCalls + ". Chromium needs chroot.")
                        dropIn.set("SystemCallErrorNumber", to: "EPERM")
                    case "SystemCallFilter":
                        dropIn.set(
                            name,
                            to: "~@clock @debug @module @raw-io @reboot @swap bpf",
                            saying: lostCalls + "."
                        )
                    case "SystemCallArchitectures": dropIn.set(name, to: "native")
                    case "RestrictAddressFamilies" where there.contains(name): dropIn.set(name, to: "~AF_PACKET")
                    case "RestrictAddressFamilies": dropIn.set(name, to: "AF_UNIX AF_INET AF_INET6 AF_NETLINK")
                    default: dropIn.set(name, to: "yes")
                    }
                }
            }
        },
        OpenClawRemedy("wall-unit-off", .openclawUnits) { drift in
            guard let record = drift.records.first else { return .amendments([]) }
            if case .unknown(let why) = record[.unitWrites] {
                return .advice("What it writes to cannot be told: \(why). With that known, run nacre plan again")
            }
            if case .unknown(let why) = record[.unitSystemWrites] {
                return .advice("Whose the directories are that it writes to cannot be told: \(why)")
            }
            let foreign = record[.unitSystemWrites].items
            guard foreign.isEmpty else {
                return .advice(
                    "The system's or another program's files lie in what it is to write to: \(foreign.joined(separator: ", ")). Give its agents a workspace that is their own (agents.defaults.workspace, agents.list), end what else it writes there, and run nacre plan again"
                )
            }
            let writes = record[.unitWrites].items
            let paths = writes.compactMap(UnitDropIn.path)
            guard paths.count == writes.count, !paths.isEmpty else {
                return .advice(
                    "systemd would read the name of a directory that it writes to as something else: \(writes.joined(separator: ", ")). Write the drop-in by hand"
                )
            }
            let summary = "everything is read-only for it and its agents, except \(writes.joined(separator: ", "))"
            return dropIn(drift, summary) { (dropIn, record) in
                for name in record[.unitOpenWalls].items {
                    switch name {
                    case "ProtectSystem":
                        dropIn.set(
                            name,
                            to: "strict",
                            saying: "The gateway and its agents write to nothing but what ReadWritePaths= names."
                        )
                    case "ProtectHome": dropIn.set(name, to: "read-only")
                    case "CapabilityBoundingSet":
                        // The empty one takes all away, those of other files included.
                        if record[.unitRunsAsRoot] == false {
                            dropIn.set(name, to: "")
                        } else {
                            dropIn.set(name, to: "", rightsOfRoot)
                        }
                    default: dropIn.set(name, to: "yes")
                    }
                }
                dropIn.set("ReadWritePaths", to: paths.joined(separator: " "))
            }
        },
    ]

    private static let lostCalls = "Debuggers, tracers and containers without Docker end for its agents"

    private static let rightsOfRoot =
        "CAP_CHOWN CAP_DAC_OVERRIDE CAP_FOWNER CAP_FSETID CAP_KILL CAP_SETGID CAP_SETUID CAP_NET_BIND_SERVICE"

    private static func dropIn(
        _ phrase: String,
        _ summary: String,
        _ write: @escaping @Sendable (inout UnitDropIn) -> Void
    ) -> OpenClawRemedy {
        OpenClawRemedy(phrase, .openclawUnits) { drift in dropIn(drift, summary) { dropIn, _ in write(&dropIn) } }
    }

    private static func dropIn(
        _ drift: Drift,
        _ summary: String,
        _ write: @escaping @Sendable (inout UnitDropIn, Record) -> Void
    ) -> Way {
        guard let record = drift.records.first, let unit = record[.openclawUnit].text else { return .amendments([]) }
        let isSystems = record[.openclawUnitAccount] == .unset
        let namesakes = drift.everywhere.filter {
            $0[.openclawUnit] == record[.openclawUnit] && $0[.openclawUnitAccount] != .unset
        }
        guard isSystems || namesakes.count < 2 else {
            return .advice(
                "\(namesakes.count) accounts have a unit \(unit), and what counts for one in /etc/systemd/user counts for all. Write the drop-in into each account's own .config/systemd/user/\(unit).d"
            )
        }
        // An account calls its units what it likes, and others may have one of that name that is none of a gateway.
        guard isSystems || OpenClawUnit.isNamed(unit) else {
            return .advice(
                "what counts for \(unit) in /etc/systemd/user counts for every account's unit of that name. Write the drop-in into the account's own .config/systemd/user/\(unit).d"
            )
        }
        let manager = isSystems ? "system" : "user"
        let directory = "/etc/systemd/\(manager)/\(unit).d"
        let file = "\(directory)/90-nacre.conf"
        return .amendments([
            Amendment(.directory(directory), "drop-ins of \(unit)", activation: .gateway(drift.site.gateway)) {
                $0 == .absent ? .permissions(.init(mode: 0o755)) : $0
            },
            Amendment(.file(file), summary, activation: .gateway(drift.site.gateway)) {
                state throws(Amendment.Failure) in
                var dropIn = UnitDropIn()
                if case .file(let there) = state {
                    guard let ours = there.text.flatMap({ UnitDropIn($0) }) else {
                        throw Amendment.Failure("is not Nacre's, though it has its name")
                    }
                    dropIn = ours
                }
                write(&dropIn, record)
                return .file(.init(Array(dropIn.text.utf8), mode: 0o644))
            },
        ])
    }
}

/// The names of units that are OpenClaw's whoever has one.
private enum OpenClawUnit {
    private static let names = ["openclaw", "clawdbot", "moltbot"]

    /// `openclaw-gateway.service`, `openclaw-gateway-PROFILE.service` and the like.
    static func isNamed(_ unit: String) -> Bool {
        names.contains { unit.hasPrefix($0 + "-") || unit.hasPrefix($0 + ".") || unit.hasPrefix($0 + "@") }
            && !unit.hasSuffix("-.service")
    }
}
