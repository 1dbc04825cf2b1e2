import Catalog
import Documents
public import Hardening

/// OpenClaw's switch that makes its openclaw.json read-only for itself, set in its container's environment.
///
/// A person and Nacre can still write the file. OpenClaw itself cannot: neither the model, the control UI, plugins nor
/// its command line.
public enum ReadOnlyConfiguration {
    /// The control that wants it.
    public static let control: Control.ID = ControlList.keepConfigurationReadOnly(.standalone).id
    static let variable = "OPENCLAW_CONFIG_READONLY"

    /// Turns the switch off for every container that is started with it; nothing where none is.
    ///
    /// - Returns: what is to be changed, and why some of it cannot be changed.
    public static func lifting(on snapshot: Snapshot) -> (amendments: [Amendment], blockers: [String]) {
        let on = Set(snapshot.records(.composeServices).filter { $0[.configurationIsReadOnly] == true }.map(\.name))
        let containers = snapshot.records(.containers).filter { $0[.configurationIsReadOnly] == true }.compactMap {
            $0[.container].text
        }
        var amendments: [Amendment] = []
        var blockers: [String] = []
        var made: Set<String> = []
        for target in snapshot.records(.composeProjects).compactMap(ComposeTarget.init) {
            let container = target.record[.container].text
            guard on.contains(target.name) || container.map(containers.contains) == true else { continue }
            if let container { made.insert(container) }
            if case .text(let why) = target.record[.composeBlocker] {
                blockers.append("\(target.service) is not recreated: \(why)")
                continue
            }
            amendments.append(target.readOnly("0", "OpenClaw may write its openclaw.json for a while"))
        }
        blockers += containers.filter { !made.contains($0) }.map { container in
            "container \(container) \(ComposeTarget.absence(of: container, on: snapshot))"
        }
        return (amendments, blockers)
    }

    /// What must be observed to turn it off.
    public static let needs: Set<Resource> = [
        .facts(.containers), .facts(.composeServices), .facts(.composeProjects),
    ]
}

extension ComposeTarget {
    fileprivate func readOnly(_ value: String, _ words: String) -> Amendment {
        let service = self.service
        return setting(words) { compose throws(SyntaxError) in
            try compose.setVariable(ReadOnlyConfiguration.variable, value, of: service)
        }
    }
}

extension ControlList {
    /// Asked only where the profile wants it: nobody could change settings in the control UI any more.
    static func keepConfigurationReadOnly(_ profile: Profile) -> Control {
        let byHand =
            "OPENCLAW_CONFIG_READONLY: \"1\" below environment: of each of OpenClaw's services, from 2026.9.6 on; openclaw config set, the control UI's settings, plugins install, doctor --fix and update are then refused"
        func control(_ byHand: String) -> Control {
            .forbidInContainers(
                "keep-configuration-read-only",
                where: .configurationIsReadOnly == false,
                title: "OpenClaw cannot write its own openclaw.json",
                fault: "OpenClaw can write its own openclaw.json",
                rationale:
                    "An injected instruction has the agent change its own settings: tools, approvals, plugins, who may write to it.",
                .medium,
                [Reference("OpenClaw documentation", "cli/config, externally managed config")],
                fix: .compose(
                    byHand: byHand,
                    cost:
                        "OpenClaw's config set, control UI settings, plugin installs and doctor --fix, until nacre config unlock"
                ) { target, _ in .amend([target.readOnly("1", refused)]) },
                good: [.configurationIsReadOnly: true],
                bad: [.configurationIsReadOnly: false]
            )
        }
        guard !profile.openclaw.readOnlyConfiguration else { return control(byHand) }
        return control("openclaw: readOnlyConfiguration: true in the profile, then \(byHand)").unasked(
            "a profile that leaves it to OpenClaw"
        )
    }

    private static let refused =
        "openclaw.json is read-only for OpenClaw: its config set, control UI settings, plugin installs, doctor --fix "
        + "and update are refused until nacre config unlock"
}

extension Control {
    /// The same control where the profile does not ask for it.
    fileprivate func unasked(_ reason: String) -> Control {
        Control(
            layer,
            String(id.dropFirst(layer.rawValue.count + 1)),
            title: title,
            fault: fault,
            rationale: rationale,
            severity: severity,
            references: references,
            expects: expectations.map { expectation in
                Requirement(expectation.resource, expectation.summary, applies: { _ in false }, amend: { $0 })
            },
            fix: fix,
            examples: [.notApplicable(reason)]
        )
    }
}
