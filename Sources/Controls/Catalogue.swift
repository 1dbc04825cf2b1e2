public import Hardening

/// Every control that ships with Nacre, by layer; inside a layer in the order of identifiers.
public enum Catalogue {
    /// The controls with a profile's values in them.
    public static func controls(for profile: Profile) -> [Control] {
        let layers: [[Control]] = [
            firewall(profile),
            kernel(profile),
            cloud(profile),
        ]
        return layers.flatMap { $0 }
    }
}
