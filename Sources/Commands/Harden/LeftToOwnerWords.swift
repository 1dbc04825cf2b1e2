import Reports

/// What a change left to the accounts whose it is, in words.
enum LeftToOwnerWords {
    /// What is said at the end; nothing where nothing was left.
    static func text(_ left: [String]) -> String {
        guard !left.isEmpty else { return "" }
        return "\nNot changed, because whoever owns it had it otherwise meanwhile; everything else is applied:\n"
            + left.map { "  \(Sanitizer.report.sentence($0))\n" }.joined()
            + "Plan again when they are done: sudo nacre apply\n"
    }
}
