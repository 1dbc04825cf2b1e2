/// A step of a generation, written and synced before or after it is taken.
public enum JournalEntry: Hashable, Codable, Sendable {
    /// The change of this number is about to be put.
    case putting(Int)
    /// What the change of this number is made on: undoing it changes nothing else.
    case holding(Int, Inode)
    case put(Int)
    /// What the stage of this number activates is about to be stopped, until its changes are put.
    case stopping(Int)
    /// The activation of the stage of this number is about to run.
    case activating(Int)
    case activated(Int)
    /// Everything is put and was verified; the confirmation is awaited.
    case applied
    /// The operator confirmed; what was only put for the time until then is about to get its final state.
    case confirming
    /// The change of this number is about to get its final state.
    case closing(Int)
    case confirmed
    /// Everything is about to be put back, and why.
    case rollingBack(RollbackCause)
    /// A pass of putting back begins, in the boot of this identifier.
    case undoing(boot: String)
    /// The change of this number was put back, or had never been made.
    case restored(Int)
    /// The change of this number was left alone, because somebody else had changed the resource since.
    case left(Int, String)
    case rolledBack
}

/// Where the steps of a generation are written.
public protocol Journal: Sendable {
    /// Returns when the entry is on the disk.
    func record(_ entry: JournalEntry) async throws
}

/// How far a generation has come, from its journal.
public enum Progress: Hashable, Codable, Sendable {
    /// Written, and nothing changed yet, or in the middle of changing.
    case applying
    /// Applied, and not confirmed.
    case unconfirmed
    /// Confirmed, and not yet in its final state.
    case confirming
    case confirmed
    case rollingBack
    case rolledBack

    public init(_ entries: [JournalEntry]) {
        self = .applying
        for entry in entries {
            switch entry {
            case .applied: self = .unconfirmed
            case .confirming: self = .confirming
            case .confirmed: self = .confirmed
            case .rollingBack: self = .rollingBack
            case .rolledBack: self = .rolledBack
            case .undoing, .putting, .holding, .put, .stopping, .activating, .activated, .closing, .restored, .left:
                continue
            }
        }
    }

    /// Whether nothing is left to do for it.
    public var isSettled: Bool { self == .confirmed || self == .rolledBack }
}

extension Progress: CustomStringConvertible {
    public var description: String {
        switch self {
        case .applying: "was being applied"
        case .unconfirmed: "is applied and waits to be confirmed"
        case .confirming: "is being confirmed"
        case .confirmed: "is confirmed"
        case .rollingBack: "is being rolled back"
        case .rolledBack: "was rolled back"
        }
    }
}
