import Documents
import Testing

@testable import Reports

/// The report against the definitions of sarif-schema-2.1.0.json (OASIS) that it uses.
///
/// The schema allows no members beside those of a definition; here stand the ones that are written, and their types.
@Suite struct SARIFSchemaTests {
    private indirect enum Kind: Sendable {
        case text
        case oneOf([String])
        case number(least: Int)
        case flag
        case list(of: Kind, unique: Bool)
        case object(String)
        case anything
    }

    private struct Definition: Sendable {
        let required: [String]
        let members: [String: Kind]
    }

    private static let definitions: [String: Definition] = [
        "sarifLog": Definition(
            required: ["version", "runs"],
            members: [
                "$schema": .text, "version": .oneOf(["2.1.0"]), "runs": .list(of: .object("run"), unique: false),
            ]
        ),
        "run": Definition(
            required: ["tool"],
            members: [
                "tool": .object("tool"), "results": .list(of: .object("result"), unique: false),
                "columnKind": .oneOf(["utf16CodeUnits", "unicodeCodePoints"]), "properties": .anything,
                "invocations": .list(of: .object("invocation"), unique: false),
            ]
        ),
        "invocation": Definition(
            required: ["executionSuccessful"],
            members: ["executionSuccessful": .flag, "endTimeUtc": .text]
        ),
        "tool": Definition(required: ["driver"], members: ["driver": .object("toolComponent")]),
        "toolComponent": Definition(
            required: ["name"],
            members: [
                "name": .text, "semanticVersion": .text,
                "rules": .list(of: .object("reportingDescriptor"), unique: true),
            ]
        ),
        "reportingDescriptor": Definition(
            required: ["id"],
            members: [
                "id": .text, "shortDescription": .object("multiformatMessageString"),
                "fullDescription": .object("multiformatMessageString"), "help": .object("multiformatMessageString"),
                "defaultConfiguration": .object("reportingConfiguration"), "properties": .object("propertyBag"),
            ]
        ),
        "multiformatMessageString": Definition(required: ["text"], members: ["text": .text]),
        "message": Definition(required: ["text"], members: ["text": .text]),
        "reportingConfiguration": Definition(required: [], members: ["level": level]),
        "propertyBag": Definition(
            required: [],
            members: [
                "tags": .list(of: .text, unique: true), "security-severity": .text,
                "references": .list(of: .text, unique: false),
            ]
        ),
        "result": Definition(
            required: ["message"],
            members: [
                "ruleId": .text, "ruleIndex": .number(least: -1), "level": level, "message": .object("message"),
                "kind": .oneOf(["notApplicable", "pass", "fail", "review", "open", "informational"]),
                "locations": .list(of: .object("location"), unique: false), "partialFingerprints": .anything,
            ]
        ),
        "location": Definition(
            required: [],
            members: [
                "physicalLocation": .object("physicalLocation"),
                "logicalLocations": .list(of: .object("logicalLocation"), unique: true),
            ]
        ),
        "physicalLocation": Definition(
            required: ["artifactLocation"],
            members: ["artifactLocation": .object("artifactLocation"), "region": .object("region")]
        ),
        "artifactLocation": Definition(required: ["uri"], members: ["uri": .text]),
        "region": Definition(required: ["startLine"], members: ["startLine": .number(least: 1)]),
        "logicalLocation": Definition(required: [], members: ["fullyQualifiedName": .text]),
    ]

    private static let level = Kind.oneOf(["none", "note", "warning", "error"])

    @Test(arguments: ["plain", HostileTextTests.steering, "{0} [a](b) \\", ""])
    func `every object has the members that its definition allows`(text: String) throws {
        let sarif = SampleReport.model(text, file: "/etc/" + text).sarif
        let root = try JSONDocument(Array(sarif.document.utf8), dialect: .json).root
        #expect(Self.problems(root, .object("sarifLog"), at: "") == [])
        for result in root["runs"]?[0]?["results"]?.items ?? [] where result["kind"]?.text != "fail" {
            #expect(result["level"]?.text == "none", "3.27.10: only a failure has a level")
        }
    }

    @Test func `a member that no definition has is a problem`() throws {
        let wrong = #"{"version": "2.0", "runs": [{"tool": {"driver": {"name": 1, "color": "red"}}}], "x": 1}"#
        let root = try JSONDocument(Array(wrong.utf8), dialect: .json).root
        #expect(Self.problems(root, .object("sarifLog"), at: "").count == 4)
    }

    private static func problems(_ node: JSONNode, _ kind: Kind, at place: String) -> [String] {
        switch kind {
        case .anything: return []
        case .text: return node.text == nil ? ["\(place) is no text"] : []
        case .flag: return node.flag == nil ? ["\(place) is no boolean"] : []
        case .oneOf(let words): return words.contains(node.text ?? "") ? [] : ["\(place) is none of \(words)"]
        case .number(let least): return (node.integer ?? least - 1) >= least ? [] : ["\(place) is below \(least)"]
        case .list(let kind, let unique):
            guard let items = node.items else { return ["\(place) is no list"] }
            let repeats = unique && Set(items.map { "\($0.value)" }).count != items.count
            return (repeats ? ["\(place) repeats itself"] : [])
                + items.enumerated().flatMap { problems($0.element, kind, at: "\(place)[\($0.offset)]") }
        case .object(let name):
            guard let definition = definitions[name], let members = node.members else {
                return ["\(place): no \(name)"]
            }
            let missing = definition.required.filter { node[$0] == nil }.map { "\(place).\($0) is missing" }
            return missing
                + members.flatMap { member in
                    definition.members[member.key].map { problems(member.value, $0, at: "\(place).\(member.key)") }
                        ?? ["\(place).\(member.key) is not known to \(name)"]
                }
        }
    }
}
