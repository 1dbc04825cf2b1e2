/// The only door to the outside world: look at a resource.
public protocol Machine: Sendable {
    func observe(_ resource: Resource) async -> Observation
}

/// A machine whose resources can also be put.
public protocol MutableMachine: Machine {
    /// Makes the resource hold the state, wholly or not at all where the resource allows it.
    ///
    /// - Throws: when the resource does not hold the state afterwards.
    func put(_ state: State, at resource: Resource) async throws

    /// The same, where the resource still is what was looked at; what is changed is exactly that.
    ///
    /// - Throws: also where it is not, with nothing changed.
    func put(_ state: State, at resource: Resource, expecting expected: Expected?) async throws

    /// Which file or directory a resource is now, where a change leaves it the same one; nothing for any other.
    func inode(of resource: Resource) async -> Inode?

    /// Why root changes nothing at a place: somebody else decides what is there. Nothing where that is not so.
    func refusal(of resource: Resource) async -> String?

    /// Whether others than root decide what is at a place, and may change it at any time.
    func isOthers(_ resource: Resource) async -> Bool

    /// Has packages come or go, all of them in one run of the package manager.
    ///
    /// What is already so stays. May be called after a crash in the middle of it, for all of them again: what had begun
    /// to come goes with everything that came along.
    ///
    /// - Throws: when not all of them hold the state afterwards.
    func put(_ state: State, ofPackages names: [String]) async throws

    /// Has the daemon take over what was put: its own check, the reload, a look at what it does now.
    ///
    /// Where `isUndoing`, what was put is what was there before, which may be nothing at all.
    ///
    /// - Throws: when the daemon refuses, or does not run as it should afterwards.
    func activate(_ activation: Activation, isUndoing: Bool) async throws

    /// Whether what is to be activated runs now, and must not run while the changes are put.
    ///
    /// For a daemon that watches its files and would begin to take them over by itself, just before it is told to. Its
    /// own check of what is about to be put is asked first, as long as it runs.
    ///
    /// - Throws: when the daemon would refuse what is to be put.
    func mustStop(_ activation: Activation, before changes: [Change], isUndoing: Bool) async throws -> Bool

    /// Ends what is to be activated, in its own time.
    func stop(_ activation: Activation) async throws

    /// Activates what was stopped for it, by this machine or by one before a crash: it runs afterwards.
    func start(_ activation: Activation, isUndoing: Bool) async throws
}

extension MutableMachine {
    public func put(_ state: State, at resource: Resource, expecting expected: Expected?) async throws {
        try await put(state, at: resource)
    }

    public func inode(of resource: Resource) async -> Inode? { nil }

    public func refusal(of resource: Resource) async -> String? { nil }

    public func isOthers(_ resource: Resource) async -> Bool { false }

    public func mustStop(_ activation: Activation, before changes: [Change], isUndoing: Bool) async throws -> Bool {
        false
    }

    public func stop(_ activation: Activation) async throws {}

    public func start(_ activation: Activation, isUndoing: Bool) async throws {
        try await activate(activation, isUndoing: isUndoing)
    }
}

extension Machine {
    /// Observes all resources at once, each exactly once.
    public func snapshot(of resources: Set<Resource>) async -> Snapshot {
        await withTaskGroup(of: (Resource, Observation).self) { group in
            for resource in resources { group.addTask { (resource, await observe(resource)) } }
            var snapshot = Snapshot()
            for await (resource, observation) in group { snapshot[resource] = observation }
            return snapshot
        }
    }
}
