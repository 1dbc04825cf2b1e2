public import Hardening

/// What a server is asked to be: a profile, and which of its controls.
public struct Order: Sendable {
    public let profile: Profile
    /// What the profile was asked for by: a name, or the absolute path of a file.
    public let source: String
    public let controls: [Control]
    /// State directories of OpenClaw that were named.
    public let openclawDirectories: [String]

    public init(profile: Profile, source: String, controls: [Control], openclawDirectories: [String] = []) {
        self.profile = profile
        self.source = source
        self.controls = controls
        self.openclawDirectories = openclawDirectories
    }

    /// The same for some of its controls alone.
    func only(_ identifiers: Set<Control.ID>) -> Order {
        Order(
            profile: profile,
            source: source,
            controls: controls.filter { identifiers.contains($0.id) },
            openclawDirectories: openclawDirectories
        )
    }
}

/// Where the controls of a profile come from, and what else is asked of every plan.
public struct Rulebook: Sendable {
    let controls: @Sendable (Profile) -> [Control]
    let remediations: @Sendable (Profile) -> [Remediation]
    let invariants: @Sendable (Profile) -> [Invariant]

    public init(
        controls: @escaping @Sendable (Profile) -> [Control],
        remediations: @escaping @Sendable (Profile) -> [Remediation],
        invariants: @escaping @Sendable (Profile) -> [Invariant]
    ) {
        self.controls = controls
        self.remediations = remediations
        self.invariants = invariants
    }
}
