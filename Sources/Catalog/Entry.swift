/// What everything in a catalog has: words that people read before they trust the code, and examples that prove them.
///
/// A hardening control is one; so is a rule that a skill or a log is searched by. Whatever is one is graded, reported,
/// documented and proved by the code of this module and of `Reports`.
public protocol Entry: Identifiable, Sendable where ID == String {
    /// What the catalog is divided into, such as the layers of a defense.
    associatedtype Group: EntryGroup
    /// What an example shows: a machine, a log, a document.
    associatedtype Input: Sendable
    /// What the entry says of it.
    associatedtype Answer: Equatable & Sendable

    /// What entries of this kind and their verdicts are called in reports.
    static var vocabulary: Vocabulary { get }

    /// Never renumbered, never reused.
    var id: String { get }
    var group: Group { get }
    /// What is true where nothing is wrong: short, in the field's own terms.
    var title: String { get }
    /// What is wrong where something is, as a plain sentence without a full stop.
    var fault: String { get }
    /// What an attacker does with it.
    var rationale: String { get }
    var severity: Severity { get }
    /// Who can use it; none where nobody is named.
    var attacker: Attacker? { get }
    var references: [Reference] { get }
    /// What a person does about it: the one command, or the one setting.
    var remedy: String { get }
    /// What its page says besides, between the rationale and the remedy.
    var details: [Page.Section] { get }
    var examples: [Example<Input, Answer>] { get }

    /// The one function of the entry, as far as an example asks it.
    func answer(to input: Input) -> Answer
}

extension Entry {
    public var details: [Page.Section] { [] }
    public var attacker: Attacker? { nil }
}

/// One part of a catalog, in the order in which it is reported.
public protocol EntryGroup: CaseIterable, Hashable, Sendable {
    /// In machine output, and a class in HTML: lower-case letters, digits and hyphens.
    var id: String { get }
    /// What it is called in a report.
    var title: String { get }
}

extension EntryGroup where Self: RawRepresentable, RawValue == String {
    public var id: String { rawValue }
}
