/// Who puts right what was found.
public enum Repair: String, Codable, Sendable {
    /// Nacre does.
    case automatic
    /// Nacre does a part; a person the rest.
    case partly
    /// A person does.
    case byHand = "by-hand"
}
