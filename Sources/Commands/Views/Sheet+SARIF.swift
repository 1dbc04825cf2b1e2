import Catalog
import Hardening

extension Sheet {
    /// SARIF 2.1.0, as code scanners' dashboards read it.
    ///
    /// What drifted is a failure, what could not be told is open; the rest is listed as passed or not applicable.
    var sarif: JSONOutput {
        .object([
            ("$schema", .text("https://json.schemastore.org/sarif-2.1.0.json")),
            ("version", .text("2.1.0")),
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
                                        ("name", .text("Nacre")),
                                        ("semanticVersion", .text(version)),
                                        ("rules", .array(rows.map(\.rule))),
                                    ])
                                )
                            ])
                        ),
                        (
                            "invocations",
                            .array([
                                .object([("executionSuccessful", .flag(true)), ("endTimeUtc", .text(time.machine))])
                            ])
                        ),
                        ("columnKind", .text("unicodeCodePoints")),
                        ("results", .array(rows.enumerated().map { $0.element.result(index: $0.offset) })),
                        (
                            "properties",
                            .object([
                                ("host", .text(host)), ("profile", .text(profile)),
                                ("grade", .optional(grade?.rawValue)), ("notes", .texts(notes)),
                            ])
                        ),
                    ])
                ])
            ),
        ])
    }
}

extension Sheet.Row {
    fileprivate var rule: JSONOutput {
        .object([
            ("id", .text(control)),
            ("shortDescription", .message(title)),
            ("fullDescription", .message(attack)),
            ("help", .message(remedy)),
            ("defaultConfiguration", .object([("level", .text(severity.sarifLevel))])),
            (
                "properties",
                .object([
                    ("tags", .texts(["security", layer.rawValue])),
                    ("security-severity", .text(severity.sarifScore)),
                    ("references", .texts(references)),
                ])
            ),
        ])
    }

    fileprivate func result(index: Int) -> JSONOutput {
        let seen = evidence.map { "\($0.resource): \($0.observed) (wanted: \($0.wanted))" }
        let words = ([verdict == .drifted ? "Not so: \(title)." : title] + seen + (reason.map { [$0] } ?? []))
        var members: [(String, JSONOutput)] = [
            ("ruleId", .text(control)),
            ("ruleIndex", .number(index)),
            ("kind", .text(verdict.sarifKind)),
            ("level", .text(verdict == .drifted ? severity.sarifLevel : "none")),
            ("message", .message(words.joined(separator: "\n"))),
            // A code scanner recognises the finding again although its words may change.
            ("partialFingerprints", .object([("control/v1", .text(control))])),
        ]
        if !evidence.isEmpty { members.append(("locations", .array(evidence.map(\.location)))) }
        return .object(members)
    }
}

extension Sheet.Sight {
    fileprivate var location: JSONOutput {
        var members: [(String, JSONOutput)] = []
        if let file {
            var physical: [(String, JSONOutput)] = [
                ("artifactLocation", .object([("uri", .text(fileAddress(file)))]))
            ]
            if let line, line > 0 { physical.append(("region", .object([("startLine", .number(line))]))) }
            members.append(("physicalLocation", .object(physical)))
        }
        members.append(("logicalLocations", .array([.object([("fullyQualifiedName", .text(resource))])])))
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

extension JSONOutput {
    /// A SARIF message (3.11): brackets would be links, braces placeholders.
    fileprivate static func message(_ text: String) -> Self {
        var escaped = ""
        for character in text {
            switch character {
            case "[", "]", "\\": escaped += "\\\(character)"
            case "{", "}": escaped += "\(character)\(character)"
            default: escaped.append(character)
            }
        }
        return .object([("text", .text(escaped))])
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
