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
