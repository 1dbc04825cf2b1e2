import Hardening
import Reports

/// The last sentences about a change that was put back.
enum PutBackWords {
    /// Says that everything is as before only where it is.
    static func text(left: [String], _ style: TextStyle = .plain) -> String {
        guard !left.isEmpty else { return "Everything was put back as it was.\n" }
        return "Put back, but for what somebody else changed meanwhile:\n" + lines(left, style)
    }

    /// What is not as it was before, a paragraph for each.
    static func lines(_ left: [String], _ style: TextStyle = .plain) -> String {
        left.flatMap { line in
            let lead = line.contains(": " + Reconciliation.beginning) ? "  put back in part:" : "  left as it is:"
            // A path stays in one piece with what introduces it.
            return style.wrap("\(lead.dropFirst(2)) \(Sanitizer.report.sentence(line))", lead: " ", indent: 2)
        }
        .map { $0 + "\n" }.joined()
    }
}
