public import Catalog

extension Control {
    /// A machine, and what the control says of it.
    ///
    /// Resources that are not named are absent.
    public typealias Example = Catalog.Example<[Resource: State], Finding.Verdict>
}

extension Example where Input == [Resource: State], Answer == Finding.Verdict {
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

extension Example where Input == [Resource: State], Answer == Finding.Verdict {
    /// A machine of which one subject matters and complies.
    public static func compliant(_ name: String, _ subject: Subject, _ records: Record...) -> Self {
        compliant(name, [.facts(subject): .records(records)])
    }

    /// A machine of which one subject matters and drifted.
    public static func drifted(_ name: String, _ subject: Subject, _ records: Record...) -> Self {
        drifted(name, [.facts(subject): .records(records)])
    }

    /// A machine of which one subject matters and could not be determined.
    public static func unknown(_ name: String, _ subject: Subject, _ records: Record...) -> Self {
        unknown(name, [.facts(subject): .records(records)])
    }
}
