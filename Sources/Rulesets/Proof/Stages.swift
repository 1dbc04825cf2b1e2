extension BoxReader {
    /// Fewer rules are asked one by one.
    private static let shortestRun = 8

    /// The chain's rules that can match or do something, runs of them together.
    func stages(of chain: Chain) -> [Stage] {
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
            if question.isSure, rule.changes.isEmpty, let verdict = rule.action.verdict {
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
