import Catalog
public import Documents

extension ReportModel {
    /// SARIF 2.1.0, as code scanners' dashboards read it.
    ///
    /// What was found wrong is a failure, what could not be determined is open; what does not apply is left out. What was
    /// accepted is a failure that is suppressed.
    public var sarif: JSONValue {
        SARIF.log(
            version: version,
            rules: told.map(\.rule),
            invocation: [("executionSuccessful", .flag(true)), ("endTimeUtc", .string(time.machine))],
            results: told.enumerated().map { $0.element.result(vocabulary, index: $0.offset) },
            properties: properties
        )
    }

    private var told: [FindingRow] { rows.filter { $0.verdict != .notApplicable } }

    private var properties: [(String, JSONValue)] {
        [(vocabulary.target, .string(target))] + (profile.map { [("profile", .string($0))] } ?? [])
            + [("grade", .optional(grade?.rawValue)), ("notes", .strings(notes))]
    }
}

extension FindingRow {
    fileprivate var rule: JSONValue {
        .object([
            ("id", .string(entry)),
            ("shortDescription", SARIF.message(title)),
            ("fullDescription", SARIF.message(attack)),
            ("help", SARIF.message(fix)),
            ("defaultConfiguration", .object([("level", .string(severity.sarifLevel))])),
            (
                "properties",
                .object([
                    ("tags", .strings(["security", group.id])),
                    ("security-severity", .string(severity.sarifScore)),
                    ("references", .strings(references)),
                ])
            ),
        ])
    }

    fileprivate func result(_ vocabulary: Vocabulary, index: Int) -> JSONValue {
        let seen = evidence.map { "\($0.resource): \($0.found) (expected: \($0.expected))" }
        let words = ([verdict == .drifted ? fault + "." : title] + seen + (reason.map { [$0] } ?? []))
        var members: [(String, JSONValue)] = [
            ("ruleId", .string(entry)),
            ("ruleIndex", .integer(index)),
            ("kind", .string(verdict.sarifKind)),
            ("level", .string(verdict == .drifted ? severity.sarifLevel : "none")),
            ("message", SARIF.message(words.joined(separator: "\n"))),
            // A code scanner recognizes the finding again although its words may change.
            ("partialFingerprints", .object([("\(vocabulary.entry.one)/v1", .string(entry))])),
        ]
        if let acceptance, verdict == .drifted {
            let suppression: [(String, JSONValue)] = [
                ("kind", .string("external")), ("status", .string("accepted")),
                ("justification", .string(acceptance.reason)),
            ]
            members.append(("suppressions", .array([.object(suppression)])))
        }
        if !evidence.isEmpty { members.append(("locations", .array(evidence.map(\.location)))) }
        return .object(members)
    }
}

extension EvidenceRow {
    fileprivate var location: JSONValue {
        var members: [(String, JSONValue)] = []
        if let file {
            var physical: [(String, JSONValue)] = [
                ("artifactLocation", .object([("uri", .string(SARIF.address(of: file)))]))
            ]
            if let line, line > 0 { physical.append(("region", .object([("startLine", .integer(line))]))) }
            members.append(("physicalLocation", .object(physical)))
        }
        members.append(("logicalLocations", .array([.object([("fullyQualifiedName", .string(resource))])])))
        return .object(members)
    }
}

extension Severity {
    fileprivate var sarifLevel: String {
        switch self {
        case .critical, .high: "error"
        case .medium: "warning"
        case .low: "note"
        }
    }

    /// GitHub's code scanning sorts by this number: above 9 critical, from 7 high, from 4 medium.
    fileprivate var sarifScore: String {
        switch self {
        case .critical: "9.5"
        case .high: "8.0"
        case .medium: "5.0"
        case .low: "2.0"
        }
    }
}

extension Finding.Verdict {
    fileprivate var sarifKind: String {
        switch self {
        case .compliant: "pass"
        case .drifted: "fail"
        case .unknown: "open"
        case .notApplicable: "notApplicable"
        }
    }
}
