/// How what a control found wrong is put right: by Nacre, or by a person.
public struct Fix: Sendable {
    /// What a person does: the one command, or the one setting.
    ///
    /// What stands between backticks is a command that runs as it stands; `{PATH}` in it is a `Hole`, which is filled from
    /// what was found.
    public let byHand: String
    /// The same for what was found on this machine, where that differs; none where it does not.
    public private(set) var here: (@Sendable (Fault, Set<String>) -> String?)?
    /// What has to be seen to tell it.
    public private(set) var looks: Set<Resource> = []
    /// Why Nacre leaves it to a person; none where it does it itself.
    public let reason: String?
    /// What stops working for people who rely on it, as a noun phrase; none where nobody misses anything.
    public let cost: String?
    /// What must be observed to answer, besides the control's own resources.
    public let needs: Set<Resource>
    /// What is to be done on this machine; asked only where the control drifted.
    public let answer: @Sendable (Fault) -> Answer

    /// What is to be done.
    public enum Answer: Sendable {
        case amend([Amendment])
        /// A first step, after which the control does not hold yet; the sentence says what is still to come.
        case begin([Amendment], String)
        /// Nacre changes nothing; the sentence says why, and what a person does.
        case advise(String)
        /// Nacre changes nothing for it: what other controls ask for puts it right, as the sentence says.
        case follow(String)
    }

    /// A fix that Nacre makes.
    ///
    /// - Parameters:
    ///   - byHand: how a person does the same.
    ///   - cost: what stops working for people who rely on it.
    ///   - needs: what must be observed to answer, besides the control's own resources.
    ///   - answer: what is to be done, from what the audit found.
    public init(
        byHand: String,
        cost: String? = nil,
        needs: Set<Resource> = [],
        answer: @escaping @Sendable (Fault) -> Answer
    ) {
        self.byHand = byHand
        reason = nil
        self.cost = cost
        self.needs = needs
        self.answer = answer
    }

    private init(byHand: String, reason: String, naming found: (@Sendable (Fault) -> String)? = nil) {
        self.byHand = byHand
        self.reason = reason
        cost = nil
        needs = []
        answer = { fault in .advise("\(reason)\(found.map { " \($0(fault))." } ?? "") By hand: \(byHand)") }
    }

    /// The same fix, whose steps for a person depend on the machine.
    ///
    /// - Parameters:
    ///   - resources: what has to be seen to tell them; seen even where nobody asks for a plan.
    ///   - steps: from what was found and the programs that are not there; none where `byHand` will do.
    /// - Returns: a fix that answers with the same amendments.
    public func toldHere(
        seeing resources: Set<Resource> = [],
        _ steps: @escaping @Sendable (Fault, Set<String>) -> String?
    ) -> Self {
        var fix = self
        fix.looks.formUnion(resources)
        fix.here = steps
        return fix
    }

    /// The same amendments on every machine.
    public static func put(byHand: String, cost: String? = nil, _ amendments: [Amendment]) -> Self {
        Self(byHand: byHand, cost: cost) { _ in .amend(amendments) }
    }

    /// Something that is a person's to do.
    ///
    /// - Parameters:
    ///   - byHand: the steps.
    ///   - reason: a sentence that says why Nacre does not do it: it cannot be undone, or needs what only they know.
    /// - Returns: a fix that answers with the steps and the reason.
    public static func manual(_ byHand: String, because reason: String) -> Self { Self(byHand: byHand, reason: reason) }

    /// The same, with what was found named between the reason and the steps.
    public static func manual(
        _ byHand: String,
        because reason: String,
        naming found: @escaping @Sendable (Fault) -> String
    ) -> Self {
        Self(byHand: byHand, reason: reason, naming: found)
    }
}
