/// What is wrong with a configuration of OpenClaw, or what of it could not be judged.
public enum ProblemKind: String, CaseIterable, Sendable {
    /// It cannot be read at all.
    case error
    case unknownKey = "unknown key"
    case wrongValue = "wrong value"
    /// Single places that could not be judged.
    case doubtful
    /// A whole configuration that could not be judged.
    case notJudged = "not judged"
    /// Which version reads it is not known, and versions differ.
    case versionNotKnown = "version not known"
}

extension Value {
    /// The kind of a problem.
    public static func problem(_ kind: ProblemKind) -> Value { .text(kind.rawValue) }
}
