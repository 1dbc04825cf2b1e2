import Catalog

extension ReportModel {
    /// One self-contained page: no script, no request to anywhere, everything from the machine escaped.
    ///
    /// It answers in the order of the text: how bad, what to do now, what only a person can decide; then a table of all
    /// problems, each of which opens.
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
            <title>Nacre: \(HTML.text(target)), \(HTML.text(gradeWords.name))</title>
            <style>\(ReportStyle.sheet)\(filterRules)</style>
            </head>
            <body>
            \(masthead)
            <main>

            """
        for note in notes { page += "<p class=\"note\">\(HTML.text(note))</p>\n" }
        page += worstCard + filters
        page += section("Problems", problems.map { problem($0) }, count: problems.count)
        page += section("Unknown", rows.filter { $0.verdict == .unknown }.map(HTML.folded), count: count(.unknown))
        page += section("Accepted", accepted.map(HTML.accepted), count: accepted.count)
        page += goodSection
        page += "</main>\n<footer><p>\(HTML.text(notMeasured))</p>"
        page += "<p>\(count(.notApplicable)) \(vocabulary.entry.many) do not apply here. Nacre \(HTML.text(version)), "
        page +=
            (profile.map { "profile \(HTML.text($0)), " } ?? "")
            + "\(HTML.text(time.human)).</p></footer>\n</body>\n</html>\n"
        return page
    }

    private var masthead: String {
        let (name, words) = gradeWords
        return """
            <header><div class="grade g-\(HTML.letter(assessment))" role="img" aria-label="\(HTML.text(name))">\
            \(HTML.sign(assessment))</div>
            <div><p class="brand">Nacre \(vocabulary.report)</p><h1>\(HTML.text(target))</h1>
            <p class="verdict">\(HTML.text("\(name): \(words)."))</p>
            <p class="tally">\(HTML.text(tally))</p></div></header>
            """
    }

    /// The worst three, as links into the page, and what puts how much right.
    private var worstCard: String {
        let first = problems.prefix(3)
        guard !first.isEmpty else { return "" }
        let items = first.map { problem in
            let who = problem.attacker.map { ", usable by \($0.words)" } ?? ""
            return "<li><a href=\"#\(HTML.text(problem.id))\">\(HTML.text(problem.fault))</a> "
                + "<span class=\"soft\">\(problem.severity.rawValue)\(HTML.text(who))</span></li>"
        }
        let advice = remedies.map { "<p>\(HTML.text($0))</p>" }.joined()
        let what = advice.isEmpty ? "" : "<div><h2>What to do</h2>\(advice)</div>"
        return
            "<div class=\"top\"><nav aria-label=\"\(HTML.text(vocabulary.beginning))\"><h2>\(HTML.text(vocabulary.beginning))</h2>"
            + "<ol>\(items.joined())</ol></nav>\(what)</div>\n"
    }

    /// Radio buttons before everything they filter: the choice needs no script.
    private var filters: String {
        let (name, names) = (vocabulary.group.one, vocabulary.group.many)
        var part =
            "<fieldset><legend>\(names.capitalizedFirst) <span class=\"hint\">choose one to see it alone</span></legend>\n"
        part += "<div class=\"choices\">"
        part += "<input type=\"radio\" name=\"\(name)\" id=\"all\" checked><label for=\"all\">All</label>\n"
        for row in groups where row.rows.contains(where: { $0.verdict != .notApplicable }) {
            let id = HTML.text(row.group.id)
            let judged = row.rows.count - row.count(.notApplicable)
            let words = "\(row.count(.compliant)) of \(judged) \(vocabulary.compliant)"
            part += """
                <input type="radio" name="\(name)" id="l-\(id)"><label for="l-\(id)" title="\(words)">\
                \(HTML.text(row.group.title)) <b class="small g-\(HTML.letter(row.assessment))">\
                \(HTML.sign(row.assessment))</b></label>

                """
        }
        return part + "</div></fieldset>\n"
    }

    private var filterRules: String {
        groups.map { row in
            let id = HTML.text(row.group.id)
            return "body:has(#l-\(id):checked) main .row:not(.\(id)){display:none}\n"
        }.joined()
    }

    private func section(_ heading: String, _ parts: [String], count: Int) -> String {
        guard !parts.isEmpty else { return "" }
        return "<section>\n<h2>\(heading) <span class=\"count\">\(count)</span></h2>\n" + parts.joined()
            + "</section>\n"
    }

    /// What is well is one line to open.
    private var goodSection: String {
        let good = rows.filter { $0.verdict == .compliant }
        guard !good.isEmpty else { return "" }
        return "<section>\n<details class=\"all-good\"><summary><h2>\(vocabulary.compliant.capitalizedFirst) "
            + "<span class=\"count\">\(good.count)</span></h2></summary>\n"
            + good.map(HTML.folded).joined() + "</details>\n</section>\n"
    }

    private func problem(_ problem: ProblemRow) -> String {
        var order: [GroupName] = []
        for row in problem.rows where !order.contains(row.group) { order.append(row.group) }
        let classes = order.map { HTML.text($0.id) }.joined(separator: " ")
        let severity = problem.severity.rawValue
        let place = problem.place.map { "<span class=\"place\">\(HTML.text($0))</span>" } ?? ""
        let several = problem.rows.count > 1 ? "<span class=\"chip\">\(problem.rows.count) findings</span>" : ""
        let who =
            problem.rows.contains { $0.repair != nil } && problem.needsPerson ? "<span class=\"chip\">yours</span>" : ""
        return """
            <details id="\(HTML.text(problem.id))" class="row \(classes) e-\(severity)"><summary><b class="s-\(severity)">\
            \(severity)</b><span class="what">\(HTML.text(problem.fault))\(several)\(who)\(place)</span>\
            <span class="group">\(order.map { HTML.text($0.title) }.joined(separator: ", "))</span></summary>
            \(problem.rows.map { HTML.article($0, isAlone: problem.rows.count == 1) }.joined())</details>

            """
    }
}
