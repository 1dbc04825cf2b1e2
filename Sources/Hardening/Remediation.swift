// transitional: goes when every control has its fix
public struct Remediation: Sendable {
    public let control: Control.ID
    public let needs: Set<Resource>
    public let answer: @Sendable (Snapshot) -> Answer
    public typealias Answer = Fix.Answer

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
