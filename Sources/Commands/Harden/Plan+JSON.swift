import Documents
import Hardening
import Reports

extension Plan {
    /// The plan as `nacre.plan/1`; contents are given as differences, with secrets masked.
    var output: JSONValue { output(closing: []) }

    /// The same with what lets connections in now and no longer will, and with what containers no longer reach.
    func output(closing: [String], losing: [String] = []) -> JSONValue {
        let sanitizer = Sanitizer.report
        let mask = PlanMask(self)
        return .object([
            ("schema", .string("nacre.plan/1")),
            ("profile", .string(profile)),
            (
                "changes",
                .array(
                    changes.map { change in
                        .object([
                            ("resource", .string(sanitizer.line("\(change.resource)"))),
                            ("layer", .optional(change.layer?.rawValue)),
                            ("before", .string(sanitizer.line("\(change.before)"))),
                            ("after", .string(sanitizer.line("\(change.after)"))),
                            ("waits_for_confirmation", .flag(change.interim != nil)),
                            ("what", .strings(change.summaries.map(sanitizer.line))),
                            ("controls", .strings(change.because)),
                            ("difference", .strings(change.difference.map { sanitizer.line(mask.line($0)) })),
                        ])
                    }
                )
            ),
            (
                "deferred",
                .array(
                    deferred.map {
                        .object([
                            ("resource", .string(sanitizer.line("\($0.resource)"))), ("package", .string($0.package)),
                            ("what", .strings($0.summaries.map(sanitizer.line))), ("controls", .strings($0.because)),
                        ])
                    }
                )
            ),
            ("closes", .strings(closing.map(sanitizer.line))),
            ("ends", .strings(losing.map(sanitizer.line))),
            ("activations", .strings(stages.compactMap { $0.activation.map { "\($0)" } })),
            (
                "advice",
                .array(
                    advice.map {
                        .object([("control", .string($0.control)), ("text", .string(sanitizer.line($0.text)))])
                    }
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
