public import Catalog

/// What looking at a resource gave.
///
/// Could-not-look is never mistaken for looks-fine.
public enum Observation: Hashable, Codable, Sendable {
    case state(State)
    case unreadable(Unknown)
}

/// What was observed of a machine in one pass.
public struct Snapshot: Sendable {
    public private(set) var observations: [Resource: Observation]

    public init(_ observations: [Resource: Observation] = [:]) {
        self.observations = observations
    }

    /// A resource that nobody looked at is unreadable, not absent.
    public subscript(resource: Resource) -> Observation {
        get { observations[resource] ?? .unreadable(.notObserved("was not looked at")) }
        set { observations[resource] = newValue }
    }
}
