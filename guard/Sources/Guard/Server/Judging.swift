public import Exchanges

/// What becomes of an answer that wants something done.
public enum Judgement: Hashable, Sendable {
    case allow
    /// It ends in a text instead, which says why.
    case refuse(String)
    /// A person decides.
    case hold(String)
}

/// Judges answers before anything that they want is done.
public protocol AnswerJudge: Sendable {
    /// What becomes of an answer with calls.
    func judge(_ answer: Answer, to question: Question, of agent: String, _ dialect: Dialect) -> Judgement
}
