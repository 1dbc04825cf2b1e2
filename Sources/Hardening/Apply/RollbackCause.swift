/// Why everything that a generation changed is put back.
public enum RollbackCause: Hashable, Codable, Sendable {
    /// Somebody asked for it.
    case asked
    /// Somebody asked for it, and confirmed that it stays so.
    case confirmed
    /// The generation took others back for good, and is over.
    case tookOthersBack
    /// What it let happen for a while is locked again.
    case lockedAgain
    case endedBeforeFirstChange
    case restarted
    case applierGone
    /// What it let happen for a while was to end now.
    case timeOver
    case notConfirmed
    /// An earlier rollback was interrupted.
    case interrupted
    /// A step failed; these are its words.
    case failed(String)
}

extension RollbackCause: CustomStringConvertible {
    public var description: String {
        switch self {
        case .asked: "asked to"
        case .confirmed: "asked to, and confirmed"
        case .tookOthersBack: "it took others back, and that was confirmed"
        case .lockedAgain: "it is locked again"
        case .endedBeforeFirstChange: "it was ended before it changed anything"
        case .restarted: "the server was restarted before the confirmation"
        case .applierGone: "the process that applied it is gone"
        case .timeOver: "its time is over"
        case .notConfirmed: "nobody confirmed it in time"
        case .interrupted: "a rollback that was interrupted"
        case .failed(let why): why
        }
    }

    /// Whether a person wanted it.
    public var isAsked: Bool { self == .asked || self == .confirmed }
}
