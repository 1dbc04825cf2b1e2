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

/// Who puts right what was found.
public enum Repair: String, Codable, Sendable {
    /// Nacre does.
    case automatic
    /// Nacre does a part; a person the rest.
    case partly
    /// A person does.
    case byHand = "by-hand"
}
