import Hardening

/// Why a change was refused before its first step.
public struct NotBegun: Error {
    public let why: String
}

/// Taking back failed, and what was to be taken back is in force again.
public struct Reapplied: Error, CustomStringConvertible {
    public let why: String
    public let left: [String]

    public var description: String {
        guard !left.isEmpty else { return "\(why)\nEverything is in force again as it was." }
        return "\(why)\nIn force again, but for what somebody else changed meanwhile:\n" + left.joined(separator: "\n")
    }
}

/// The change stays; what to compare with later could not be kept.
public struct ConfirmedAnyway: Error, CustomStringConvertible {
    public let why: String

    public var description: String {
        "the change is confirmed and stays, but what nacre drift compares with could not be kept: \(why)"
    }
}

/// The change stays; the switch is still there, and takes itself away when it looks the next time.
public struct SwitchStays: Error, CustomStringConvertible {
    public let why: String

    public var description: String {
        "the change is confirmed and stays, but the switch could not be taken away, and is tried again: \(why)"
    }
}

/// A change that failed, or was not confirmed, and could not be put back whole.
public struct NotPutBack: Error, CustomStringConvertible {
    /// Why it was to be put back; none where somebody asked for it.
    public let why: String?
    public let failures: [String]

    public init(why: String?, _ failure: any Error) {
        self.why = why
        failures = (failure as? RollbackError)?.failures ?? ["\(failure)"]
    }

    public var description: String {
        (why.map { $0 + "\n" } ?? "")
            + "Not everything is put back yet. This could not be, and is tried again every 15 seconds:\n"
            + failures.joined(separator: "\n")
            + "\nWhere this leaves the server: nacre status"
    }
}
