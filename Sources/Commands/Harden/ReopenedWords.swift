import Catalog
import Controls
import Hardening
import Reports

/// What undoing generations opens again, in plain words: what a person wants to know before they say yes.
enum ReopenedWords {
    static func text(_ generations: [Generation], _ style: TextStyle) -> String {
        guard !generations.isEmpty else { return "" }
        let sanitizer = Sanitizer.report
        var lines = generations.map { generation in
            "Generation \(generation.number), \(Timestamp(generation.about.created).human): "
                + "\(Term("change").counted(generation.plan.changes.count)), \(sanitizer.line("\(generation.progress)"))"
        }
        lines.insert(style.paint("What is undone", .bold), at: 0)
        let again = generations.filter { $0.about.reverts == nil }.flatMap(reopened)
        var told: [String] = []
        for words in again where !told.contains(words) { told.append(words) }
        if !told.isEmpty {
            lines += ["", style.paint("What opens again, or is allowed again", .bold)]
            lines += told.flatMap { style.wrap(sanitizer.line($0), lead: "  -", indent: 4) }
        }
        return lines.joined(separator: "\n") + "\n\n"
    }

    private static func reopened(_ generation: Generation) -> [String] {
        var words: [String] = []
        let changes = generation.plan.changes
        if changes.contains(where: { $0.resource == .ruleset }) {
            words.append("the ports that the firewall closed, as far as something listens on them")
        }
        if let port = generation.about.ports.first {
            words.append(
                "SSH's port from before; \(port) no longer answers, where nothing else opens it and nobody changed sshd's files since"
            )
        }
        let controls = generation.profile.map { ControlList.controls(for: $0) } ?? []
        // What stopped, without what had to be done instead.
        words += generation.plan.costs(by: controls).map { cost in
            let ends = [": ", "; "].compactMap { cost.firstRange(of: $0)?.lowerBound }
            return String(cost[..<(ends.min() ?? cost.endIndex)])
        }
        // The worst of what was closed for good reason.
        let because = Set(changes.flatMap(\.because))
        let severe = controls.filter { because.contains($0.id) && $0.severity >= .high }
        words += severe.sorted { $0.severity > $1.severity }.prefix(8).map { "\($0.fault) (\($0.severity.rawValue))" }
        if severe.count > 8 { words.append("\(severe.count - 8) more faults of high severity") }
        return words
    }
}
