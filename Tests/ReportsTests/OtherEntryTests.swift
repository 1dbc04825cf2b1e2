import Catalog
import Documents
import Reports
import Testing

/// What is no control is proved, graded, reported and documented by the same code.
@Suite struct OtherEntryTests {
    private static let hostile = "Failed password for <b>root</b> \u{1B}[2J 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"

    private static func model(_ log: [String] = Array(repeating: hostile, count: 3)) -> ReportModel {
        let report = Report([
            Report<GuessDetector>.Outcome(.ssh, GuessDetector.ssh.finding(in: log)),
            Report<GuessDetector>.Outcome(.web, GuessDetector.web.finding(in: [])),
        ])
        return ReportModel(report, of: "auth.log", at: 1_763_713_800, version: "0.0.0")
    }

    @Test(arguments: [GuessDetector.ssh, .web])
    func `its examples prove it, and it both fires and stays quiet`(_ detector: GuessDetector) {
        #expect(detector.disproofs == [])
        #expect(detector.unshown([.compliant, .drifted, .unknown]) == [])
        #expect(detector.unshown([.notApplicable]) == [.notApplicable])
    }

    @Test func `what it finds is graded by its severity`() {
        let found = Self.model()
        #expect(found.grade == .c)
        #expect(found.groups.map(\.assessment) == [.graded(.c), .incomplete(atBest: .a)])
        #expect(Self.model(["Accepted password for ann"]).assessment == .incomplete(atBest: .a))
    }

    @Test func `JSON calls it by its own words`() throws {
        let root = try JSONDocument(Array(Self.model().json.document.utf8), dialect: .json).root
        #expect(root["schema"]?.text == "nacre.watch/1")
        #expect(root["log"]?.text == "auth.log" && root["profile"] == nil)
        #expect(root["sources"]?[0]?["source"]?.text == "sshd")
        #expect(root["counts"]?["detected"]?.integer == 1 && root["counts"]?["quiet"]?.integer == 0)
        let finding = try #require(root["findings"]?[0])
        #expect(finding["detector"]?.text == "sshd.find-guesses" && finding["verdict"]?.text == "detected")
        #expect(finding["evidence"]?[0]?["line"]?.integer == 3)
    }

    @Test func `SARIF has it as a rule, with its fault`() throws {
        let root = try JSONDocument(Array(Self.model().sarif.document.utf8), dialect: .json).root
        let run = try #require(root["runs"]?[0])
        #expect(run["tool"]?["driver"]?["rules"]?[0]?["id"]?.text == "sshd.find-guesses")
        #expect(run["results"]?.items?.map { $0["kind"]?.text } == ["fail", "open"])
        let message = try #require(run["results"]?[0]?["message"]?["text"]?.text)
        #expect(message.hasPrefix("Passwords were guessed over SSH."))
    }

    @Test func `text says what was found and what could not be looked at`() {
        let lines = Self.model().text(.plain).split(separator: "\n")
        #expect(lines[0] == "Nacre 0.0.0 · auth.log · 2025-11-21 08:30 UTC")
        #expect(lines[1] == "Grade C: one more mistake lets an attacker take over.")
        #expect(lines[2] == "1 problem (1 high); 1 unknown, 0 quiet, 0 not applicable.")
        #expect(lines.contains("1.  Passwords were guessed over SSH (high, usable)"))
        #expect(lines.last == "Not measured: 1 detector marked unknown; what was never logged.")
    }

    @Test(arguments: ReportFormat.allCases)
    func `every format is sanitized, and says nothing of controls`(_ format: ReportFormat) {
        let text = Self.model().rendered(as: format, style: .plain)
        #expect(text.contains("Passwords were guessed over SSH"))
        for word in ["\u{1B}", "ghp_x8Kq", "control", "layer\"", "compliant", "drifted", "Not so", "profile"]
        where text.contains(word) {
            Issue.record("\(word) in \(format)")
        }
        if format == .html { #expect(!text.contains("<b>root</b>")) }
    }

    @Test func `its page is written as a control's is`() {
        #expect(
            GuessDetector.ssh.page == """
                # No passwords are guessed over SSH

                `sshd.find-guesses` · source: SSH log · severity: high

                Somebody tries one password after the other until one opens.

                ## When it fires

                - 3 failures in a row

                ## How to fix it

                nacre apply --layer intrusion

                ## Examples

                - one typo: quiet
                - a row of failures: detected
                - a log that holds nothing: unknown

                ## References

                - sshd(8), AUTHENTICATION

                """
        )
    }
}
