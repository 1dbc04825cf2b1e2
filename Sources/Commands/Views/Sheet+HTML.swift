import Catalog
import Hardening

extension Sheet {
    /// One self-contained page: no script, no request to anywhere, everything from the machine escaped.
    var html: String {
        let letter = grade?.rawValue ?? "–"
        var page = """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <meta name="referrer" content="no-referrer">
            <meta name="color-scheme" content="light dark">
            <title>Nacre: \(escape(host)), grade \(letter)</title>
            <style>\(ReportStyle.sheet)\(filterRules)</style>
            </head>
            <body>
            <header>
            <div class="grade g-\(grade?.rawValue ?? "none")" role="img" aria-label="Grade \(letter)">\(letter)</div>
            <div><h1>\(escape(host))</h1>
            <p>Profile \(escape(profile)) · Nacre \(escape(version))</p>
            <p class="tally">\(tally)</p></div>
            </header>

            """
        for note in notes { page += "<p class=\"note\">\(escape(note))</p>\n" }
        page += layerFilter
        page += "<main>\n"
        for severity in Severity.allCases.reversed() {
            let rows = drifted.filter { $0.severity == severity }
            guard !rows.isEmpty else { continue }
            page += "<section class=\"\(layerClasses(rows))\">\n"
            page += "<h2>\(severity.rawValue.capitalizedFirst)</h2>\n"
            page += rows.map(article).joined()
            page += "</section>\n"
        }
        if count(.unknown) > 0 {
            let rows = rows.filter { $0.verdict == .unknown }
            page += "<section class=\"\(layerClasses(rows))\">\n<h2>Could not be told</h2>\n"
            page += rows.map(folded).joined() + "</section>\n"
        }
        if count(.compliant) > 0 {
            let rows = rows.filter { $0.verdict == .compliant }
            page += "<section class=\"\(layerClasses(rows))\">\n<h2>Compliant</h2>\n"
            page += rows.map(folded).joined() + "</section>\n"
        }
        page += "</main>\n<footer>\(escape(notMeasured))</footer>\n</body>\n</html>\n"
        return page
    }

    private var tally: String {
        var parts = Severity.allCases.reversed().compactMap { severity -> String? in
            let number = drifted.count { $0.severity == severity }
            return number == 0 ? nil : "<b class=\"s-\(severity.rawValue)\">\(number) \(severity.rawValue)</b>"
        }
        if parts.isEmpty { parts = ["nothing drifted"] }
        parts += ["\(count(.unknown)) unknown", "\(count(.compliant)) compliant"]
        return parts.joined(separator: " · ")
    }

    /// Radio buttons before everything they filter: the choice needs no script.
    private var layerFilter: String {
        var part =
            "<input type=\"radio\" name=\"layer\" id=\"all\" checked><label class=\"all\" for=\"all\">All layers</label>\n"
        for row in layers {
            let id = row.layer.rawValue
            let cells = Self.barOrder(row.rows).map { "<i class=\"\($0.cell)\"></i>" }.joined()
            let letter = row.grade?.rawValue ?? "–"
            part += """
                <input type="radio" name="layer" id="l-\(id)"><label for="l-\(id)"><span class="name">\(row.layer.title)</span>\
                <span class="small g-\(row.grade?.rawValue ?? "none")">\(letter)</span>\
                <span class="bar" role="img" aria-label="\(row.count(.compliant)) compliant, \(row.count(.drifted)) drifted, \
                \(row.count(.unknown)) unknown">\(cells)</span></label>

                """
        }
        return part
    }

    /// Good first, then unknown, then what drifted, the worst last: the bar reads like a gauge.
    private static func barOrder(_ rows: [Row]) -> [Row] {
        rows.filter { $0.verdict == .compliant } + rows.filter { $0.verdict == .unknown }
            + Severity.allCases.flatMap { severity in
                rows.filter { $0.verdict == .drifted && $0.severity == severity }
            }
    }

    private var filterRules: String {
        layers.map { row in
            let id = row.layer.rawValue
            return "#l-\(id):checked~main article:not(.\(id)),#l-\(id):checked~main details:not(.\(id)),"
                + "#l-\(id):checked~main section:not(.\(id)){display:none}\n"
        }.joined()
    }

    private func layerClasses(_ rows: [Row]) -> String {
        let present = Set(rows.map(\.layer))
        return Layer.allCases.filter(present.contains).map(\.rawValue).joined(separator: " ")
    }

    private func article(_ row: Row) -> String {
        """
        <article class="\(row.layer.rawValue) e-\(row.severity.rawValue)">
        <h3><span class="not">Not so:</span> \(escape(row.title))</h3>
        <p class="id"><b class="s-\(row.severity.rawValue)">\(row.severity.rawValue)</b> \(row.layer.title) · \
        <code>\(escape(row.control))</code></p>
        \(evidence(row))
        <p>\(escape(row.attack))</p>
        <p class="remedy"><b>Close it</b><code>\(escape(row.remedy))</code></p>
        <p class="refs">\(row.references.map(escape).joined(separator: " · "))</p>
        </article>

        """
    }

    private func folded(_ row: Row) -> String {
        """
        <details class="\(row.layer.rawValue)"><summary>\(escape(row.title)) <code>\(escape(row.control))</code></summary>
        \(evidence(row))
        <p>\(escape(row.attack))</p>
        </details>

        """
    }

    private func evidence(_ row: Row) -> String {
        let items = row.evidence.map { sight in
            let place = sight.place.map { "<span class=\"place\">\(escape($0))</span>" } ?? ""
            return "<li><b>\(escape(sight.resource))</b> <code>\(escape(sight.observed))</code>\(place)"
                + "<span class=\"wanted\">wanted: \(escape(sight.wanted))</span></li>"
        }
        return items.isEmpty ? "" : "<ul>\(items.joined(separator: "\n"))</ul>"
    }

    private func escape(_ text: String) -> String {
        var escaped = ""
        for character in text.unicodeScalars {
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

extension Sheet.Row {
    fileprivate var cell: String {
        switch verdict {
        case .compliant: "ok"
        case .unknown: "what"
        case .notApplicable: "none"
        case .drifted: "c-\(severity.rawValue)"
        }
    }
}
