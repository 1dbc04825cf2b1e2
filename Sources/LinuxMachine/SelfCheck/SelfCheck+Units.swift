import Catalog
import Hardening
import Observers
import Surface

extension SelfCheck {
    /// Whether the switch's units are there, loaded and able to run where a change waits, and gone where none does.
    func unitLines() async -> [Line] {
        var there: [String] = []
        for name in DeadMansSwitch.names {
            switch await surface.node("\(DeadMansSwitch.units)/\(name)") {
            case .found: there.append(name)
            case .absent: continue
            case .unreadable(let why): return [.unknown("\(name): \(why.why)")]
            }
        }
        switch content {
        case .failure:
            return [.unknown("whether a change waits could not be determined, nor whether its units are whole")]
        case .success(let content):
            if let hidden = content.mayBeOpen {
                return [
                    .unknown("whether generation \(hidden.number) waits could not be determined, nor its units")
                ]
            }
            guard let open = content.open else { return leftOver(there) }
            guard !there.isEmpty || !open.entries.isEmpty else {
                return [.ok("generation \(open.number) has changed nothing yet; the switch is armed before it does")]
            }
            var lines: [Line] = []
            for name in DeadMansSwitch.names { lines += await unit(name, isThere: there.contains(name), open.number) }
            return lines
        }
    }

    private func leftOver(_ names: [String]) -> [Line] {
        guard !names.isEmpty else { return [.ok("no change waits, and the switch is not armed")] }
        return [
            .wrong(
                "no change waits, and \(names.joined(separator: ", ")) is left in \(DeadMansSwitch.units)",
                remedy:
                    "systemctl start nacre-switch.service takes it away; where that fails, rm its file and systemctl "
                    + "daemon-reload"
            )
        ]
    }

    /// One unit that the change of this number needs.
    private func unit(_ name: String, isThere: Bool, _ number: Int) async -> [Line] {
        let path = "\(DeadMansSwitch.units)/\(name)"
        guard isThere else {
            return [
                .wrong(
                    "generation \(number) waits, and \(path) is not there: it would not be undone by itself",
                    remedy: "confirm it or undo it now: sudo nacre confirm, or sudo nacre rollback"
                )
            ]
        }
        var faults = await rootsOwn.faults(of: path, isProgram: false)
        switch await surface.run(DeadMansSwitch.asking(name)) {
        case .absent: faults.append(.unknown("\(name): systemctl is not installed, so that it could not be asked for"))
        case .unreadable(let why): faults.append(.unknown("\(name): systemctl did not answer: \(why.why)"))
        case .found(let output) where output.status != 0:
            faults.append(.unknown("\(name): systemctl did not answer: \(output.errorText)"))
        case .found(let output):
            faults += Self.faults(of: name, [String: String](systemdProperties: output.text))
        }
        faults += await programFaults(ofUnit: path)
        return faults.isEmpty ? [.ok("\(name) is there and loaded, and what it runs is whole")] : faults
    }

    /// What is wrong with a unit by what systemd says of it.
    static func faults(of name: String, _ properties: [String: String]) -> [Line] {
        func wrong(_ words: String, _ remedy: String) -> Line { .wrong("\(name) \(words)", remedy: remedy) }
        var faults: [Line] = []
        let load = properties["LoadState"] ?? "not said"
        if load != "loaded" { faults.append(wrong("is not loaded by systemd (\(load))", "systemctl daemon-reload")) }
        if properties["NeedDaemonReload"] == "yes" {
            faults.append(wrong("was changed since systemd read it", "systemctl daemon-reload"))
        }
        if let file = properties["FragmentPath"], file != "\(DeadMansSwitch.units)/\(name)", load == "loaded" {
            faults.append(wrong("is read from \(file)", "take that file away, then systemctl daemon-reload"))
        }
        if name == "nacre-switch.timer", properties["ActiveState"] != "active" {
            faults.append(wrong("does not run (\(properties["ActiveState"] ?? "not said"))", "systemctl start \(name)"))
        }
        if DeadMansSwitch.wants.contains(where: { $0.unit == name }), properties["UnitFileState"] != "enabled" {
            let state = properties["UnitFileState"] ?? "not said"
            faults.append(wrong("does not start at boot (\(state))", "systemctl enable \(name)"))
        }
        if name == "nacre-switch.service" {
            let hasTried = (properties["ConditionTimestampMonotonic"] ?? "0") != "0"
            if hasTried, properties["ConditionResult"] == "no" {
                faults.append(wrong("is kept from running by a condition", "systemctl cat \(name) shows it; remove it"))
            }
            let result = properties["Result"] ?? "not said"
            if result != "success" {
                faults.append(wrong("failed when it last ran (\(result))", "journalctl -u \(name) says why"))
            }
        }
        return faults
    }

    /// Whether the timer that looks for drift is whole, where there is one.
    func driftLines() async -> [Line] {
        let names = ["nacre-drift.timer", "nacre-drift.service"]
        var there: [String] = []
        for name in names where await surface.node("\(DeadMansSwitch.units)/\(name)").content != nil {
            there.append(name)
        }
        guard !there.isEmpty else { return [] }
        guard there == names else {
            return [
                .wrong(
                    "of nacre-drift.timer and its service only \(there[0]) is there",
                    remedy: "sudo nacre schedule install, or sudo nacre schedule remove"
                )
            ]
        }
        var faults: [Line] = []
        for name in names { faults += await rootsOwn.faults(of: "\(DeadMansSwitch.units)/\(name)", isProgram: false) }
        let asked = await surface.run(DeadMansSwitch.asking("nacre-drift.timer"))
        if let output = asked.content, output.status == 0 {
            let properties = [String: String](systemdProperties: output.text)
            if properties["ActiveState"] != "active" || properties["UnitFileState"] != "enabled" {
                faults.append(
                    .wrong("nacre-drift.timer is not enabled and running", remedy: "sudo nacre schedule install")
                )
            }
        } else {
            faults.append(.unknown("nacre-drift.timer: systemctl did not answer"))
        }
        faults += await programFaults(ofUnit: "\(DeadMansSwitch.units)/nacre-drift.service")
        guard faults.isEmpty else { return faults }
        let hasNothing = (try? content.get()).map { content in
            content.damaged.isEmpty && !content.whole.contains { $0.progress == .confirmed }
        }
        return [
            .ok(
                hasNothing == true
                    ? "nacre-drift.timer runs, and finds nothing that was confirmed to compare with (sudo nacre schedule "
                        + "remove ends it)" : "nacre-drift.timer looks for drift, and what it runs is whole"
            )
        ]
    }
}
