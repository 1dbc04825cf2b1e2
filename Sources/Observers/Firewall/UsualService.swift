import Documents

/// Whether a service runs its one program as its package has it, and nothing beside, before or after it.
///
/// A condition that does not hold, another user, a network of its own or a second command leaves a server without rules while
/// the service is enabled, and counts as started.
struct UsualService {
    let isUsual: Bool

    private static let ordinary: Set<String> = [
        "Unit.Description", "Unit.Documentation", "Unit.Wants", "Unit.Before", "Unit.After", "Unit.Conflicts",
        "Unit.DefaultDependencies", "Unit.Requires", "Unit.PartOf", "Service.Type", "Service.RemainAfterExit",
        "Service.StandardInput",
        "Service.StandardOutput", "Service.ProtectSystem", "Service.ProtectHome", "Service.ExecStart",
        "Service.ExecReload",
        "Service.ExecStop", "Service.TimeoutStartSec", "Service.TimeoutSec", "Service.EnvironmentFile",
        "Service.BusName",
        "Service.KillMode", "Service.SyslogIdentifier", "Service.RemainAfterElapse", "Service.ExecStopPost",
        "Service.Restart",
        "Service.RestartSec", "Service.OOMScoreAdjust",
    ]

    /// Any program is taken where none is named.
    init(_ unit: StoredUnit, program: [String]) {
        let entries = unit.files.flatMap { UnitFile($0.1).entries }
        let isKnown = entries.allSatisfy { entry in
            entry.section == "Install" || Self.ordinary.contains("\(entry.section).\(entry.key)")
                || entry.key == "ConditionFileIsExecutable" && entry.value == "/usr/sbin/netfilter-persistent"
        }
        let starts = unit.values("ExecStart", in: "Service").values.map { UnitFile.words($0) }
        let isOwn = program.isEmpty || starts.count == 1 && program.contains(starts[0].first ?? "")
        isUsual = program.isEmpty || isKnown && isOwn
    }
}
