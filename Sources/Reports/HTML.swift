import Catalog

/// The parts of the HTML report that one finding is made of.
enum HTML {
    /// Evidence beyond this many pieces is folded away.
    private static let evidenceShown = 6

    static func article(_ row: FindingRow) -> String {
        """
        <article id="\(text(row.entry))" class="\(text(row.group.id)) e-\(row.severity.rawValue)">
        <h3>\(text(row.fault))</h3>
        <p class="id"><b class="s-\(row.severity.rawValue)">\(row.severity.rawValue)</b> · \(text(row.group.title)) · \
        <code>\(text(row.entry))</code></p>
        \(evidence(row))
        <p class="attack"><b>What an attacker does</b>\(text(row.attack))</p>
        <p class="fix"><b>Fix</b><code>\(text(row.fix))</code></p>
        <p class="refs">\(row.references.map(text).joined(separator: " · "))</p>
        </article>

        """
    }

    static func folded(_ row: FindingRow) -> String {
        """
        <details class="\(text(row.group.id))"><summary>\(text(row.title)) <code>\(text(row.entry))</code></summary>
        \(evidence(row))
        <p>\(text(row.attack))</p>
        </details>

        """
    }

    private static func evidence(_ row: FindingRow) -> String {
        guard !row.evidence.isEmpty else { return "" }
        // Said once where it is the same for all.
        let isShared = Set(row.evidence.map(\.expected)).count == 1
        let items = row.evidence.map { item($0, tellsExpected: !isShared) }
        var list = "<ul>\(items.prefix(evidenceShown).joined(separator: "\n"))</ul>"
        if items.count > evidenceShown {
            // The class lets the page's filter of groups leave it alone.
            list += "<details class=\"\(text(row.group.id)) more\"><summary>and \(items.count - evidenceShown) more"
            list += "</summary><ul>\(items.dropFirst(evidenceShown).joined(separator: "\n"))</ul></details>"
        }
        if isShared, let expected = row.evidence.first?.expected, expected != row.title {
            list += "<p class=\"expected\">expected: \(text(expected))</p>"
        }
        return list
    }

    private static func item(_ piece: EvidenceRow, tellsExpected: Bool) -> String {
        let place = piece.place.map { "<span class=\"place\">\(text($0))</span>" } ?? ""
        let expected = tellsExpected ? "<span class=\"expected\">expected: \(text(piece.expected))</span>" : ""
        return "<li><b>\(text(piece.resource))</b> <code>\(text(piece.found))</code>\(place)\(expected)</li>"
    }

    static func letter(_ grade: Grade?) -> String { grade?.rawValue ?? "–" }

    static func grade(_ grade: Grade?) -> String { grade?.rawValue ?? "none" }

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
