import Catalog
import Hardening

/// What `systemctl show` says of the unit that runs a gateway: what counts, whichever files it comes from.
struct ShownUnit: Sendable {
    /// The members that are asked for.
    static let members = [
        "LoadState", "ActiveState", "SubState", "Result", "NRestarts", "ExecMainStartTimestampMonotonic", "MainPID",
        "User", "KillMode", "TimeoutStopUSec", "RestartPreventExitStatus", "NoNewPrivileges",
        "SystemCallFilter", "SystemCallArchitectures", "RestrictAddressFamilies", "LockPersonality",
        "RestrictRealtime", "ProtectSystem", "ProtectHome", "ProtectKernelTunables",
        "ProtectKernelModules", "ProtectKernelLogs", "ProtectControlGroups", "CapabilityBoundingSet",
        "MemoryMax", "MemoryCurrent",
    ]

    private let values: [String: String]

    /// From what it prints: a line each, `Name=value`.
    init(_ shown: String) {
        values = [String: String](systemdProperties: shown)
    }

    var isLoaded: Bool { values["LoadState"] == "loaded" }
    /// The number of the unit's first process; none where it does not run.
    var process: Int? { values["MainPID"].flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil } }
    /// The account that the unit names; empty for the one of its manager.
    var user: String { values["User"] ?? "" }

    /// Whether it ends and is started again, time after time; `uptime` is the machine's, in seconds.
    func keepsStarting(uptime: Int?) -> Value {
        guard let sub = values["SubState"], let count = values["NRestarts"].flatMap({ Int($0) }) else {
            return .unknown(.notStated("this systemd does not say how often it was started"))
        }
        if sub.hasPrefix("auto-restart") || values["Result"] == "start-limit-hit" { return true }
        guard values["ActiveState"] == "active", count >= 3 else { return false }
        guard let uptime, let started = values["ExecMainStartTimestampMonotonic"].flatMap({ Int($0) }) else {
            return .unknown(.notStated("how long it runs is not known, and it was started again \(count) times"))
        }
        return .flag(uptime - started / 1_000_000 < 300)
    }

    private func value(_ name: String) -> Value {
        values[name].map { .text($0) } ?? .unknown(.notStated("this systemd does not say \(name)"))
    }

    /// What its processes may have; systemd says `infinity`, or the greatest number, where there is no limit.
    var memory: Value {
        guard let text = values["MemoryMax"] else { return value("MemoryMax") }
        return Int(text).flatMap { $0 > 0 && $0 < 1 << 60 ? .number($0) : nil } ?? .unset
    }

    var memoryUsed: Value {
        values["MemoryCurrent"].flatMap { Int($0) }.flatMap { $0 < 1 << 60 ? .number($0) : nil } ?? .unset
    }

    var killMode: Value { value("KillMode") }

    /// A span of time as systemd writes it, in whole seconds.
    var stopSeconds: Value {
        guard let text = values["TimeoutStopUSec"] else { return value("TimeoutStopUSec") }
        return Self.seconds(text).map { .number($0) } ?? .unknown(.malformed("TimeoutStopUSec is \(text)"))
    }

    static func seconds(_ text: String) -> Int? {
        if text == "infinity" { return 1 << 30 }
        let units = [
            ("month", 2_629_800), ("min", 60), ("ms", 0), ("us", 0), ("s", 1), ("h", 3600), ("d", 86400),
            ("w", 604_800), ("y", 31_557_600),
        ]
        var total = 0
        let words = text.split(separator: " ")
        for word in words {
            guard let unit = units.first(where: { word.hasSuffix($0.0) }) else { return word == "0" ? 0 : nil }
            // Parts of a second stand before their unit, as in 1.500s.
            let digits = word.dropLast(unit.0.count).prefix { $0 != "." }
            guard let number = Int(digits), number >= 0, number < 1 << 30 else { return nil }
            total += number * unit.1
        }
        return words.isEmpty ? nil : total
    }

    /// Whether a refused start is left at that; systemd shows statuses and signals in one list.
    var staysDown: Value {
        guard let text = values["RestartPreventExitStatus"] else { return value("RestartPreventExitStatus") }
        return .flag(text.split(separator: " ").contains { $0 == "78" || $0 == "CONFIG" })
    }

    func isOn(_ name: String) -> Bool? { values[name].map { $0 == "yes" } }

    /// Names of those that do not hold; unknown where one is not said.
    private func open(_ checks: [(String, Bool?)]) -> Value {
        if let silent = checks.first(where: { $0.1 == nil }) {
            return .unknown(.notStated("this systemd does not say \(silent.0)"))
        }
        return .list(checks.filter { $0.1 == false }.map(\.0))
    }

    /// `RestrictSUIDSGID=` is not among them: it takes `openat2` away, without which OpenClaw 2026.9 does not start.
    var openCalls: Value {
        open(
            [
                ("SystemCallFilter", values["SystemCallFilter"].map { Self.denies(Self.callsNobodyNeeds, $0) }),
                ("SystemCallArchitectures", values["SystemCallArchitectures"].map { $0 == "native" }),
                (
                    "RestrictAddressFamilies",
                    values["RestrictAddressFamilies"].map { Self.denies(["AF_PACKET"], $0) }
                ),
            ] + ["LockPersonality", "RestrictRealtime"].map { ($0, isOn($0)) }
        )
    }

    var filters: Value {
        .list(["SystemCallFilter", "RestrictAddressFamilies"].filter { !["", "~", nil].contains(values[$0]) })
    }

    var openWalls: Value {
        open(
            [
                ("ProtectSystem", values["ProtectSystem"].map { $0 == "strict" }),
                ("ProtectHome", values["ProtectHome"].map { ["yes", "read-only", "tmpfs"].contains($0) }),
            ]
                + ["ProtectKernelTunables", "ProtectKernelModules", "ProtectKernelLogs", "ProtectControlGroups"].map {
                    ($0, isOn($0))
                } + [
                    (
                        "CapabilityBoundingSet",
                        values["CapabilityBoundingSet"].map { text in
                            text.split(separator: " ").allSatisfy { Self.harmless.contains(String($0)) }
                        }
                    )
                ]
        )
    }

    /// Calls that load code into the kernel, look into it, or stop the machine.
    private static let callsNobodyNeeds = [
        "init_module", "finit_module", "kexec_load", "bpf", "perf_event_open", "swapon", "reboot", "settimeofday",
    ]

    /// Rights of root over files and accounts, which a gateway that runs as root needs for its own work.
    static let harmless: Set<String> = [
        "cap_chown", "cap_dac_override", "cap_fowner", "cap_fsetid", "cap_kill", "cap_setgid", "cap_setuid",
        "cap_net_bind_service",
    ]

    /// Whether a list, of what is allowed or after `~` of what is not, lets none of these through.
    static func denies(_ names: [String], _ list: String) -> Bool {
        let listed = Set(
            list.drop { $0 == "~" }.split(separator: " ").map { word in
                // A name may carry the error that its caller gets.
                String(word.prefix { $0 != ":" })
            }
        )
        return list.hasPrefix("~")
            ? names.allSatisfy(listed.contains) : !list.isEmpty && names.allSatisfy { !listed.contains($0) }
    }
}
