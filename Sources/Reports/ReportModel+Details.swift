import Catalog

extension ReportModel {
    /// Everything about each finding, for a person who works through them.
    func details(_ style: TextStyle) -> [String] {
        var lines = groupBars(style)
        for severity in Severity.allCases.reversed() {
            let rows = drifted.filter { $0.severity == severity }
            guard !rows.isEmpty else { continue }
            lines += ["", heading("\(severity.rawValue.capitalizedFirst) (\(rows.count))", style)]
            for row in rows { lines += finding(row, style) }
        }
        lines += unknown(style)
        let good = rows.filter { $0.verdict == .compliant }
        guard !good.isEmpty else { return lines }
        lines += ["", heading("\(vocabulary.compliant.capitalizedFirst) (\(good.count))", style)]
        for row in good {
            let seen = row.evidence.first.map { ": \($0.seen)" } ?? ""
            lines += style.wrap("\(row.title) (\(row.entry))\(seen)", lead: "  -", indent: 4)
        }
        return lines
    }

    func groupBars(_ style: TextStyle) -> [String] {
        guard !groups.isEmpty else { return [] }
        let longest = groups.map { $0.group.title.count }.max() ?? 0
        let summaries = groups.map(summary)
        // What stands beside the bar has its place first.
        let left = style.width - longest - 9 - (summaries.map(\.count).max() ?? 0)
        let room = max(6, min(24, left))
        var lines = ["", heading(vocabulary.group.many.capitalizedFirst, style)]
        for (row, summary) in zip(groups, summaries) {
            let judged = row.rows.filter { $0.verdict != .notApplicable }
            let good = judged.isEmpty ? 0 : row.count(.compliant) * room / judged.count
            let bad = judged.isEmpty ? 0 : (row.count(.drifted) * room + judged.count - 1) / judged.count
            let rest = max(0, room - good - bad)
            let bar =
                style.paint(String(repeating: "█", count: good), .green)
                + style.paint(String(repeating: "▒", count: min(bad, room - good)), .red)
                + style.paint(String(repeating: "·", count: rest), .dim)
            let letter = row.assessment.painted(style)
            lines.append("  \(style.padded(row.group.title, to: longest))  \(letter)  \(bar)  \(summary)")
        }
        return lines
    }

    private func summary(_ row: GroupRow) -> String {
        let judged = row.rows.count { $0.verdict != .notApplicable }
        guard judged > 0 else { return "does not apply here" }
        var words = ["\(row.count(.compliant)) of \(judged) \(vocabulary.compliant)"]
        if row.count(.drifted) > 0 { words.append("\(row.count(.drifted)) \(vocabulary.drifted)") }
        if row.count(.unknown) > 0 { words.append("\(row.count(.unknown)) unknown") }
        return words.joined(separator: ", ")
    }

    func finding(_ row: FindingRow, _ style: TextStyle) -> [String] {
        var lines = ["", "\(style.paint(row.severity.rawValue, row.severity.ink))  \(style.paint(row.entry, .bold))"]
        lines += style.wrap(row.fault, lead: "", indent: 2)
        for piece in row.evidence.prefix(Self.evidenceShown) {
            let place = piece.place.map { " (\($0))" } ?? ""
            lines += style.wrap("\(piece.resource): \(piece.seen)\(place)", lead: "  found", indent: 12)
            if piece.wanted != row.title { lines += style.wrap(piece.wanted, lead: "  expected", indent: 12) }
        }
        let more = row.evidence.count - Self.evidenceShown
        if more > 0 { lines += style.wrap("and \(more) more; --format json lists them all", indent: 12) }
        lines += style.wrap(row.attack, lead: "  attack", indent: 12)
        for (index, step) in row.steps.enumerated() {
            lines += style.step(step, lead: index == 0 ? "  fix" : "", indent: 12)
        }
        return lines
    }

    func unknown(_ style: TextStyle) -> [String] {
        guard count(.unknown) > 0 else { return [] }
        let tally = unknownByCause.map { "\($0.cause) \($0.count)" }.joined(separator: ", ")
        var lines = ["", heading("Unknown (\(count(.unknown)))\(tally.isEmpty ? "" : ":")", style)]
        if !tally.isEmpty { lines += style.wrap(tally, indent: 3) }
        for group in unknownByReason {
            lines += style.wrap(group.reason, lead: " ?", indent: 3)
            lines += style.wrap(group.rows.map(\.entry).joined(separator: ", "), indent: 5)
        }
        return lines
    }

    func heading(_ text: String, _ style: TextStyle) -> String { style.paint(text, .bold) }

    private static let evidenceShown = 5
}

extension Grade {
    var ink: TextStyle.Ink {
        switch self {
        case .a: .green
        case .b: .blue
        case .c, .d: .yellow
        case .e: .red
        case .f: .alarm
        }
    }
}

extension Assessment {
    /// One character: the letter, a question mark where it is incomplete, a dash where there is nothing to judge.
    func painted(_ style: TextStyle) -> String {
        switch self {
        case .graded(let grade): style.paint(grade.rawValue, grade.ink)
        case .incomplete: style.paint("?", .yellow)
        case .none: style.paint("–", .dim)
        }
    }
}

extension Severity {
    var ink: TextStyle.Ink {
        switch self {
        case .critical: .alarm
        case .high: .red
        case .medium: .yellow
        case .low: .blue
        }
    }
}
