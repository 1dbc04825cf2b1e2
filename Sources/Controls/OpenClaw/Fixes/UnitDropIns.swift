import Documents
import Hardening

// A drop-in of our own for the gateway's unit, whose other files stay as they are.
extension OpenClawFault {
    /// At most three quarters of the server's memory.
    var limitMemory: OpenClawChange {
        guard let record = records.first, case .number(let all) = record[.memoryOfServer] else {
            return .manual(because: "How much memory the server has could not be determined.")
        }
        let most = all / 4 * 3
        let used = if case .number(let bytes) = record[.unitMemoryUsed] { bytes } else { 0 }
        let need = max(profile.container.memoryFloor, 1536 << 20)
        guard most >= need else {
            return .manual(
                "give the server more memory",
                because:
                    "This server has \(all >> 20) MiB, of which the gateway alone needs \(need >> 20) to start: a limit "
                    + "would only end it."
            )
        }
        guard used < most else {
            return .manual(
                "find out what takes the memory, end it, and run nacre plan again",
                because: "The gateway uses \(used >> 20) MiB of \(all >> 20) now, and would be ended at once."
            )
        }
        return dropIn("at most three quarters of the server's memory") { dropIn, _ in
            dropIn.set("MemoryMax", to: "75%")
        }
    }

    /// Only the system calls of a service.
    var restrictSystemCalls: OpenClawChange {
        dropIn("only the system calls of a service") { (dropIn, record) in
            // Beside a filter that is there, a list of what is not allowed only ever takes away.
            let there = record[.unitFilters].items
            for name in record[.unitOpenCalls].items {
                switch name {
                case "SystemCallFilter" where !there.contains(name):
                    dropIn.set(name, to: "@system-service chroot", saying: Self.lostCalls + ". Chromium needs chroot.")
                    dropIn.set("SystemCallErrorNumber", to: "EPERM")
                case "SystemCallFilter":
                    dropIn.set(
                        name,
                        to: "~@clock @debug @module @raw-io @reboot @swap bpf",
                        saying: Self.lostCalls + "."
                    )
                case "SystemCallArchitectures": dropIn.set(name, to: "native")
                case "RestrictAddressFamilies" where there.contains(name): dropIn.set(name, to: "~AF_PACKET")
                case "RestrictAddressFamilies": dropIn.set(name, to: "AF_UNIX AF_INET AF_INET6 AF_NETLINK")
                default: dropIn.set(name, to: "yes")
                }
            }
        }
    }

    /// Everything is read-only but what it writes to.
    var isolateUnit: OpenClawChange {
        guard let record = records.first else { return .amendments([]) }
        if case .unknown(let why) = record[.unitWrites] {
            return .manual(
                "correct that, and run nacre plan again",
                because: "What the gateway writes to could not be determined: \(why)."
            )
        }
        if case .unknown(let why) = record[.unitSystemWrites] {
            return .manual(
                "correct that, and run nacre plan again",
                because: "Who owns the directories that the gateway writes to could not be determined: \(why)."
            )
        }
        let foreign = record[.unitSystemWrites].items
        guard foreign.isEmpty else {
            return .manual(
                "give its agents a workspace of their own (agents.defaults.workspace, agents.list), end what else it writes "
                    + "there, and run nacre plan again",
                because: "Files of the system or of another program are in directories that the gateway writes to: "
                    + "\(foreign.joined(separator: ", "))."
            )
        }
        let writes = record[.unitWrites].items
        let paths = writes.compactMap(UnitDropIn.path)
        guard paths.count == writes.count, !paths.isEmpty else {
            return .manual(
                because: "systemd would read the name of a directory that the gateway writes to as something else: "
                    + "\(writes.joined(separator: ", "))."
            )
        }
        let summary = "everything is read-only for it and its agents, except \(writes.joined(separator: ", "))"
        return dropIn(summary) { (dropIn, record) in
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
                        dropIn.set(name, to: "", Self.rightsOfRoot)
                    }
                default: dropIn.set(name, to: "yes")
                }
            }
            dropIn.set("ReadWritePaths", to: paths.joined(separator: " "))
        }
    }

    private static let lostCalls = "Debuggers, tracers and containers without Docker end for its agents"

    private static let rightsOfRoot =
        "CAP_CHOWN CAP_DAC_OVERRIDE CAP_FOWNER CAP_FSETID CAP_KILL CAP_SETGID CAP_SETUID CAP_NET_BIND_SERVICE"

    fileprivate func dropIn(
        _ summary: String,
        _ write: @escaping @Sendable (inout UnitDropIn, Record) -> Void
    ) -> OpenClawChange {
        guard let record = records.first, let unit = record[.openclawUnit].text else { return .amendments([]) }
        let isSystems = record[.openclawUnitAccount] == .unset
        let namesakes = everywhere.filter {
            $0[.openclawUnit] == record[.openclawUnit] && $0[.openclawUnitAccount] != .unset
        }
        guard isSystems || namesakes.count < 2 else {
            return .manual(
                "write the drop-in into each account's own .config/systemd/user/\(unit).d",
                because:
                    "\(namesakes.count) accounts have a unit \(unit), and what counts for one in /etc/systemd/user counts "
                    + "for all."
            )
        }
        // An account calls its units what it likes, and others may have one of that name that is none of a gateway.
        guard isSystems || OpenClawUnit.isNamed(unit) else {
            return .manual(
                "write the drop-in into the account's own .config/systemd/user/\(unit).d",
                because: "What counts for \(unit) in /etc/systemd/user counts for every account's unit of that name."
            )
        }
        let manager = isSystems ? "system" : "user"
        let directory = "/etc/systemd/\(manager)/\(unit).d"
        let file = "\(directory)/90-nacre.conf"
        return .amendments([
            Amendment(.directory(directory), "drop-ins of \(unit)", activation: .gateway(site.gateway)) {
                $0 == .absent ? .permissions(.init(mode: 0o755)) : $0
            },
            Amendment(.file(file), summary, activation: .gateway(site.gateway)) {
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

extension Fix {
    /// One setting of the gateway's unit.
    static func gatewayUnit(_ name: String, _ value: String, saying note: String? = nil, cost: String? = nil) -> Self {
        openclaw(byHand: ByHand.unit("\(name)=\(value)"), cost: cost) { fault in
            fault.dropIn("\(name)=\(value)") { dropIn, _ in dropIn.set(name, to: value, saying: note) }
        }
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
