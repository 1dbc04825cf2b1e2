public import Hardening

/// What came of a change.
public enum Outcome: Sendable {
    /// It waits to be confirmed; and what is left to those whose it is.
    case waits(Generation, left: [String])
    /// It is kept already.
    case kept(Generation, left: [String])
    case undone(Undone)
}

/// A change that failed, after everything was put back.
public struct Undone: Sendable {
    public let cause: any Error
    /// What was to be put.
    public let plan: Plan
    /// What was left alone because somebody else had changed it since.
    public let left: [String]
}
