/// What can be said of a layer or a whole server.
public enum Assessment: Hashable, Sendable {
    case graded(Grade)
    /// Something could not be looked at that could make it worse than this.
    case incomplete(atBest: Grade)
    /// Nothing could be judged.
    case none

    /// - Parameters:
    ///   - problems: what was found wrong, each cause once.
    ///   - unseen: what could not be looked at, by what it would be worth.
    ///   - isJudged: whether anything could be looked at.
    init(
        _ problems: [(severity: Severity, attacker: Attacker?)],
        unseen: [(severity: Severity, attacker: Attacker?)],
        isJudged: Bool
    ) {
        guard isJudged || !unseen.isEmpty else {
            self = .none
            return
        }
        let grade = Grade(problems)
        self = Grade(problems + unseen) > grade ? .incomplete(atBest: grade) : .graded(grade)
    }

    /// The letter, where one can be given.
    public var grade: Grade? { if case .graded(let grade) = self { grade } else { nil } }

    /// The letter, or the best that it can be.
    public var best: Grade? {
        switch self {
        case .graded(let grade), .incomplete(let grade): grade
        case .none: nil
        }
    }
}
