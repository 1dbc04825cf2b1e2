public import Hardening

/// Every control that ships with Nacre, by layer; inside a layer in the order of identifiers.
public enum Catalogue {
    /// The controls with a profile's values in them.
    public static func controls(for profile: Profile) -> [Control] {
        let layers: [[Control]] = [
            ssh(profile), firewall(profile), intrusion(profile), updates(profile), docker(profile), container(profile),
            secrets(profile), proxy(profile), openclaw(profile), chains(profile), kernel(profile), cloud(profile),
        ]
        return layers.flatMap { $0 }
    }
}

extension Catalogue {
    // transitional
    public static func remediations(for profile: Profile) -> [Remediation] {
        let all = controls(for: profile)
        let moved = all.filter { $0.fix.reason != "UNMOVED" }
        let ids = Set(moved.map(\.id))
        return moved.map { control in
            Remediation(control.id, needs: control.fix.needs) { control.fix.answer(Fault(control, profile, on: $0)) }
        } + unmoved(profile).filter { !ids.contains($0.control) }
    }

    /// How Nacre puts controls in place, by layer; a control without one is left to a person.
    private static func unmoved(_ profile: Profile) -> [Remediation] {
        let layers: [[Remediation]] = [
            sshRemediations(profile), firewallRemediations(profile), intrusionRemediations(profile),
            openclawRemediations(profile), trustRemediations,
        ]
        return layers.flatMap { $0 }
    }
}
