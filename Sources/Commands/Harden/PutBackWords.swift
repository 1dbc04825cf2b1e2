import Reports

/// The last sentence about a change that was put back.
enum PutBackWords {
    /// Says that everything is as before only where it is.
    static func text(left: [String]) -> String {
        guard !left.isEmpty else { return "Everything was put back as it was.\n" }
        return "Put back, but for what somebody else changed meanwhile:\n"
            + left.map { "  left as it is: \(Sanitizer.report.line($0))\n" }.joined()
    }
}
