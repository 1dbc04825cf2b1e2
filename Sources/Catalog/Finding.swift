/// What was concluded about one entry.
public struct Finding: Hashable, Codable, Sendable {
    public enum Verdict: String, Codable, CaseIterable, Sendable {
        /// Looked, and found nothing wrong.
        case compliant
        /// Found what should not be.
        case drifted
        /// Could not be looked at, or could not be determined: not an "all good".
        case unknown
        case notApplicable = "not-applicable"
    }

    public let verdict: Verdict
    /// What was seen and what was wanted; for an unknown, what could not be seen.
    public let evidence: [Evidence]
    /// Why the entry does not apply, where it does not.
    public let reason: String?

    public init(verdict: Verdict, evidence: [Evidence] = [], reason: String? = nil) {
        self.verdict = verdict
        self.evidence = evidence
        self.reason = reason
    }
}
