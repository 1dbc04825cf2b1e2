import Hardening

extension Plan {
    /// The plan as `nacre.plan/1`; contents are given as differences, with secrets masked.
    var output: JSONOutput { output(closing: []) }

    /// The same with what lets connections in now and no longer will, and with what containers no longer reach.
    func output(closing: [String], losing: [String] = []) -> JSONOutput {
        let cleaner = Cleaner.report
        let mask = PlanMask(self)
        return .object([
            ("schema", .text("nacre.plan/1")),
            ("profile", .text(profile)),
            (
                "changes",
                .array(
                    changes.map { change in
                        .object([
                            ("resource", .text(cleaner.line("\(change.resource)"))),
                            ("layer", .optional(change.layer?.rawValue)),
                            ("before", .text(cleaner.line("\(change.before)"))),
                            ("after", .text(cleaner.line("\(change.after)"))),
                            ("waits_for_confirmation", .flag(change.interim != nil)),
                            ("what", .texts(change.summaries.map(cleaner.line))),
                            ("controls", .texts(change.because)),
                            ("difference", .texts(change.difference.map { cleaner.line(mask.line($0)) })),
                        ])
                    }
                )
            ),
            (
                "deferred",
                .array(
                    deferred.map {
                        .object([
                            ("resource", .text(cleaner.line("\($0.resource)"))), ("package", .text($0.package)),
                            ("what", .texts($0.summaries.map(cleaner.line))), ("controls", .texts($0.because)),
                        ])
                    }
                )
            ),
            ("closes", .texts(closing.map(cleaner.line))),
            ("ends", .texts(losing.map(cleaner.line))),
            ("activations", .texts(stages.compactMap { $0.activation.map { "\($0)" } })),
            (
                "advice",
                .array(
                    advice.map { .object([("control", .text($0.control)), ("text", .text(cleaner.line($0.text)))]) }
                )
            ),
        ])
    }
}

extension Change {
    /// Lines with `+` and `-`, where the content is text.
    fileprivate var difference: [String] {
        guard case .file(let file) = after, let new = file.text else { return [] }
        let old: String
        if case .file(let file) = before { old = file.text ?? "" } else { old = "" }
        return LineDifference(from: old, to: new).lines.compactMap { line in
            switch line {
            case .added(let text): "+ \(text)"
            case .removed(let text): "- \(text)"
            case .same, .skipped: nil
            }
        }
    }
}
