import Catalog

/// The parts of the HTML report that one finding is made of.
enum HTML {
    /// Evidence beyond this many pieces is folded away.
    private static let evidenceShown = 6

    /// A finding that is alone in what opens has no name of its own there.
    static func article(_ row: FindingRow, isAlone: Bool) -> String {
        """
        <article\(isAlone ? "" : " id=\"\(text(row.entry))\"")>
        <h3>\(text(row.fault))</h3>
        <p class="id"><b class="s-\(row.severity.rawValue)">\(row.severity.rawValue)</b> · \(text(row.group.title)) · \
        <code>\(text(row.entry))</code></p>
        \(evidence(row))
        <p class="attack"><b>What an attacker does</b>\(text(row.attack))</p>
        <div class="fix"><b>\(fixTitle(row))</b>\(row.steps.map(step).joined())</div>
        <p class="refs">\(row.references.map(text).joined(separator: " · "))</p>
        </article>

        """
    }

    private static func fixTitle(_ row: FindingRow) -> String {
        switch row.repair {
        case .automatic: "By hand"
        case .partly, .byHand: "Yours to do"
        case nil: "Fix"
        }
    }

    /// A command stands in a box that is copied; what is for a person to read does not.
    private static func step(_ step: Remedy.Step) -> String {
        switch step {
        case .command(let command): "<pre><code>\(text(command))</code></pre>"
        case .words(let words): "<p>\(text(words))</p>"
        }
    }

    static func folded(_ row: FindingRow) -> String {
        """
        <details class="row \(text(row.group.id))"><summary><span class="what">\(text(row.title))</span>\
        <code>\(text(row.entry))</code></summary>
        \(evidence(row))
        <p>\(text(row.attack))</p>
        </details>

        """
    }

    static func accepted(_ row: FindingRow) -> String {
        let end = row.acceptance?.until.map { ", until \($0)" } ?? ""
        return """
            <details class="row \(text(row.group.id))"><summary><b class="s-\(row.severity.rawValue)">\
            \(row.severity.rawValue)</b><span class="what">\(text(row.fault))\
            <span class="place">\(text(row.acceptance?.reason ?? ""))\(text(end))</span></span></summary>
            \(article(row, isAlone: true))</details>

            """
    }

    private static func evidence(_ row: FindingRow) -> String {
        guard !row.evidence.isEmpty else { return "" }
        // Said once where it is the same for all.
        let isShared = Set(row.evidence.map(\.wanted)).count == 1
        let items = row.evidence.map { item($0, tellsExpected: !isShared) }
        var list = "<ul>\(items.prefix(evidenceShown).joined(separator: "\n"))</ul>"
        if items.count > evidenceShown {
            list += "<details class=\"more\"><summary>and \(items.count - evidenceShown) more"
            list += "</summary><ul>\(items.dropFirst(evidenceShown).joined(separator: "\n"))</ul></details>"
        }
        if isShared, let expected = row.evidence.first?.wanted, expected != row.title {
            list += "<p class=\"expected\">expected: \(text(expected))</p>"
        }
        return list
    }

    private static func item(_ piece: EvidenceRow, tellsExpected: Bool) -> String {
        let place = piece.place.map { "<span class=\"place\">\(text($0))</span>" } ?? ""
        let expected = tellsExpected ? "<span class=\"expected\">expected: \(text(piece.wanted))</span>" : ""
        return
            "<li><b>\(text(piece.resource))</b> <span class=\"seen\">\(text(piece.seen))</span>\(place)\(expected)</li>"
    }

    /// For the class of its color.
    static func letter(_ assessment: Assessment) -> String {
        switch assessment {
        case .graded(let grade): grade.rawValue
        case .incomplete, .none: "none"
        }
    }

    /// One character: the letter, a question mark where something could not be looked at.
    static func sign(_ assessment: Assessment) -> String {
        switch assessment {
        case .graded(let grade): grade.rawValue
        case .incomplete: "?"
        case .none: "–"
        }
    }

    /// Text that is nothing but text, in an element and in a quoted attribute.
    static func text(_ raw: String) -> String {
        var escaped = ""
        for character in raw.unicodeScalars {
            switch character {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            case "\n": escaped += "<br>"
            default: escaped.unicodeScalars.append(character)
            }
        }
        return escaped
    }
}
