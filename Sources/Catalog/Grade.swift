/// What a layer or a whole server is worth.
///
/// - F: something critical, and all it takes is to reach the server or its bot.
/// - E: something critical for somebody who has more: words that an agent reads, a container, an account.
/// - D: three or more things of high severity.
/// - C: one or two things of high severity.
/// - B: something of medium severity.
/// - A: at most something low.
///
/// A cause counts once, however many findings tell of it, but never for less than they would count without its sign: one
/// finding more makes no letter better.
public enum Grade: String, Codable, CaseIterable, Comparable, Sendable {
    case a = "A"
    case b = "B"
    case c = "C"
    case d = "D"
    case e = "E"
    case f = "F"

    /// A better grade is the smaller one.
    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

    /// The grade of problems, by the severity of each and who can use it; nobody named is anyone.
    public init(_ problems: some Sequence<(severity: Severity, attacker: Attacker?)>) {
        var critical: Grade?
        var count: [Severity: Int] = [:]
        for problem in problems {
            count[problem.severity, default: 0] += 1
            guard problem.severity == .critical else { continue }
            critical = max(critical ?? .e, problem.attacker ?? .stranger == .stranger ? .f : .e)
        }
        let high = count[.high, default: 0]
        self = critical ?? (high >= 3 ? .d : high > 0 ? .c : count[.medium] != nil ? .b : .a)
    }

    /// What it means, as a sentence.
    public var words: String {
        switch self {
        case .a: "nothing that matters is open"
        case .b: "an attacker would need two more mistakes"
        case .c: "one more mistake lets an attacker take over"
        case .d: "several things are each one mistake away from letting an attacker take over"
        case .e: "somebody with a foothold can take over as it stands"
        case .f: "anyone on the network can take over as it stands"
        }
    }
}
