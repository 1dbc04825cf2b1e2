/// That somebody knows of a finding and lives with it.
public struct Acceptance: Hashable, Sendable {
    /// Why, in their words.
    public let reason: String
    /// The last day on which it counts, such as `2027-03-31`; none where it has no end.
    public let until: String?

    public init(reason: String, until: String? = nil) {
        self.reason = reason
        self.until = until
    }
}
