public import Hardening

/// Every control that ships with Nacre, by layer; inside a layer in the order of identifiers.
public enum ControlList {
    /// The controls with a profile's values in them.
    public static func controls(for profile: Profile) -> [Control] {
        let layers: [[Control]] = [
            ssh(profile), firewall(profile), intrusion(profile), updates(profile), docker(profile), container(profile),
            secrets(profile), proxy(profile), openclaw(profile), `guard`(profile), chains(profile), kernel(profile),
            cloud(profile),
        ]
        return layers.joined().map { control in attackers[control.id].map(control.usable) ?? control }
    }
}
