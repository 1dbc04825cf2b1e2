public import Hardening

/// A machine that is a dictionary.
public actor MemoryMachine: MutableMachine {
    public private(set) var states: [Resource: State]
    private let unreadable: [Resource: String]

    /// - Parameters:
    ///   - states: what it holds; everything else is absent.
    ///   - unreadable: resources it refuses to show, and why.
    public init(_ states: [Resource: State] = [:], unreadable: [Resource: String] = [:]) {
        self.states = states
        self.unreadable = unreadable
    }

    public func observe(_ resource: Resource) -> Observation {
        if let why = unreadable[resource] { return .unreadable(why) }
        return .state(states[resource] ?? .absent)
    }

    public func put(_ state: State, at resource: Resource) {
        states[resource] = state == .absent ? nil : state
    }
}
