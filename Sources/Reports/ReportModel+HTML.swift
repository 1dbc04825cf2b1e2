import Catalog

extension ReportModel {
    /// One self-contained page: no script, no request to anywhere, everything from the machine escaped.
    public var html: String {
        var page = """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <meta name="referrer" content="no-referrer">
            <meta name="color-scheme" content="light dark">
            <title>Nacre: \(HTML.text(target)), grade \(HTML.letter(grade))</title>
            <style>\(ReportStyle.sheet)\(filterRules)</style>
            </head>
            <body>
            \(masthead)

            """
        for note in notes { page += "<p class=\"note\">\(HTML.text(note))</p>\n" }
        page += startHere + groupFilter + "<main>\n"
        for severity in Severity.allCases.reversed() {
            page += section(
                severity.rawValue.capitalizedFirst,
                drifted.filter { $0.severity == severity },
                HTML.article
            )
        }
        page += section("Unknown", rows.filter { $0.verdict == .unknown }, HTML.folded)
        page += section(vocabulary.compliant.capitalizedFirst, rows.filter { $0.verdict == .compliant }, HTML.folded)
        page += "</main>\n<footer><p>\(HTML.text(notMeasured))</p>"
        page += "<p>\(count(.notApplicable)) \(vocabulary.entry.many) do not apply here. Nacre \(HTML.text(version)), "
        page +=
            (profile.map { "profile \(HTML.text($0)), " } ?? "")
            + "\(HTML.text(time.human)).</p></footer>\n</body>\n</html>\n"
        return page
    }

    private var masthead: String {
        """
        <header><div class="grade g-\(HTML.grade(grade))" role="img" aria-label="Grade \(HTML.letter(grade))">\
        \(HTML.letter(grade))</div>
        <div><p class="brand">Nacre \(vocabulary.report)</p><h1>\(HTML.text(target))</h1>
        <p>\(HTML.text(time.human))\(profile.map { " · profile \(HTML.text($0))" } ?? "")</p>
        <p class="tally">\(tally)</p></div></header>
        """
    }

    private var tally: String {
        var parts = Severity.allCases.reversed().compactMap { severity -> String? in
            let number = drifted.count { $0.severity == severity }
            return number == 0 ? nil : "<b class=\"chip e-\(severity.rawValue)\">\(number) \(severity.rawValue)</b>"
        }
        if parts.isEmpty { parts = ["<b class=\"chip e-none\">nothing \(vocabulary.drifted)</b>"] }
        if count(.unknown) > 0 { parts.append("<span class=\"chip\">\(count(.unknown)) unknown</span>") }
        parts.append("<span class=\"chip\">\(count(.compliant)) \(vocabulary.compliant)</span>")
        return parts.joined(separator: " ")
    }

    /// The worst three, as links into the page.
    private var startHere: String {
        let first = drifted.prefix(3)
        guard !first.isEmpty else { return "" }
        let items = first.map { row in
            "<li><a href=\"#\(HTML.text(row.entry))\">\(HTML.text(row.fault))</a></li>"
        }
        return "<nav><h2>\(HTML.text(vocabulary.beginning))</h2><ol>\(items.joined())</ol></nav>\n"
    }

    /// Radio buttons before everything they filter: the choice needs no script.
    private var groupFilter: String {
        let (name, names) = (vocabulary.group.one, vocabulary.group.many)
        var part = "<h2>\(names.capitalizedFirst)</h2>\n<input type=\"radio\" name=\"\(name)\" id=\"all\" checked>"
        part += "<label class=\"all\" for=\"all\">All \(names)</label>\n"
        for row in groups {
            let id = HTML.text(row.group.id)
            let judged = row.rows.count - row.count(.notApplicable)
            guard judged > 0 else {
                part += "<p class=\"absent\"><span>\(HTML.text(row.group.title))</span> does not apply here</p>\n"
                continue
            }
            let cells = Self.barOrder(row.rows).map { "<i class=\"\($0.cell)\"></i>" }.joined()
            let words =
                "\(row.count(.compliant)) of \(judged) \(vocabulary.compliant), "
                + "\(row.count(.drifted)) \(vocabulary.drifted), "
            part += """
                <input type="radio" name="\(name)" id="l-\(id)"><label for="l-\(id)"><span>\(HTML.text(row.group.title))</span>\
                <span class="small g-\(HTML.grade(row.grade))">\(HTML.letter(row.grade))</span>\
                <span class="bar" role="img" aria-label="\(words)\(row.count(.unknown)) unknown">\(cells)</span>\
                <span class="ratio">\(row.count(.compliant))/\(judged)</span></label>

                """
        }
        return part + "<p class=\"legend\"><i class=\"ok\"></i>\(vocabulary.compliant) <i class=\"what\"></i>unknown "
            + Severity.allCases.map { "<i class=\"c-\($0.rawValue)\"></i>\($0.rawValue) " }.joined() + "</p>\n"
    }

    /// Good first, then unknown, then what is wrong, the worst last: the bar reads like a gauge.
    private static func barOrder(_ rows: [FindingRow]) -> [FindingRow] {
        rows.filter { $0.verdict == .compliant } + rows.filter { $0.verdict == .unknown }
            + Severity.allCases.flatMap { severity in
                rows.filter { $0.verdict == .drifted && $0.severity == severity }
            }
    }

    private var filterRules: String {
        groups.map { row in
            let id = HTML.text(row.group.id)
            return "#l-\(id):checked~main article:not(.\(id)),#l-\(id):checked~main details:not(.\(id)),"
                + "#l-\(id):checked~main section:not(.\(id)){display:none}\n"
        }.joined()
    }

    private func section(_ heading: String, _ rows: [FindingRow], _ show: (FindingRow) -> String) -> String {
        guard !rows.isEmpty else { return "" }
        let present = Set(rows.map(\.group))
        let classes = groups.map(\.group).filter(present.contains).map { HTML.text($0.id) }.joined(separator: " ")
        let number = "<span class=\"count\">\(rows.count)</span>"
        return "<section class=\"\(classes)\">\n<h2>\(heading) \(number)</h2>\n" + rows.map(show).joined()
            + "</section>\n"
    }
}

extension FindingRow {
    fileprivate var cell: String {
        switch verdict {
        case .compliant: "ok"
        case .unknown: "what"
        case .notApplicable: "none"
        case .drifted: "c-\(severity.rawValue)"
        }
    }
}
