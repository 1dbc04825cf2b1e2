public import Hardening
import Surface

/// The running system, as one that can be changed.
///
/// Every look is a fresh one: nothing is remembered from before a change.
public struct RunningMachine: MutableMachine {
    let host: any MutableSurface
    let handover: Handover

    public init() { self.init(RunningSystem()) }

    init(_ host: any MutableSurface) {
        self.host = host
        handover = Handover(host.clock)
    }

    public func observe(_ resource: Resource) async -> Observation { await host.observe(resource) }

    /// The files that links among the resources lead to, where only root could have them lead elsewhere.
    public func linkTargets(of resources: Set<Resource>) -> [String: String] {
        var targets: [String: String] = [:]
        for resource in resources {
            switch resource {
            case .file(let path), .permissions(let path):
                if case .file(let target) = host.linkTarget(path) { targets[path] = target }
            default: continue
            }
        }
        return targets
    }

    public func put(_ state: State, at resource: Resource) async throws {
        try await put(state, at: resource, expecting: nil)
    }

    public func put(_ state: State, at resource: Resource, expecting expected: Expected?) async throws {
        switch (resource, state) {
        case (.file(let path), .file(let file)): try host.replace(path, with: file, expecting: expected)
        case (.file(let path), .absent): try host.remove(path, expecting: expected)
        case (.directory(let path), .permissions(let permissions)):
            try host.makeDirectory(path, permissions, expecting: expected)
        case (.directory(let path), .absent): try host.removeDirectory(path)
        case (.permissions(let path), .permissions(let permissions)):
            try host.permit(path, permissions, expecting: expected)
        case (.row(let row), .row(let content)): try await host.put(content, in: row, expecting: expected)
        case (.row(let row), .absent): try await host.put(nil, in: row, expecting: expected)
        case (.kernelParameter(let name), .value(let value)):
            try host.write(value + "\n", into: Resource.kernelPath(of: name))
        case (.ruleset, .ruleset(let ruleset)): try await PacketFilter(host).put(ruleset)
        case (.unit(let name), .unit(let unit)): try await Systemd(host).put(unit, at: name)
        // A unit that is gone with its file has nothing left to be stopped.
        case (.unit(let name), .absent): try await Systemd(host).retire(name)
        case (.package(let name), _): try await put(state, ofPackages: [name])
        default: throw Failure(.invalid, "\(resource) cannot hold \(state)")
        }
    }

    public func put(_ state: State, ofPackages names: [String]) async throws {
        let packages = Packages(host)
        switch state {
        case .package: try await packages.install(names)
        case .absent: try await packages.remove(names)
        default: throw Failure(.invalid, "\(names.joined(separator: ", ")): packages cannot hold \(state)")
        }
    }

    /// The packages that would come with these, besides them.
    ///
    /// - Throws: why they cannot be installed.
    public func companions(of names: [String]) async throws -> [String] {
        try await Packages(host).companions(of: names)
    }
}
