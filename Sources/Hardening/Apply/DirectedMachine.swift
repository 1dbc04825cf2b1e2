/// A machine on which a plan may go the other way: applying it is undoing another, and undoing it is applying that one.
///
/// Daemons are asked for their proofs where their settings come, and not where these go.
public struct DirectedMachine<Base: MutableMachine>: MutableMachine {
    private let base: Base
    private let isReversed: Bool

    public init(_ base: Base, isReversed: Bool) {
        self.base = base
        self.isReversed = isReversed
    }

    public func observe(_ resource: Resource) async -> Observation { await base.observe(resource) }

    public func put(_ state: State, at resource: Resource) async throws { try await base.put(state, at: resource) }

    public func put(_ state: State, at resource: Resource, expecting expected: Expected?) async throws {
        try await base.put(state, at: resource, expecting: expected)
    }

    public func inode(of resource: Resource) async -> Inode? { await base.inode(of: resource) }

    public func refusal(of resource: Resource) async -> String? { await base.refusal(of: resource) }

    public func isOthers(_ resource: Resource) async -> Bool { await base.isOthers(resource) }

    public func put(_ state: State, ofPackages names: [String]) async throws {
        try await base.put(state, ofPackages: names)
    }

    public func activate(_ activation: Activation, isUndoing: Bool) async throws {
        // On its way back, the firewall comes before the daemon that leaves the port: there is nothing to prove yet.
        if isReversed, case .firewall = activation { return try await base.activate(activation, isUndoing: true) }
        try await base.activate(activation, isUndoing: isUndoing != isReversed)
    }

    public func mustStop(_ activation: Activation, before changes: [Change], isUndoing: Bool) async throws -> Bool {
        try await base.mustStop(activation, before: changes, isUndoing: isUndoing != isReversed)
    }

    public func stop(_ activation: Activation) async throws { try await base.stop(activation) }

    public func start(_ activation: Activation, isUndoing: Bool) async throws {
        try await base.start(activation, isUndoing: isUndoing != isReversed)
    }
}
