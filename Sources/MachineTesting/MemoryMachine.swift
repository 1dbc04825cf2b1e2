public import Catalog
public import Hardening

/// A machine that is a dictionary.
public actor MemoryMachine: MutableMachine {
    public private(set) var states: [Resource: State]
    /// What runs, of what is stopped for its changes.
    public private(set) var running: Set<Activation>
    /// What was put while something ran that is stopped for its changes.
    public private(set) var seen: Set<Resource> = []
    /// What was activated, in order.
    public private(set) var activations: [Activation] = []
    /// What each run of its package manager was asked for.
    public private(set) var packageRuns: [[String]] = []
    private let unreadable: [Resource: Unknown]
    private let refusals: Set<Activation>
    private let watching: Set<Activation>

    /// - Parameters:
    ///   - states: what it holds; everything else is absent.
    ///   - unreadable: resources it refuses to show, and why.
    ///   - refusals: activations that fail.
    ///   - running: what runs, and must be stopped before what it reads is put.
    public init(
        _ states: [Resource: State] = [:],
        unreadable: [Resource: Unknown] = [:],
        refusals: Set<Activation> = [],
        running: Set<Activation> = []
    ) {
        self.running = running
        watching = running
        self.states = states
        self.unreadable = unreadable
        self.refusals = refusals
    }

    public func observe(_ resource: Resource) -> Observation {
        if let why = unreadable[resource] { return .unreadable(why) }
        return .state(states[resource] ?? .absent)
    }

    public func put(_ state: State, at resource: Resource) {
        if !running.isEmpty { seen.insert(resource) }
        states[resource] = state == .absent ? nil : state
    }

    public func put(_ state: State, ofPackages names: [String]) {
        packageRuns.append(names)
        for name in names { put(state, at: .package(name)) }
    }

    public func activate(_ activation: Activation, isUndoing: Bool) throws {
        if !isUndoing, refusals.contains(activation) { throw Refusal(activation: activation) }
        activations.append(activation)
    }

    public func mustStop(_ activation: Activation, before changes: [Change], isUndoing: Bool) -> Bool {
        running.contains(activation)
    }

    public func stop(_ activation: Activation) { running.remove(activation) }

    public func start(_ activation: Activation, isUndoing: Bool) throws {
        try activate(activation, isUndoing: isUndoing)
        // Another one takes over by itself, whether it was told to end or not.
        if watching.contains(activation) { running.insert(activation) }
    }

    /// The daemon does not take over what was put.
    public struct Refusal: Error {
        public let activation: Activation
    }
}
