import Catalog
import Documents
import Testing

@testable import Reports

@Suite struct ViewTests {
    private func parsed(_ output: JSONValue) throws -> JSONNode {
        try JSONDocument(Array(output.document.utf8), dialect: .json).root
    }

    @Test func `JSON names the schema, the host, the grades and every finding`() throws {
        let root = try parsed(SampleReport.model().json)
        #expect(root["schema"]?.text == "nacre.audit/2")
        #expect(root["nacre"]?.text == "0.0.0")
        #expect(root["grade"]?.text == "F")
        #expect(root["layers"]?.items?.count == 4)
        let findings = try #require(root["findings"]?.items)
        #expect(findings.map { $0["verdict"]?.text } == ["drifted", "compliant", "unknown", "not-applicable"])
        let first = try #require(findings.first)
        #expect(first["control"]?.text == "ssh.refuse-passwords")
        #expect(first["severity"]?.text == "critical")
        #expect(findings.map { $0["commands"]?.items?.count } == [1, 0, 0, 0])
        for key in ["attack", "fix", "layer"] { #expect(first[key]?.text?.isEmpty == false) }
        let evidence = try #require(first["evidence"]?.items?.first)
        #expect(evidence["file"]?.text == "/etc/ssh/sshd_config")
        #expect(evidence["line"]?.integer == 12)
    }

    @Test func `SARIF has the shape that the standard demands`() throws {
        let root = try parsed(SampleReport.model(file: "/etc/a b%").sarif)
        #expect(root["version"]?.text == "2.1.0")
        let run = try #require(root["runs"]?.items?.first)
        let rules = try #require(run["tool"]?["driver"]?["rules"]?.items)
        let results = try #require(run["results"]?.items)
        #expect(results.map { $0["kind"]?.text } == ["fail", "pass", "open"])
        #expect(results.map { $0["level"]?.text } == ["error", "none", "none"])
        #expect(rules.count == results.count)
        for (index, result) in results.enumerated() {
            #expect(result["ruleIndex"]?.integer == index)
            #expect(rules[index]["id"]?.text == result["ruleId"]?.text)
            #expect(result["message"]?["text"]?.text?.isEmpty == false)
        }
        let place = results[0]["locations"]?[0]?["physicalLocation"]
        #expect(place?["artifactLocation"]?["uri"]?.text == "file:///etc/a%20b%25")
        #expect(place?["region"]?["startLine"]?.integer == 12)
    }

    @Test func `text says how bad it is first, and ends with what was not measured`() throws {
        let lines = SampleReport.model().text(.plain).split(separator: "\n")
        #expect(lines[1] == "Grade F: anyone on the network can take over as it stands.")
        #expect(lines[2] == "1 problem (1 critical); 1 unknown, 1 compliant, 1 not applicable.")
        #expect(lines[4] == "The worst")
        #expect(lines[5] == "1.  The door is open (critical, usable by anyone on the network)")
        #expect(lines.contains("critical  The door is open, /etc/ssh/sshd_config:12 [ssh.refuse-passwords]"))
        let end = lines.suffix(2).joined(separator: " ")
        #expect(end.hasSuffix("what the network in front of this server lets through."))
    }

    @Test func `text tells of evidence, attack and fix where it is asked to, and of what is well`() {
        let text = SampleReport.model().text(.plain, verbose: true)
        for words in [
            "  found     yes: yes", "  attack    Somebody walks in", "  fix       Shut the door", "Compliant (1)",
        ] {
            #expect(text.contains(words), "\(words)")
            #expect(!SampleReport.model().text(.plain).contains(words), "\(words)")
        }
    }

    @Test func `text keeps to the width`() {
        let model = SampleReport.model("some words that go on and on until they must be broken somewhere, surely here")
        for line in model.text(TextStyle(width: 60, isColored: false)).split(separator: "\n").dropFirst(2)
        where !line.contains("█") && !line.contains("▒") && !line.contains("·") {
            #expect(line.count <= 60, "\(line)")
        }
    }

    @Test(arguments: [
        (0, "1970-01-01T00:00:00Z"), (951_782_399, "2000-02-28T23:59:59Z"), (951_782_400, "2000-02-29T00:00:00Z"),
        (1_763_713_800, "2025-11-21T08:30:00Z"), (4_107_542_399, "2100-02-28T23:59:59Z"),
        (4_107_542_400, "2100-03-01T00:00:00Z"),
    ])
    func `a second is written as a date`(seconds: Int, text: String) { #expect(Timestamp(seconds).machine == text) }

    @Test func `HTML holds every finding, and a filter for every layer that applies`() {
        let model = SampleReport.model()
        let html = model.html
        for row in model.groups where row.count(.notApplicable) < row.rows.count {
            #expect(html.contains("id=\"l-\(row.group.id)\""))
            #expect(html.contains("body:has(#l-\(row.group.id):checked) main .row:not(.\(row.group.id))"))
        }
        #expect(html.contains("ssh.refuse-passwords") && html.contains("docker.keep-containers"))
        #expect(html.hasSuffix("</html>\n"))
    }
}
