import Catalog

extension ReportModel {
    /// For a person at a terminal: what to do first, the groups, then each finding, then what is not known.
    public func text(_ style: TextStyle) -> String {
        var lines = header(style)
        lines += doFirst(style)
        lines += groupBars(style)
        for severity in Severity.allCases.reversed() {
            let rows = drifted.filter { $0.severity == severity }
            guard !rows.isEmpty else { continue }
            lines += ["", heading("\(severity.rawValue.capitalizedFirst) (\(rows.count))", style)]
            for row in rows { lines += finding(row, style) }
        }
        lines += unknown(style)
        lines += [""] + style.wrap(notMeasured, indent: 0)
        return lines.joined(separator: "\n") + "\n"
    }

    private func header(_ style: TextStyle) -> [String] {
        let name = grade.map { style.paint("Grade \($0.rawValue)", $0.ink) } ?? style.paint("No grade", .dim)
        var tally = Severity.allCases.reversed().compactMap { severity in
            let number = drifted.count { $0.severity == severity }
            return number == 0 ? nil : "\(number) \(severity.rawValue)"
        }
        if tally.isEmpty { tally = ["nothing \(vocabulary.drifted)"] }
        var lines = [
            "\(style.paint("Nacre", .bold)) \(version) · \(target) · \(time.human)"
                + (profile.map { " · profile \($0)" } ?? ""),
            "\(name) · \(tally.joined(separator: ", ")) · \(count(.unknown)) unknown · "
                + "\(count(.compliant)) \(vocabulary.compliant) · \(count(.notApplicable)) not applicable",
        ]
        for note in notes { lines += [""] + style.wrap(note, lead: "!", indent: 2) }
        return lines
    }

    private func doFirst(_ style: TextStyle) -> [String] {
        let first = drifted.prefix(3)
        guard !first.isEmpty else { return [] }
        var lines = ["", heading(first.count == 1 ? "Do this first" : "Do these \(first.count) first", style)]
        for (index, row) in first.enumerated() {
            lines += style.wrap("\(row.fault) (\(row.severity.rawValue))", lead: "\(index + 1).", indent: 4)
            lines += unbroken(row.fix, lead: "    ")
        }
        return lines
    }

    private func groupBars(_ style: TextStyle) -> [String] {
        guard !groups.isEmpty else { return [] }
        let room = 24
        let longest = groups.map { $0.group.title.count }.max() ?? 0
        var lines = ["", heading(vocabulary.group.many.capitalizedFirst, style)]
        for row in groups {
            let judged = row.rows.filter { $0.verdict != .notApplicable }
            let good = judged.isEmpty ? 0 : row.count(.compliant) * room / judged.count
            let bad = judged.isEmpty ? 0 : (row.count(.drifted) * room + judged.count - 1) / judged.count
            let rest = max(0, room - good - bad)
            let bar =
                style.paint(String(repeating: "█", count: good), .green)
                + style.paint(String(repeating: "▒", count: min(bad, room - good)), .red)
                + style.paint(String(repeating: "·", count: rest), .dim)
            let letter = row.grade.map { style.paint($0.rawValue, $0.ink) } ?? style.paint("–", .dim)
            var words = ["\(row.count(.compliant)) of \(judged.count) \(vocabulary.compliant)"]
            if row.count(.drifted) > 0 { words.append("\(row.count(.drifted)) \(vocabulary.drifted)") }
            if row.count(.unknown) > 0 { words.append("\(row.count(.unknown)) unknown") }
            let summary = judged.isEmpty ? "does not apply here" : words.joined(separator: ", ")
            lines.append("  \(style.padded(row.group.title, to: longest))  \(letter)  \(bar)  \(summary)")
        }
        return lines
    }

    private func finding(_ row: FindingRow, _ style: TextStyle) -> [String] {
        var lines = ["", "\(style.paint(row.severity.rawValue, row.severity.ink))  \(style.paint(row.entry, .bold))"]
        lines += style.wrap(row.fault, lead: "", indent: 2)
        for piece in row.evidence.prefix(Self.evidenceShown) {
            let place = piece.place.map { " (\($0))" } ?? ""
            lines += style.wrap("\(piece.resource): \(piece.found)\(place)", lead: "  found", indent: 12)
            if piece.expected != row.title { lines += style.wrap(piece.expected, lead: "  expected", indent: 12) }
        }
        let more = row.evidence.count - Self.evidenceShown
        if more > 0 { lines += style.wrap("and \(more) more; --format json lists them all", indent: 12) }
        lines += style.wrap(row.attack, lead: "  attack", indent: 12)
        lines += unbroken(row.fix, lead: "  fix       ")
        return lines
    }

    private func unknown(_ style: TextStyle) -> [String] {
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

    /// A command must survive being copied, so that the terminal may break its line but nothing here does.
    private func unbroken(_ text: String, lead: String) -> [String] {
        text.split(separator: "\n").enumerated().map {
            $0.offset == 0 ? lead + $0.element : "            " + $0.element
        }
    }

    private func heading(_ text: String, _ style: TextStyle) -> String { style.paint(text, .bold) }

    private static let evidenceShown = 5
}

extension Grade {
    fileprivate var ink: TextStyle.Ink {
        switch self {
        case .a: .green
        case .b: .blue
        case .c, .d: .yellow
        case .f: .alarm
        }
    }
}

extension Severity {
    fileprivate var ink: TextStyle.Ink {
        switch self {
        case .critical: .alarm
        case .high: .red
        case .medium: .yellow
        case .low: .blue
        }
    }
}
