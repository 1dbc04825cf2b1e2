import Catalog
import Documents
import Hardening
import Reports

/// Everything about one control, and what it finds here.
enum ControlText {
    /// The words, and what was found where something was looked at.
    ///
    /// What is the same on every server is left out where it is to be short, but
    /// for what an attacker does and the fix.
    static func text(
        _ control: Control,
        _ outcome: Report<Control>.Outcome?,
        _ style: TextStyle,
        isShort: Bool = false
    ) -> String {
        let title = isShort ? control.fault : control.title
        var lines = style.wrap(title, indent: 0).map { style.paint($0, .bold) }
        lines.append("\(control.id) · \(control.layer.title) · \(control.severity.rawValue)")
        func add(_ heading: String, _ paragraphs: [String], bullet: String = "") {
            guard !paragraphs.isEmpty else { return }
            lines += ["", style.paint(heading, .bold)]
            for paragraph in paragraphs {
                lines += style.wrap(paragraph, lead: bullet, indent: bullet.isEmpty ? 2 : 4)
            }
        }
        if let outcome { add("Here: \(verdict(outcome))", evidence(outcome), bullet: "  -") }
        add("What an attacker does", [control.rationale])
        if !isShort {
            add("Where it applies", control.conditions.map(\.summary), bullet: "  -")
            add("What must hold", (control.requirements + control.expectations).map(\.summary), bullet: "  -")
        }
        lines += ["", style.paint("How to fix it", .bold)]
        let introduction = fix(outcome).map { [Remedy.Step.words($0)] } ?? []
        for step in introduction + steps(control, outcome) { lines += style.step(step, indent: 2) }
        guard !isShort else { return lines.joined(separator: "\n") + "\n" }
        add("Examples", control.examples.map { "\($0.answer.rawValue): \($0.name)" }, bullet: "  -")
        add("References", control.references.map(\.description), bullet: "  -")
        return lines.joined(separator: "\n") + "\n"
    }

    private static func verdict(_ outcome: Report<Control>.Outcome) -> String {
        switch outcome.finding.verdict {
        case .compliant: "it holds"
        case .drifted: outcome.acceptance.map { "accepted (\(Sanitizer.report.line($0.reason)))" } ?? "it does not hold"
        case .unknown: "unknown"
        case .notApplicable: "it does not apply"
        }
    }

    private static func fix(_ outcome: Report<Control>.Outcome?) -> String? {
        switch outcome?.repair {
        case .automatic:
            "sudo nacre apply --only \(outcome?.entry.id ?? "") does it, and undoes it unless you confirm. By hand:"
        case .partly: "sudo nacre apply --only \(outcome?.entry.id ?? "") does a part of it. By hand:"
        case .byHand: "It needs a decision that only you can make:"
        case nil: nil
        }
    }

    private static func steps(_ control: Control, _ outcome: Report<Control>.Outcome?) -> [Remedy.Step] {
        (outcome?.remedy ?? Remedy(control.remedy)).steps.map { $0.shown(by: .report) }
    }

    private static func evidence(_ outcome: Report<Control>.Outcome) -> [String] {
        let shown = Sanitizer.report
        let pieces = outcome.finding.evidence.map { piece in
            let place = piece.file.map { file in " (\(file)\(piece.line.map { ":\($0)" } ?? ""))" } ?? ""
            let wanted =
                outcome.finding.verdict == .drifted ? "; expected: \(piece.wording?.wanted ?? piece.wanted)" : ""
            return shown.line("\(piece.resource): \(piece.wording?.seen ?? piece.observed)\(place)\(wanted)")
        }
        return pieces + (outcome.finding.reason.map { [shown.line($0)] } ?? [])
    }

    static func json(_ control: Control, _ outcome: Report<Control>.Outcome?) -> JSONValue {
        let shown = Sanitizer.report
        var members: [(String, JSONValue)] = [
            ("control", .string(control.id)), ("layer", .string(control.layer.rawValue)),
            ("title", .string(control.title)), ("fault", .string(control.fault)),
            ("severity", .string(control.severity.rawValue)), ("attacker", .optional(control.attacker?.rawValue)),
            ("attack", .string(control.rationale)), ("fix", .string(Remedy(steps(control, outcome)).text)),
            ("commands", .strings(Remedy(steps(control, outcome)).commands)),
            ("requirements", .strings((control.requirements + control.expectations).map(\.summary))),
            ("references", .strings(control.references.map(\.description))),
        ]
        guard let outcome else { return .object(members) }
        let evidence = outcome.finding.evidence.map { piece -> JSONValue in
            var parts: [(String, JSONValue)] = [
                ("resource", .string(shown.line(piece.resource))), ("found", .string(shown.line(piece.observed))),
                ("expected", .string(shown.line(piece.wanted))),
            ]
            if let file = piece.file { parts.append(("file", .string(shown.line(file)))) }
            if let line = piece.line { parts.append(("line", .integer(line))) }
            return .object(parts)
        }
        members += [
            ("verdict", .string(outcome.finding.verdict.rawValue)), ("repair", .optional(outcome.repair?.rawValue)),
            ("evidence", .array(evidence)),
        ]
        if let acceptance = outcome.acceptance {
            members.append(
                (
                    "accepted",
                    .object([
                        ("reason", .string(shown.line(acceptance.reason))), ("until", .optional(acceptance.until)),
                    ])
                )
            )
        }
        return .object(members)
    }
}
