public import Hardening
public import Surface

/// Observes a system through its surface: each kind of resource, and each subject by the observer of its area.
public struct Observer: SubjectObserver {
    public let look: Look

    /// - Parameters:
    ///   - surface: what is looked at.
    ///   - openclawDirectories: OpenClaw state directories to look at besides those found.
    ///   - publicNames: names to ask the proxy for besides those it is configured with.
    public init(_ surface: any Surface, openclawDirectories: [String] = [], publicNames: [String] = []) {
        look = Look(surface, openclawDirectories: openclawDirectories, publicNames: publicNames)
    }

    init(look: Look) { self.look = look }

    public func observe(_ resource: Resource) async -> Observation {
        switch resource {
        case .file(let path): await file(path)
        case .directory(let path): await permissions(path, of: [.directory])
        case .permissions(let path): await permissions(path, of: [.directory, .regular, .socket])
        case .row(let row): await self.row(row)
        case .kernelParameter(let name): await kernelParameter(name)
        case .ruleset: await firewall.rulesetImage()
        case .unit(let name): await unit(name)
        case .package(let name): await package(name)
        case .facts(let subject): await facts(subject)
        }
    }
}
