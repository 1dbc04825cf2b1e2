/// How much is at stake, from what an attacker gains.
public enum Severity: String, CaseIterable, Codable, Comparable, Sendable {
    /// Makes another attack a little easier.
    case low
    /// Gives an attacker information or a foothold that needs a second flaw.
    case medium
    /// One more mistake away from control of the agent, its keys or the server.
    case high
    /// Control of the agent, its keys or the server, as it stands.
    case critical

    public static func < (lhs: Self, rhs: Self) -> Bool { lhs.rank < rhs.rank }

    private var rank: Int {
        switch self {
        case .low: 0
        case .medium: 1
        case .high: 2
        case .critical: 3
        }
    }
}
