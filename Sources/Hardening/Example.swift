/// A machine, and what the control says of it.
///
/// Read by people as documentation, run by the tests. Resources that are not named are absent.
public struct Example: Sendable {
    public let name: String
    public let states: [Resource: State]
    public let verdict: Finding.Verdict

    public init(_ name: String, _ states: [Resource: State], is verdict: Finding.Verdict) {
        self.name = name
        self.states = states
        self.verdict = verdict
    }

    public static func compliant(_ name: String, _ states: [Resource: State]) -> Self {
        Self(name, states, is: .compliant)
    }

    public static func drifted(_ name: String, _ states: [Resource: State]) -> Self {
        Self(name, states, is: .drifted)
    }

    public static func unknown(_ name: String, _ states: [Resource: State]) -> Self {
        Self(name, states, is: .unknown)
    }

    public static func notApplicable(_ name: String, _ states: [Resource: State] = [:]) -> Self {
        Self(name, states, is: .notApplicable)
    }
}

extension Example {
    /// A machine of which one subject matters and complies.
    public static func compliant(_ name: String, _ subject: Subject, _ records: Record...) -> Self {
        compliant(name, [.facts(subject): .records(records)])
    }

    /// A machine of which one subject matters and drifted.
    public static func drifted(_ name: String, _ subject: Subject, _ records: Record...) -> Self {
        drifted(name, [.facts(subject): .records(records)])
    }

    /// A machine of which one subject matters and could not be told.
    public static func unknown(_ name: String, _ subject: Subject, _ records: Record...) -> Self {
        unknown(name, [.facts(subject): .records(records)])
    }
}
