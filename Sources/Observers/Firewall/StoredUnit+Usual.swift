import Documents

extension StoredUnit {
    /// Keys that neither keep a service from running its program, nor run another one.
    private static let ordinary: Set<String> = [
        "Unit.Description", "Unit.Documentation", "Unit.Wants", "Unit.Before", "Unit.After", "Unit.Conflicts",
        "Unit.DefaultDependencies", "Unit.PartOf", "Service.Type", "Service.RemainAfterExit", "Service.StandardInput",
        "Service.StandardOutput", "Service.ProtectSystem", "Service.ProtectHome", "Service.ExecStart",
        "Service.ExecReload",
        "Service.ExecStop", "Service.TimeoutStartSec", "Service.TimeoutSec", "Service.BusName", "Service.KillMode",
        "Service.SyslogIdentifier", "Service.Restart", "Service.RestartSec", "Service.OOMScoreAdjust",
    ]

    /// Whether a service runs one of these programs as its package has it, and nothing beside, before or after it.
    ///
    /// A condition that does not hold, another user, a network of its own or a second command leaves a server without rules
    /// while the service is enabled, and counts as started.
    func runsOnly(_ programs: [String]) -> Bool {
        let starts = values("ExecStart", in: "Service").values.map { UnitFile.words($0) }
        return starts.count == 1 && programs.contains(starts[0].first ?? "")
            && files.allSatisfy { Self.isOrdinary($0.text) }
    }

    /// Whether drop-ins leave a service that is Nacre's own as Nacre wrote it.
    var isAsWritten: Bool {
        files.dropFirst().allSatisfy { Self.isOrdinary($0.text) && !$0.text.contains("ExecStart") }
    }

    private static func isOrdinary(_ text: String) -> Bool {
        UnitFile(text).entries.allSatisfy { entry in
            entry.section == "Install" || ordinary.contains("\(entry.section).\(entry.key)")
                || entry.key == "ConditionFileIsExecutable" && entry.value == "/usr/sbin/netfilter-persistent"
        }
    }
}
