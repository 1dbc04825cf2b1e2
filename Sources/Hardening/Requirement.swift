public import Catalog

/// A resource, and the pure function that makes its state acceptable.
///
/// `amend` is the whole definition. A state is compliant exactly when `amend` returns it unchanged, which is asked before a
/// change and after it. It must be idempotent, and may only ever tighten.
public struct Requirement: Sendable {
    public let resource: Resource
    /// The requirement in words, as the documentation and reports say it.
    public let summary: String
    public let amend: @Sendable (State) -> State
    /// What about this state could not be determined although the requirement depends on it.
    public let blindSpots: @Sendable (State) -> [Evidence]
    /// Whether there is anything here that the requirement speaks of.
    public let applies: @Sendable (State) -> Bool
    /// The fields that tell why a record is not wanted, the most telling ones first; none where all of them do.
    public let telling: @Sendable (Record) -> [Field]

    public init(
        _ resource: Resource,
        _ summary: String,
        applies: @escaping @Sendable (State) -> Bool = { _ in true },
        blindSpots: @escaping @Sendable (State) -> [Evidence] = { _ in [] },
        telling: @escaping @Sendable (Record) -> [Field] = { _ in [] },
        amend: @escaping @Sendable (State) -> State
    ) {
        self.resource = resource
        self.summary = summary
        self.applies = applies
        self.blindSpots = blindSpots
        self.telling = telling
        self.amend = amend
    }

    public func isMet(by state: State) -> Bool { amend(state) == state }
}

/// A resource, and whether its state makes a control worth asking about.
public struct Condition: Sendable {
    public let resource: Resource
    public let summary: String
    /// `nil` where the state does not tell.
    public let holds: @Sendable (State) -> Bool?
    /// Others, of which one is enough.
    public private(set) var alternatives: [Condition] = []
    /// Whether the control is asked as well where it cannot be told whether it makes sense.
    public private(set) var isPresumed = false

    public init(_ resource: Resource, _ summary: String, holds: @escaping @Sendable (State) -> Bool?) {
        self.resource = resource
        self.summary = summary
        self.holds = holds
    }

    public static func exists(_ resource: Resource, _ summary: String) -> Self {
        Self(resource, summary) { $0 != .absent }
    }

    /// At least one record of the subject passes the filter.
    public static func any(_ subject: Subject, where filter: Filter = .always, _ summary: String) -> Self {
        Self(.facts(subject), summary) { state in
            guard case .records(let records) = state else { return false }
            let answers = records.map(filter.evaluate)
            return answers.contains(true) ? true : answers.contains(nil) ? nil : false
        }
    }

    /// This one, or the other.
    public func or(_ other: Condition) -> Self {
        var either = self
        either.alternatives += [other] + other.alternatives
        return either
    }

    /// The same, and where it cannot be told the control is judged as if it held.
    public var presumed: Self {
        var presumed = self
        presumed.isPresumed = true
        return presumed
    }

    /// Itself and its alternatives, in order.
    var all: [Condition] { [self] + alternatives }

    /// What the documentation and reports say of where the control applies.
    var words: String { all.map(\.summary).joined(separator: ", or ") }
}
