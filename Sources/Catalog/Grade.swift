/// What a layer or a whole server is worth, from its findings alone.
///
/// - F: something critical drifted.
/// - D: three or more of high severity drifted.
/// - C: one or two of high severity drifted.
/// - B: something of medium severity drifted, or something high or critical could not be looked at.
/// - A: at most something low drifted, and everything that matters was looked at.
public enum Grade: String, Codable, CaseIterable, Comparable, Sendable {
    case a = "A"
    case b = "B"
    case c = "C"
    case d = "D"
    case f = "F"

    /// A better grade is the smaller one.
    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

    /// The grade of findings with the severities of their entries; none where nothing could be judged.
    public init?(_ findings: some Sequence<(severity: Severity, verdict: Finding.Verdict)>) {
        var drifted: [Severity: Int] = [:]
        var blind: [Severity: Int] = [:]
        var isJudged = false
        for finding in findings {
            switch finding.verdict {
            case .notApplicable: continue
            case .compliant: isJudged = true
            case .drifted:
                isJudged = true
                drifted[finding.severity, default: 0] += 1
            case .unknown: blind[finding.severity, default: 0] += 1
            }
        }
        guard isJudged else { return nil }
        let high = drifted[.high, default: 0]
        self =
            if drifted[.critical, default: 0] > 0 { .f } else if high >= 3 { .d } else if high > 0 {
                .c
            } else if drifted[.medium] != nil || blind[.high] != nil || blind[.critical] != nil { .b } else { .a }
    }
}
