import Catalog
import Hardening

/// The parts of the HTML report that one finding is made of.
enum HTML {
    /// Evidence beyond this many pieces is folded away.
    private static let sightsShown = 6

    static func article(_ row: Sheet.Row) -> String {
        """
        <article id="\(text(row.control))" class="\(row.layer.rawValue) e-\(row.severity.rawValue)">
        <h3><span class="not">Not so:</span> \(text(row.title))</h3>
        <p class="id"><b class="s-\(row.severity.rawValue)">\(row.severity.rawValue)</b> · \(row.layer.title) · \
        <code>\(text(row.control))</code></p>
        \(evidence(row))
        <p class="attack"><b>What an attacker does</b>\(text(row.attack))</p>
        <p class="remedy"><b>Close it</b><code>\(text(row.remedy))</code></p>
        <p class="refs">\(row.references.map(text).joined(separator: " · "))</p>
        </article>

        """
    }

    static func folded(_ row: Sheet.Row) -> String {
        """
        <details class="\(row.layer.rawValue)"><summary>\(text(row.title)) <code>\(text(row.control))</code></summary>
        \(evidence(row))
        <p>\(text(row.attack))</p>
        </details>

        """
    }

    private static func evidence(_ row: Sheet.Row) -> String {
        guard !row.evidence.isEmpty else { return "" }
        // Said once where it is the same for all.
        let isShared = Set(row.evidence.map(\.wanted)).count == 1
        let items = row.evidence.map { item($0, tellsWanted: !isShared) }
        var list = "<ul>\(items.prefix(sightsShown).joined(separator: "\n"))</ul>"
        if items.count > sightsShown {
            // The class lets the page's filter of layers leave it alone.
            list += "<details class=\"\(row.layer.rawValue) more\"><summary>and \(items.count - sightsShown) more"
            list += "</summary><ul>\(items.dropFirst(sightsShown).joined(separator: "\n"))</ul></details>"
        }
        if isShared, let wanted = row.evidence.first?.wanted, wanted != row.title {
            list += "<p class=\"wanted\">wanted: \(text(wanted))</p>"
        }
        return list
    }

    private static func item(_ sight: Sheet.Sight, tellsWanted: Bool) -> String {
        let place = sight.place.map { "<span class=\"place\">\(text($0))</span>" } ?? ""
        let wanted = tellsWanted ? "<span class=\"wanted\">wanted: \(text(sight.wanted))</span>" : ""
        return "<li><b>\(text(sight.resource))</b> <code>\(text(sight.observed))</code>\(place)\(wanted)</li>"
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
