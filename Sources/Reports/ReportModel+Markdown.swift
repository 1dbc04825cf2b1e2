import Catalog

extension ReportModel {
    /// For a ticket or a pull request.
    ///
    /// What came from the machine stands in code spans, where nothing is a link, a mention or markup.
    public var markdown: String {
        var lines = [
            "# Nacre \(vocabulary.report): \(code(target))", "",
            "**\(gradeWords.name)**: \(gradeWords.words). \(heldTo)\(time.human).", "",
        ]
        lines.append(tally)
        lines += remedies.map { "\n" + plain($0) }
        for (index, problem) in problems.prefix(3).enumerated() {
            lines +=
                (index == 0 ? ["", "## \(vocabulary.beginning)", ""] : []) + [
                    "\(index + 1). \(plain(problem.fault)) (\(problem.severity.rawValue))"
                ]
        }
        for note in notes { lines += ["", "> \(plain(note))"] }
        let words = vocabulary
        lines += ["", "| \(words.group.one) | grade | \(words.compliant) | \(words.drifted) | unknown |"]
        lines.append("|---|---|--:|--:|--:|")
        for row in groups {
            lines.append(
                "| \(plain(row.group.title)) | \(row.assessment.painted(.plain)) | \(row.count(.compliant)) "
                    + "| \(row.count(.drifted)) | \(row.count(.unknown)) |"
            )
        }
        for severity in Severity.allCases.reversed() {
            let rows = drifted.filter { $0.severity == severity }
            guard !rows.isEmpty else { continue }
            lines += ["", "## \(severity.rawValue.capitalizedFirst)"]
            for row in rows { lines += ["", section(row)] }
        }
        if !accepted.isEmpty {
            lines += ["", "## Accepted", ""]
            for row in accepted {
                let end = row.acceptance?.until.map { ", until \($0)" } ?? ""
                lines.append(
                    "- \(plain(row.fault)) (\(code(row.entry))): \(plain((row.acceptance?.reason ?? "") + end))"
                )
            }
        }
        if count(.unknown) > 0 {
            lines += ["", "## Unknown", ""]
            for group in unknownByReason {
                lines.append("- \(code(group.reason)): \(group.rows.map { code($0.entry) }.joined(separator: ", "))")
            }
        }
        lines += ["", plain(notMeasured), ""]
        return lines.joined(separator: "\n")
    }

    private func section(_ row: FindingRow) -> String {
        var lines = ["### \(plain(row.fault))", "", "\(code(row.entry)), \(plain(row.group.title))", ""]
        for sight in row.evidence {
            let place = sight.place.map { " (\(code($0)))" } ?? ""
            lines.append("- \(code(sight.resource)): \(code(sight.seen))\(place); expected: \(code(sight.wanted))")
        }
        lines += ["", "**Attack.** \(plain(row.attack))", "", "**Fix.**", ""]
        lines +=
            row.steps.map { step in
                switch step {
                case .command(let command): "- \(code(command))"
                case .words(let words): "- \(plain(words))"
                }
            } + [""]
        lines.append("References: \(row.references.map(plain).joined(separator: "; "))")
        return lines.joined(separator: "\n")
    }

    private var heldTo: String { profile.map { "profile \(code($0)), " } ?? "" }

    /// A code span, fenced by more backticks than the text holds in a row.
    private func code(_ text: String) -> String {
        var longest = 0
        var current = 0
        // By scalars: a combining mark would hide the backtick that it stands on.
        for character in text.unicodeScalars {
            current = character == "`" ? current + 1 : 0
            longest = max(longest, current)
        }
        let fence = String(repeating: "`", count: longest + 1)
        let flat = text.split(separator: "\n", omittingEmptySubsequences: true).joined(separator: " ")
        return "\(fence) \(flat.isEmpty ? "(empty)" : flat) \(fence)"
    }

    private func plain(_ text: String) -> String {
        var escaped = ""
        for character in text.unicodeScalars {
            switch character {
            case "\n": escaped += " "
            case "<", ">", "&": escaped += HTML.text(String(character))
            case "\\", "`", "*", "_", "[", "]", "#", "|", "!", "~", "@": escaped += "\\\(character)"
            default: escaped.unicodeScalars.append(character)
            }
        }
        return escaped
    }
}

extension String {
    /// The first character in upper case.
    var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
