import Catalog
public import Documents

extension ReportModel {
    /// SARIF 2.1.0, as code scanners' dashboards read it.
    ///
    /// What was found wrong is a failure, what could not be determined is open; what does not apply is left out. What was
    /// accepted is a failure that is suppressed.
    public var sarif: JSONValue {
        .object([
            ("$schema", .string("https://json.schemastore.org/sarif-2.1.0.json")),
            ("version", .string("2.1.0")),
            (
                "runs",
                .array([
                    .object([
                        (
                            "tool",
                            .object([
                                (
                                    "driver",
                                    .object([
                                        ("name", .string("Nacre")),
                                        ("semanticVersion", .string(version)),
                                        ("rules", .array(told.map(\.rule))),
                                    ])
                                )
                            ])
                        ),
                        (
                            "invocations",
                            .array([
                                .object([("executionSuccessful", .flag(true)), ("endTimeUtc", .string(time.machine))])
                            ])
                        ),
                        ("columnKind", .string("unicodeCodePoints")),
                        ("results", .array(told.enumerated().map { $0.element.result(vocabulary, index: $0.offset) })),
                        ("properties", .object(properties)),
                    ])
                ])
            ),
        ])
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
            ("shortDescription", .message(title)),
            ("fullDescription", .message(attack)),
            ("help", .message(fix)),
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
            ("message", .message(words.joined(separator: "\n"))),
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
                ("artifactLocation", .object([("uri", .string(fileAddress(file)))]))
            ]
            if let line, line > 0 { physical.append(("region", .object([("startLine", .integer(line))]))) }
            members.append(("physicalLocation", .object(physical)))
        }
        members.append(("logicalLocations", .array([.object([("fullyQualifiedName", .string(resource))])])))
        return .object(members)
    }

    /// RFC 3986: everything that is not unreserved or a slash is percent-encoded.
    private func fileAddress(_ path: String) -> String {
        var address = path.hasPrefix("/") ? "file://" : ""
        for byte in path.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "."), UInt8(ascii: "-"),
                UInt8(ascii: "_"), UInt8(ascii: "~"):
                address.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                address += "%" + (digits.count == 1 ? "0" : "") + digits
            }
        }
        return address
    }
}

extension JSONValue {
    /// A SARIF message (3.11): brackets would be links, braces placeholders.
    fileprivate static func message(_ text: String) -> Self {
        var escaped = ""
        for character in text.unicodeScalars {
            switch character {
            case "[", "]", "\\": escaped += "\\\(character)"
            case "{", "}": escaped += "\(character)\(character)"
            default: escaped.unicodeScalars.append(character)
            }
        }
        return .object([("text", .string(escaped))])
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
