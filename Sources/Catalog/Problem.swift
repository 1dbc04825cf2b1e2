/// What is wrong, once: a finding alone, or all that have one cause.
public struct Problem<Item: Entry>: Sendable {
    /// None where one entry alone tells of it.
    public let cause: Cause?
    /// What was found, the worst first.
    public let outcomes: [Report<Item>.Outcome]

    /// That of its worst finding.
    public var severity: Severity { outcomes.map(\.entry.severity).max() ?? .low }

    /// Who needs least, of those who can use its worst findings; where nobody is named for one of them, nobody is.
    public var attacker: Attacker? {
        let users = outcomes.filter { $0.entry.severity == severity }.map(\.entry.attacker)
        return users.contains(nil) ? nil : users.compactMap(\.self).min()
    }

    /// As a plain sentence without a full stop.
    public var fault: String { cause?.fault ?? outcomes.first?.entry.fault ?? "" }
}

extension Report {
    /// Everything that was found wrong, each cause once; the worst first, and in the order of entries among equals.
    public var problems: [Problem<Item>] {
        // What somebody lives with shows no cause: what else is wrong counts by itself.
        let verdicts = Dictionary(
            outcomes.map { ($0.entry.id, $0.acceptance == nil ? $0.finding.verdict : .compliant) }
        ) { first, _ in first }
        let shown = causes.filter { $0.isShown(by: verdicts) }
        var order: [String] = []
        var members: [String: (cause: Cause?, outcomes: [Outcome])] = [:]
        for outcome in outcomes where outcome.finding.verdict == .drifted && outcome.acceptance == nil {
            let cause = shown.first { $0.entries.contains(outcome.entry.id) }
            let key = cause.map { "cause \($0.id)" } ?? "entry \(outcome.entry.id)"
            if members[key] == nil { order.append(key) }
            members[key, default: (cause, [])].outcomes.append(outcome)
        }
        let problems = order.compactMap { key in
            members[key].map {
                Problem<Item>(cause: $0.outcomes.count > 1 ? $0.cause : nil, outcomes: Self.sorted($0.outcomes))
            }
        }
        return problems.enumerated().sorted { left, right in
            let (a, b) = (left.element, right.element)
            if a.severity != b.severity { return a.severity > b.severity }
            // Among equals, what the fewest means are needed for.
            let (first, second) = (a.attacker ?? .account, b.attacker ?? .account)
            return first == second ? left.offset < right.offset : first < second
        }.map(\.element)
    }

    private static func sorted(_ outcomes: [Outcome]) -> [Outcome] {
        outcomes.enumerated().sorted { left, right in
            let (a, b) = (left.element.entry.severity, right.element.entry.severity)
            return a == b ? left.offset < right.offset : a > b
        }.map(\.element)
    }
}
