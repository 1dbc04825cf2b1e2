/// What one packet met on its way; written by the reader that follows it.
final class Trail {
    /// The hook the packet is at.
    var hook = Hook.ingress
    private(set) var steps: [Door.Step] = []
    private var entries: [Entry] = []

    private static let mostSteps = 64
    private static let mostEntries = 10_000

    /// A rule that the packet matches, or may match, or the end of a base chain.
    private struct Entry {
        let hook: Hook
        let decision: Decision
        let effect: Effect
        var isLimited = false
    }

    private enum Effect {
        case accepts, refuses, leads
        /// Whether the rule matches, or what it does, is not understood.
        case mayDoAnything
    }

    func meet(_ rule: Rule, _ index: Int, _ chain: Chain, _ table: Table, isSure: Bool) {
        add(Door.Step(table: Self.name(table), chain: chain.name, number: index + 1, text: rule.source))
        let effect: Effect =
            switch rule.action {
            case _ where !isSure: .mayDoAnything
            case .other: .mayDoAnything
            case .accept, .redirect, .redirectToOne, .redirectHere, .disguise: .accepts
            case .drop, .reject: .refuses
            case .return, .jump, .goto, .proceed: .leads
            }
        let decision = Decision.rule(rule, table: table.name, chain: chain.name)
        add(Entry(hook: hook, decision: decision, effect: effect, isLimited: rule.asksForRate))
    }

    func end(of chain: Chain, _ table: Table, _ policy: Chain.Policy) {
        if policy == .drop {
            add(Door.Step(table: Self.name(table), chain: chain.name, number: nil, text: "policy drop"))
        }
        let decision = Decision.end(table: table.name, chain: chain.name)
        add(Entry(hook: hook, decision: decision, effect: policy == .drop ? .refuses : .accepts))
    }

    private static func name(_ table: Table) -> String { "\(table.family.rawValue) \(table.name)" }

    private func add(_ step: Door.Step) {
        if steps.count < Self.mostSteps { steps.append(step) }
    }

    private func add(_ entry: Entry) {
        if entries.count < Self.mostEntries { entries.append(entry) }
    }

    /// What decided about the packet, best at the hook where the verdict is reached.
    func decision(_ verdict: Door.Verdict, at hook: Hook) -> Decision {
        switch verdict {
        case .open: return accepting(at: hook)
        case .unknown: return entries.first { $0.effect == .mayDoAnything }?.decision ?? accepting(at: hook)
        case .closed:
            let refusing = entries.last { $0.effect == .refuses } ?? entries.last { $0.effect == .mayDoAnything }
            return refusing?.decision ?? .noWay
        }
    }

    /// The rule that accepts; where none does, the end of the table whose chains are for filtering.
    private func accepting(at hook: Hook) -> Decision {
        let accepting = entries.filter { $0.effect == .accepts }
        let here = accepting.filter { $0.hook == hook }
        if let rule = here.last(where: \.decision.isRule) { return rule.decision }
        let ends = here.isEmpty ? accepting.filter { !$0.decision.isRule } : here
        return (ends.last { $0.decision.isOfFilterTable } ?? ends.last)?.decision ?? .noRules
    }

    /// The rule that accepts at a hook, where a rule with a limit leads to it or is it, and that one.
    func limitedAccept(at hook: Hook) -> (decision: Decision, limiter: Rule)? {
        let here = entries.filter { $0.hook == hook && $0.effect != .mayDoAnything }
        guard let place = here.lastIndex(where: { $0.effect == .accepts && $0.decision.isRule }),
            case .rule(let limiter, _, _)? = here[...place].last(where: \.isLimited)?.decision
        else { return nil }
        return (here[place].decision, limiter)
    }
}

extension Rule {
    /// Whether it asks how many packets there were.
    public var asksForRate: Bool { matches.contains { if case .rate = $0.test { true } else { false } } }
}
