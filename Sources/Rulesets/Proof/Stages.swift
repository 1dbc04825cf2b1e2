/// Part of a chain.
enum Stage {
    /// Neighboring rules that only decide.
    case run(RuleRun)
    /// One rule by its index, and what it asks.
    case rule(Int, RuleBoxes)
}

/// What chains ask, each read once for all who travel through it.
final class Readings {
    private var known: [Key: [Stage]] = [:]

    struct Key: Hashable {
        let table: String
        let chain: String
        /// Rule by rule, for a single packet.
        let isSingle: Bool
        let rate: Rate
    }

    func stages(_ key: Key, _ read: () -> [Stage]) -> [Stage] {
        if let stages = known[key] { return stages }
        let stages = read()
        known[key] = stages
        return stages
    }
}

extension BoxReader {
    /// Fewer rules are asked one by one.
    private static let shortestRun = 8

    /// The chain's rules that can match or do something, runs of them together.
    func stages(of chain: Chain, asRuns: Bool) -> [Stage] {
        var stages: [Stage] = []
        var pending: [(index: Int, question: RuleBoxes, verdict: RuleRun.Verdict)] = []
        func flush() {
            if pending.count < Self.shortestRun {
                stages += pending.map { .rule($0.index, $0.question) }
            } else {
                var run = RuleRun()
                for (_, question, verdict) in pending { run.add(question.boxes, verdict) }
                stages.append(.run(run))
            }
            pending = []
        }
        for (index, rule) in chain.rules.enumerated() where !rule.isIdle {
            guard let question = boxes(rule) else { continue }
            if asRuns, question.isSure, rule.changes.isEmpty, let verdict = rule.action.verdict {
                pending.append((index, question, verdict))
            } else {
                flush()
                stages.append(.rule(index, question))
            }
        }
        flush()
        return stages
    }
}

extension Rule {
    /// Whether it only counts or logs.
    fileprivate var isIdle: Bool { action == .proceed && changes.isEmpty }
}
