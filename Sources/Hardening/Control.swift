public import Catalog

/// One hardening measure: what must hold on a machine, and why.
///
/// Audit, plan, apply, rollback, verify, the documentation page and the tests are all derived from this value.
public struct Control: CatalogEntry {
    /// `layer.imperative-phrase`.
    public let id: String
    public let layer: Layer
    public let title: String
    /// What an attacker does where the control does not hold.
    public let rationale: String
    public let severity: Severity
    public let references: [Reference]
    /// How a person closes it: the one command, or the one setting.
    public let remedy: String
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
        rationale: String,
        severity: Severity,
        references: [Reference],
        remedy: String,
        when conditions: [Condition] = [],
        requires requirements: [Requirement] = [],
        expects expectations: [Requirement] = [],
        examples: [Example]
    ) {
        self.id = "\(layer.rawValue).\(phrase)"
        self.layer = layer
        self.title = title
        self.rationale = rationale
        self.severity = severity
        self.references = references
        self.remedy = remedy
        self.conditions = conditions
        self.requirements = requirements
        self.expectations = expectations
        self.examples = examples
    }

    /// Everything that has to be observed to judge this control.
    public var resources: Set<Resource> {
        Set(conditions.map(\.resource) + (requirements + expectations).map(\.resource))
    }
}
