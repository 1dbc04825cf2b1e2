public import Surface

/// What observers look at, and what they worked out of it already.
public struct Look: Sendable {
    public let surface: any Surface
    /// OpenClaw state directories to look at besides those found.
    let openclawDirectories: [String]
    /// Names to ask the proxy for besides those it is configured with.
    let publicNames: [String]
    /// What several observers need is worked out once.
    let cache = Cache()

    init(_ surface: any Surface, openclawDirectories: [String] = [], publicNames: [String] = []) {
        self.surface = surface
        self.openclawDirectories = openclawDirectories
        self.publicNames = publicNames
    }

    /// The same look at another surface, of which nothing is worked out yet.
    func over(_ surface: any Surface) -> Look {
        Look(surface, openclawDirectories: openclawDirectories, publicNames: publicNames)
    }
}
