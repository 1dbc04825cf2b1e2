import Catalog

extension ReportModel {
    /// For a person at a terminal: how bad it is, what to do now, what only they can decide; then a line for each problem.
    ///
    /// - Parameters:
    ///   - style: how it is laid out.
    ///   - isVerbose: whether every finding follows, with evidence, attack and fix.
    /// - Returns: the report.
    public func text(_ style: TextStyle, verbose isVerbose: Bool = false) -> String {
        var lines = header(style)
        lines += worst(style)
        lines += whatToDo(style)
        lines += isVerbose ? details(style) : overview(style)
        lines += acceptedLines(style)
        lines += [""] + style.wrap(ending(isVerbose), indent: 0)
        return lines.joined(separator: "\n") + "\n"
    }

    private func header(_ style: TextStyle) -> [String] {
        var lines = [
            "\(style.paint("Nacre", .bold)) \(version) · \(target) · \(time.human)"
                + (profile.map { " · profile \($0)" } ?? "")
        ]
        let (name, words) = gradeWords
        let wrapped = style.wrap("\(name): \(words).", indent: 0)
        let ink = assessment.best?.ink ?? .dim
        lines += wrapped.enumerated().map { index, line in
            index == 0 ? style.paint(name, ink) + line.dropFirst(name.count) : line
        }
        lines += style.wrap(tally, indent: 0)
        for note in notes { lines += [""] + style.wrap(note, lead: "!", indent: 2) }
        return lines
    }

    /// The grade's name, and what it means.
    var gradeWords: (name: String, words: String) {
        switch assessment {
        case .graded(let grade): ("Grade \(grade.rawValue)", grade.words)
        case .incomplete(let best):
            ("Incomplete", "\(best.rawValue) at best (\(best.words)); what could not be looked at may be worse")
        case .none: ("No grade", "nothing could be judged")
        }
    }

    /// How much was found.
    ///
    /// Such as `104 findings in 30 problems (7 critical, 23 high); 4 unknown, 238 compliant, 105 not applicable.`
    var tally: String {
        let counts = Severity.allCases.reversed().compactMap { severity in
            let number = problems.count { $0.severity == severity }
            return number == 0 ? nil : "\(number) \(severity.rawValue)"
        }.joined(separator: ", ")
        let found = drifted.count
        let what =
            found == 0
            ? "Nothing \(vocabulary.drifted)"
            : found == problems.count
                ? "\(Term("problem").counted(found)) (\(counts))"
                : "\(Term("problem").counted(problems.count)) (\(counts)) in \(Term("finding").counted(found))"
        let lived = accepted.isEmpty ? "" : "\(accepted.count) accepted, "
        return "\(what); \(lived)\(count(.unknown)) unknown, \(count(.compliant)) \(vocabulary.compliant), "
            + "\(count(.notApplicable)) not applicable."
    }

    private func worst(_ style: TextStyle) -> [String] {
        let first = problems.prefix(3)
        guard !first.isEmpty else { return [] }
        var lines = ["", heading(vocabulary.beginning, style)]
        for (index, problem) in first.enumerated() {
            let who = problem.attacker.map { " by \($0.words)" } ?? ""
            let use =
                problem.severity >= .high
                ? " (\(problem.severity.rawValue), usable\(who))" : " (\(problem.severity.rawValue))"
            lines += style.wrap(problem.fault + use, lead: "\(index + 1).", indent: 4)
        }
        return lines
    }

    private func whatToDo(_ style: TextStyle) -> [String] {
        guard !drifted.isEmpty else { return [] }
        let words = remedies
        guard !words.isEmpty else { return [] }
        return ["", heading("What to do", style)] + words.flatMap { style.wrap($0, indent: 0) }
    }

    /// What puts right how much, as sentences; none where it was not asked.
    var remedies: [String] {
        guard let command = vocabulary.repair, drifted.contains(where: { $0.repair != nil }) else { return [] }
        let ours = drifted.count { $0.repair == .automatic || $0.repair == .partly }
        let theirs = drifted.count { $0.repair == .byHand || $0.repair == .partly }
        var words: [String] = []
        if ours > 0 {
            let all = ours == drifted.count ? "all \(ours)" : "\(ours) of the \(drifted.count)"
            words.append(
                "\(command) \(ours == 1 && drifted.count == 1 ? "can fix it" : "can fix \(all) findings"): \(vocabulary.promise)"
            )
        }
        if theirs > 0 {
            words.append(
                theirs == 1
                    ? "One needs a decision that only you can make."
                    : "\(theirs) need decisions that only you can make: they are listed as yours."
            )
        }
        return words
    }

    private func overview(_ style: TextStyle) -> [String] {
        var lines = ["", heading(vocabulary.group.many.capitalizedFirst, style)]
        let letters = groups.filter { $0.assessment != .none }.map { row in
            "\(row.group.title) \(row.assessment.painted(.plain))"
        }
        lines += style.wrap(letters.joined(separator: " · "), indent: 0)
        let isAsked = drifted.contains { $0.repair != nil }
        let yours = problems.filter(\.needsPerson)
        let rest = problems.filter { !$0.needsPerson }
        if !rest.isEmpty {
            let title = isAsked ? (vocabulary.repair.map { "\($0) fixes" } ?? "Problems") : "Problems"
            lines += ["", heading(title, style)] + rest.flatMap { line($0, style) }
        }
        if !yours.isEmpty { lines += ["", heading("Yours", style)] + yours.flatMap { line($0, style) } }
        guard count(.unknown) > 0 else { return lines }
        let causes = unknownByCause.map { "\($0.cause) \($0.count)" }.joined(separator: ", ")
        lines += ["", heading("Unknown", style)]
        lines += style.wrap(
            "\(vocabulary.entry.counted(count(.unknown))) could not be judged\(causes.isEmpty ? "." : ": \(causes).")",
            indent: 0
        )
        return lines + openQuestions(style)
    }

    /// What is not known and would count: nobody can look for it who is not told its name.
    private func openQuestions(_ style: TextStyle) -> [String] {
        let grave = rows.filter { $0.verdict == .unknown && $0.severity >= .high }.sorted { $0.severity > $1.severity }
        let shown = grave.prefix(6).flatMap { row in
            style.wrap(
                "Not known whether: \(row.title) [\(row.entry)]",
                lead: row.severity.rawValue,
                indent: 10
            )
        }
        return shown + (grave.count > 6 ? ["          and \(grave.count - 6) more: --verbose"] : [])
    }

    /// Severity, fault, place, identifier.
    private func line(_ problem: ProblemRow, _ style: TextStyle) -> [String] {
        let place = problem.place.map { ", \($0)" } ?? ""
        let number = problem.rows.count
        let yours = problem.rows.count { $0.repair == .byHand || $0.repair == .partly }
        let several =
            number == 1
            ? "" : yours > 0 && yours < number ? ", \(yours) of \(number) findings yours" : ", \(number) findings"
        let wrapped = style.wrap(
            "\(problem.fault)\(place) [\(problem.id)\(several)]",
            lead: problem.severity.rawValue,
            indent: 10
        )
        return wrapped.enumerated().map { index, line in
            guard index == 0 else { return line }
            let name = problem.severity.rawValue
            return style.paint(name, problem.severity.ink) + line.dropFirst(name.count)
        }
    }

    private func acceptedLines(_ style: TextStyle) -> [String] {
        guard !accepted.isEmpty else { return [] }
        var lines = ["", heading("Accepted (\(accepted.count))", style)]
        for row in accepted {
            let end = row.acceptance?.until.map { ", until \($0)" } ?? ""
            lines += style.wrap(
                "\(row.fault) [\(row.entry)]: \(row.acceptance?.reason ?? "")\(end)",
                lead: row.severity.rawValue,
                indent: 10
            )
        }
        return lines
    }

    private func ending(_ isVerbose: Bool) -> String {
        guard !isVerbose, let more = vocabulary.more, !drifted.isEmpty || count(.unknown) > 0 else {
            return notMeasured
        }
        return "\(more) \(notMeasured)"
    }
}
