import Hardening

/// A change that failed, or was not confirmed, and could not be put back whole.
struct NotPutBack: Error, CustomStringConvertible {
    /// Why it was to be put back; none where somebody asked for it.
    let why: String?
    let failures: [String]

    init(why: String?, _ failure: any Error) {
        self.why = why
        failures = (failure as? RollbackError)?.failures ?? ["\(failure)"]
    }

    var description: String {
        (why.map { $0 + "\n" } ?? "")
            + "Not everything is put back yet. This could not be, and is tried again every 15 seconds:\n"
            + failures.joined(separator: "\n")
            + "\nWhere this leaves the server: nacre status"
    }
}

/// The last sentence about a change that was put back.
enum PutBackWords {
    /// Says that everything is as before only where it is.
    static func text(left: [String]) -> String {
        guard !left.isEmpty else { return "Everything was put back as it was.\n" }
        return "Put back, but for what somebody else changed meanwhile:\n"
            + left.map { "  left as it is: \(Cleaner.report.line($0))\n" }.joined()
    }
}
