public import Catalog

/// One hardening measure: what must hold on a machine, and why.
///
/// Audit, plan, apply, rollback, verify, the documentation page and the tests are all derived from this value.
public struct Control: Entry {
    /// `layer.imperative-phrase`.
    public let id: String
    public let layer: Layer
    /// What is true where the control holds: short, in the field's own terms.
    public let title: String
    /// What is wrong where it does not, as a plain sentence without a full stop.
    public let fault: String
    /// What an attacker does where the control does not hold.
    public let rationale: String
    public let severity: Severity
    /// Who can use it.
    public private(set) var attacker: Attacker?
    public let references: [Reference]
    public let fix: Fix
    /// Where the control makes sense at all; elsewhere it is not applicable.
    public let conditions: [Condition]
    /// What we put in place.
    public let requirements: [Requirement]
    /// What must then be true by itself: observed, never put.
    public let expectations: [Requirement]
    public let examples: [Example]

    public init(
        _ layer: Layer,
        _ phrase: String,
        title: String,
        fault: String,
        rationale: String,
        severity: Severity,
        references: [Reference],
        when conditions: [Condition] = [],
        requires requirements: [Requirement] = [],
        expects expectations: [Requirement] = [],
        fix: Fix,
        examples: [Example]
    ) {
        self.id = "\(layer.rawValue).\(phrase)"
        self.layer = layer
        self.title = title
        self.fault = fault
        self.rationale = rationale
        self.severity = severity
        attacker = layer.attacker
        self.references = references
        self.fix = fix
        self.conditions = conditions
        self.requirements = requirements
        self.expectations = expectations
        self.examples = examples
    }

    /// The same, with who can use it where that is not its layer's usual one.
    public func usable(by attacker: Attacker) -> Self {
        var copy = self
        copy.attacker = attacker
        return copy
    }

    /// What a person does: the one command, or the one setting.
    public var remedy: String { fix.words }

    /// Everything that has to be observed to judge this control.
    public var resources: Set<Resource> {
        Set(conditions.flatMap(\.all).map(\.resource) + (requirements + expectations).map(\.resource))
    }
}
