import Catalog
import Hardening

// Most controls say one thing about one field of a subject. These factories write such a control with its examples;
// what does not fit them is written out.
extension Control {
    /// A field of each record that must satisfy a constraint; `good` and `bad` become the examples.
    static func field(
        _ layer: Layer,
        _ phrase: String,
        _ subject: Subject,
        _ field: Field,
        _ constraint: Constraint,
        where filter: Filter = .always,
        title: String,
        fault: String,
        rationale: String,
        _ severity: Severity,
        _ references: [Reference],
        fix: Fix,
        good: Value,
        bad: Value,
        with context: [Field: Value] = [:]
    ) -> Control {
        Control(
            layer,
            phrase,
            title: title,
            fault: fault,
            rationale: rationale,
            severity: severity,
            references: references,
            expects: [.each(subject, where: filter, field, constraint)],
            fix: fix,
            examples: [
                .compliant("\(field): \(good)", subject, Record("here", context.merging([field: good]) { $1 })),
                .drifted("\(field): \(bad)", subject, Record("here", context.merging([field: bad]) { $1 })),
                .unknown(
                    "it could not be determined",
                    subject,
                    Record("here", context.merging([field: .unknown(.notStated("no"))]) { $1 })
                ),
            ]
        )
    }

    /// Something that no record may be; `good` and `bad` become the examples.
    static func forbid(
        _ layer: Layer,
        _ phrase: String,
        _ subject: Subject,
        where filter: Filter,
        title: String,
        fault: String,
        rationale: String,
        _ severity: Severity,
        _ references: [Reference],
        showing: [Field] = [],
        fix: Fix,
        good: [Field: Value]...,
        bad: [Field: Value]...
    ) -> Control {
        Control(
            layer,
            phrase,
            title: title,
            fault: fault,
            rationale: rationale,
            severity: severity,
            references: references,
            expects: [.none(subject, where: filter, title, showing: showing)],
            fix: fix,
            examples: good.enumerated().map { index, fields in
                .compliant("\(index + 1): \(Self.words(fields))", subject, Record("here", fields))
            }
                + bad.enumerated().map { index, fields in
                    .drifted("\(index + 1): \(Self.words(fields))", subject, Record("here", fields))
                }
        )
    }

    private static func words(_ fields: [Field: Value]) -> String {
        fields.map { "\($0.key): \($0.value)" }.sorted().joined(separator: ", ")
    }
}

extension Reference {
    /// A check of `openclaw security audit`.
    static func openclaw(_ check: String) -> Reference { Reference("openclaw security audit", check) }
}
