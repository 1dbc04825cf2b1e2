import Hardening

extension Fix {
    /// Single values in Nacre's own file, unless a file that apt reads later has the last word.
    static func aptSettings(_ field: Field, _ values: KeyValuePairs<String, String>, byHand: String? = nil) -> Self {
        let values = values.map { (name: $0.key, value: $0.value) }
        let lines = values.map { "\($0.name) \"\($0.value)\";" }
        return Self(
            byHand: byHand ?? lines.map(ByHand.apt).joined(separator: "; "),
            needs: [.package(AptSettings.upgrader)]
        ) { fault in
            if let place = AptSettings.overruler(of: field, in: fault.snapshot) {
                return .overruled(values.map(\.name).joined(separator: ", "), by: place)
            }
            return .amend(values.map { AptSettings.set($0.name, $0.value) })
        }
        .outranking(field, lines)
    }

    /// Where a file that apt reads after the one a person would write decides the setting, only a change there counts.
    func outranking(_ field: Field, _ lines: [String]) -> Self {
        toldHere { fault, _ in
            AptSettings.overruler(of: field, in: fault.snapshot).map { origin in
                "\(ByHand.place(origin)) decides it, and apt reads that last. Write there instead: "
                    + lines.joined(separator: " ")
            }
        }
    }

    /// A server that reboots by itself does so in the profile's window.
    static let automaticReboot = Self(
        byHand: ByHand.apt("Unattended-Upgrade::Automatic-Reboot \"true\";")
    ) { fault in
        if let place = AptSettings.overruler(of: .automaticReboot, in: fault.snapshot) {
            return .overruled("Unattended-Upgrade::Automatic-Reboot", by: place)
        }
        let hasTime = fault.snapshot.records(.updates).first.map { $0[.rebootTime] != "now" } ?? false
        let reboot = AptSettings.set("Unattended-Upgrade::Automatic-Reboot", "true")
        let window = AptSettings.set("Unattended-Upgrade::Automatic-Reboot-Time", fault.profile.updates.rebootTime)
        return .amend(hasTime ? [reboot] : [reboot, window])
    }
    .outranking(.automaticReboot, ["Unattended-Upgrade::Automatic-Reboot \"true\";"])

    /// A reboot, and what to look at afterwards.
    static func reboot(then check: String? = nil) -> Self {
        .manual(
            "`sudo systemctl reboot`, in a quiet hour" + (check.map { "; then \($0)" } ?? ""),
            because: "A reboot stops everything that runs."
        )
    }
}

extension Fix.Answer {
    static func overruled(_ name: String, by place: Origin) -> Self {
        let line = place.line.map { ":\($0)" } ?? ""
        return .advise("apt reads \(place.file)\(line) after Nacre's file, and it decides \(name): change it there")
    }
}
