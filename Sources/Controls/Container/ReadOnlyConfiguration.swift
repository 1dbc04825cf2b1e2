import Catalog
import Documents
public import Hardening

/// OpenClaw's switch that makes its openclaw.json read-only for itself, set in its container's environment.
///
/// There a person's writing reaches the file, Nacre's too, and OpenClaw's own does not: the model, the control UI,
/// plugins and the command line beside it.
public enum ReadOnlyConfiguration {
    public static let control = "container.keep-configuration-read-only"
    static let variable = "OPENCLAW_CONFIG_READONLY"

    /// Takes the switch away from every container that is started with it; nothing where none is.
    ///
    /// - Returns: what is to be changed, and why some of it cannot be.
    public static func lifting(on snapshot: Snapshot) -> (amendments: [Amendment], obstacles: [String]) {
        let on = Set(snapshot.records(.composeServices).filter { $0[.configurationIsReadOnly] == true }.map(\.name))
        let containers = snapshot.records(.containers).filter { $0[.configurationIsReadOnly] == true }.map(\.name)
        var amendments: [Amendment] = []
        var obstacles: [String] = []
        var made: Set<String> = []
        for target in snapshot.records(.composeProjects).compactMap(ComposeTarget.init) {
            let container = "container \(target.record[.container])"
            guard on.contains(target.name) || containers.contains(container) else { continue }
            made.insert(container)
            if case .text(let why) = target.record[.composeObstacle] {
                obstacles.append("\(target.service) is not made anew: \(why)")
                continue
            }
            amendments.append(target.readOnly("0", "OpenClaw may write its openclaw.json for a while"))
        }
        obstacles += containers.filter { !made.contains($0) }.map { container in
            let name = String(container.dropFirst("container ".count))
            return "\(container) \(ComposeTarget.absence(of: name, on: snapshot))"
        }
        return (amendments, obstacles)
    }

    /// What must be observed for that.
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

extension Catalogue {
    /// Asked only where the profile wants it: whoever configures in the control UI could not any more.
    static func readOnlyConfiguration(_ profile: Profile) -> Control {
        let asked = Control.forbidInContainers(
            "keep-configuration-read-only",
            where: .configurationIsReadOnly == false,
            title: "OpenClaw does not write its own openclaw.json",
            rationale:
                "An injected instruction has the agent change its own settings: tools, approvals, plugins, who may write to it.",
            .medium,
            [Reference("OpenClaw documentation", "cli/config, externally managed config")],
            remedy:
                "OPENCLAW_CONFIG_READONLY: \"1\" below environment: of each of OpenClaw's services, from 2026.9.6 on; openclaw config set, the control UI's settings, plugins install, doctor --fix and update are then refused",
            good: [.configurationIsReadOnly: true],
            bad: [.configurationIsReadOnly: false]
        )
        guard !profile.openclaw.readOnlyConfiguration else { return asked }
        return Control(
            .container,
            "keep-configuration-read-only",
            title: asked.title,
            rationale: asked.rationale,
            severity: asked.severity,
            references: asked.references,
            remedy: "openclaw: readOnlyConfiguration: true in the profile, then \(asked.remedy)",
            expects: asked.expectations.map { expectation in
                Requirement(expectation.resource, expectation.summary, applies: { _ in false }, amend: { $0 })
            },
            examples: [.notApplicable("a profile that leaves it to OpenClaw")]
        )
    }

    static func readOnlyConfigurationWay(_ profile: Profile) -> Remediation {
        let words =
            "openclaw.json is read-only for OpenClaw: its config set, control UI settings, plugin installs, doctor --fix "
            + "and update are refused until nacre config unlock"
        return .compose("keep-configuration-read-only", profile) { .amend([$0.readOnly("1", words)]) }
    }
}
