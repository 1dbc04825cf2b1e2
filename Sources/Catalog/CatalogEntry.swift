/// The shape that everything in a catalogue shares: words that people read before they trust the code.
public protocol CatalogEntry: Identifiable, Sendable where ID == String {
    /// Never renumbered, never reused.
    var id: String { get }
    /// The requirement as a sentence that is true when it is met.
    var title: String { get }
    /// What an attacker does where it is not met.
    var rationale: String { get }
    var severity: Severity { get }
    var references: [Reference] { get }
}
