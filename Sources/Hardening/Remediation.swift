/// How Nacre itself puts a control in place, or why it leaves that to a person.
public struct Remediation: Sendable {
    public let control: Control.ID
    /// What must be observed to answer, besides the control's own resources.
    public let needs: Set<Resource>
    /// The way for this machine; asked only where the control drifted.
    public let answer: @Sendable (Snapshot) -> Answer

    /// What is to be done.
    public enum Answer: Sendable {
        case amend([Amendment])
        /// A first step, after which the control does not hold yet; the sentence says what is still to come.
        case begin([Amendment], String)
        /// Nacre changes nothing; the sentence says why, and what a person does.
        case advise(String)
    }

    public init(
        _ control: Control.ID,
        needs: Set<Resource> = [],
        answer: @escaping @Sendable (Snapshot) -> Answer
    ) {
        self.control = control
        self.needs = needs
        self.answer = answer
    }

    /// The same amendments on every machine.
    public static func put(_ control: Control.ID, _ amendments: [Amendment]) -> Self {
        Self(control) { _ in .amend(amendments) }
    }

    /// Something that is a person's to do: it cannot be undone, or needs what only they know.
    public static func person(_ control: Control.ID, _ why: String) -> Self {
        Self(control) { _ in .advise(why) }
    }
}
