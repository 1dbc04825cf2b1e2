public import Hardening
public import Surface

/// Observes a system through its surface: one function for each kind of resource.
///
/// What several observers need is worked out once and shared by `memo`.
public struct Observer: Sendable {
    public let surface: any Surface
    /// OpenClaw state directories to look at besides those found.
    public let openclawDirectories: [String]
    /// Names to ask the proxy for besides those it is configured with.
    public let publicNames: [String]
    let memo = Memo()

    public init(_ surface: any Surface, openclawDirectories: [String] = [], publicNames: [String] = []) {
        self.surface = surface
        self.publicNames = publicNames
        self.openclawDirectories = openclawDirectories
    }

    public func observe(_ resource: Resource) async -> Observation {
        switch resource {
        case .file(let path): await file(path)
        case .directory(let path): await permissions(path, of: [.directory])
        case .permissions(let path): await permissions(path, of: [.directory, .regular, .socket])
        case .kernelParameter(let name): await kernelParameter(name)
        case .ruleset: await rulesetImage()
        case .unit(let name): await unit(name)
        case .package(let name): await package(name)
        case .facts(let subject): await facts(subject)
        }
    }
}
