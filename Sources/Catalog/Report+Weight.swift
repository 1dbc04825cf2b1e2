extension Report {
    /// What counts for the letter: each finding but those of high severity, which count by their causes.
    var counted: [(severity: Severity, attacker: Attacker?)] {
        let found = outcomes.filter { $0.finding.verdict == .drifted && $0.acceptance == nil }
        let others = found.filter { $0.entry.severity != .high }
        let sight = Sight(
            found: Set(found.map(\.entry.id)),
            well: Set(outcomes.filter(\.isWellOrUnseen).map(\.entry.id))
        )
        let high = Set(found.filter { $0.entry.severity == .high }.map(\.entry.id))
        let number = sight.weight(of: high, causes[...])
        return others.map { (severity: $0.entry.severity, attacker: $0.entry.attacker) }
            + Array(repeating: (severity: .high, attacker: nil), count: number)
    }
}

extension Report.Outcome {
    /// Whether it says that a cause is not there: what somebody lives with shows none.
    fileprivate var isWellOrUnseen: Bool {
        switch finding.verdict {
        case .compliant, .unknown: true
        case .drifted: acceptance != nil
        case .notApplicable: false
        }
    }
}

/// What was found, as far as causes ask.
private struct Sight {
    var found: Set<String>
    var well: Set<String>

    /// The same without some of what was found.
    func without(_ entries: Set<String>) -> Self {
        Self(found: found.subtracting(entries), well: well.union(entries.intersection(found)))
    }

    /// How many of these count, where what has one cause counts once.
    ///
    /// Never fewer than of any part of what was found: of a cause that is there, the parts are tried in which it is not,
    /// each without one of its signs. So a finding more counts as much or more.
    func weight(of entries: Set<String>, _ causes: ArraySlice<Cause>) -> Int {
        guard let cause = causes.first else { return found.intersection(entries).count }
        let rest = causes.dropFirst()
        let mine = found.intersection(cause.entries)
        let worst = mine.intersection(entries).count
        switch cause.sign {
        case .all(let signs):
            guard !signs.isDisjoint(with: found), signs.isDisjoint(with: well) else {
                return weight(of: entries, rest)
            }
            let together = min(1, worst) + without(mine).weight(of: entries, rest)
            return signs.intersection(found).map { without([$0]).weight(of: entries, rest) }.reduce(together, max)
        case .some(let least):
            let least = max(2, least)
            guard mine.count >= least else { return weight(of: entries, rest) }
            // One fewer than it takes would count one by one.
            return min(least - 1, worst) + without(mine).weight(of: entries, rest)
        }
    }
}
