import Catalog
import Documents
import Hardening
import Reports
import Testing

@Suite struct ProblemTests {
    private static let firewall = Cause(
        "no-firewall",
        "No firewall",
        signs: ["firewall.one", "firewall.two"],
        consequences: ["firewall.three", "ssh.four"]
    )
    private static let habits = Cause(
        "habits",
        "Nobody set it up",
        atLeast: 3,
        of: ["kernel.a", "kernel.b", "kernel.c"]
    )

    private static func report(
        _ verdicts: KeyValuePairs<String, (Severity, Finding.Verdict)>,
        repairs: [String: Repair] = [:],
        accepted: Set<String> = []
    ) -> Report<Control> {
        let outcomes = verdicts.map { id, what in
            let parts = id.split(separator: ".").map(String.init)
            let control = Control(
                Layer(rawValue: parts[0]) ?? .ssh,
                parts[1],
                title: "It is well",
                fault: "\(id) is wrong",
                rationale: "Somebody does something.",
                severity: what.0,
                references: [Reference("x")],
                fix: .manual("do it", because: "Why."),
                examples: []
            )
            return Report<Control>.Outcome(
                control,
                Finding(verdict: what.1),
                repair: repairs[id],
                acceptance: accepted.contains(id) ? Acceptance(reason: "we know") : nil
            )
        }
        return Report(outcomes, causes: [firewall, habits])
    }

    @Test func `a cause is one problem, of the severity of its worst finding`() {
        let report = Self.report([
            "firewall.one": (.high, .drifted), "firewall.two": (.critical, .drifted),
            "firewall.three": (.low, .drifted),
            "ssh.four": (.high, .drifted), "ssh.five": (.high, .drifted),
        ])
        #expect(report.problems.map(\.fault) == ["No firewall", "ssh.five is wrong"])
        #expect(report.problems[0].severity == .critical && report.problems[0].outcomes.count == 4)
        #expect(report.problems[0].outcomes.first?.entry.id == "firewall.two")
    }

    @Test(arguments: [Finding.Verdict.compliant, .unknown])
    func `a cause is not there while one of its signs is well, or is not known`(_ verdict: Finding.Verdict) {
        let report = Self.report([
            "firewall.one": (.high, verdict), "firewall.two": (.high, .drifted), "firewall.three": (.high, .drifted),
        ])
        #expect(report.problems.map(\.fault) == ["firewall.two is wrong", "firewall.three is wrong"])
    }

    @Test func `a cause whose sign is accepted is none: what else is wrong counts by itself`() {
        let report = Self.report(
            [
                "firewall.one": (.critical, .drifted), "firewall.two": (.critical, .drifted),
                "firewall.three": (.high, .drifted), "ssh.four": (.high, .drifted),
            ],
            accepted: ["firewall.one", "firewall.two"]
        )
        #expect(report.problems.map(\.fault) == ["firewall.three is wrong", "ssh.four is wrong"])
    }

    @Test func `a sign that does not apply says nothing against it`() {
        let report = Self.report([
            "firewall.one": (.high, .notApplicable), "firewall.two": (.high, .drifted),
            "firewall.three": (.low, .drifted),
        ])
        #expect(report.problems.map(\.fault) == ["No firewall"])
    }

    @Test func `a habit is one problem from so many findings on`() {
        let two: KeyValuePairs<String, (Severity, Finding.Verdict)> = [
            "kernel.a": (.low, .drifted), "kernel.b": (.low, .drifted), "kernel.c": (.low, .compliant),
        ]
        #expect(Self.report(two).problems.count == 2)
        let three: KeyValuePairs<String, (Severity, Finding.Verdict)> = [
            "kernel.a": (.low, .drifted), "kernel.b": (.low, .drifted), "kernel.c": (.low, .drifted),
        ]
        #expect(Self.report(three).problems.count == 1)
    }

    @Test func `what is one problem counts once in the grade`() {
        let report = Self.report([
            "firewall.one": (.high, .drifted), "firewall.two": (.high, .drifted), "firewall.three": (.high, .drifted),
        ])
        #expect(report.grade == .c)
        #expect(report.assessment(of: .firewall) == .graded(.c))
    }

    @Test func `what could not be looked at takes the letter away where it could make it worse`() {
        #expect(
            Self.report(["ssh.a": (.high, .unknown), "ssh.b": (.low, .compliant)]).assessment == .incomplete(atBest: .a)
        )
        // Something low cannot.
        #expect(Self.report(["ssh.a": (.low, .unknown), "ssh.b": (.low, .compliant)]).grade == .a)
        #expect(Self.report(["ssh.a": (.critical, .drifted), "ssh.b": (.critical, .unknown)]).grade == .f)
        #expect(Self.report(["ssh.a": (.high, .unknown)]).assessment == .incomplete(atBest: .a))
        #expect(Self.report(["ssh.a": (.high, .notApplicable)]).assessment == .none)
    }

    @Test func `what is accepted is no problem, and is told of`() {
        let report = Self.report(["ssh.a": (.critical, .drifted), "ssh.b": (.medium, .drifted)], accepted: ["ssh.a"])
        #expect(report.grade == .b)
        let model = ReportModel(report, of: "x", at: 0, version: "0")
        #expect(model.accepted.map(\.entry) == ["ssh.a"] && model.drifted.map(\.entry) == ["ssh.b"])
        let text = model.text(.plain)
        #expect(text.contains("Accepted (1)") && text.contains("ssh.a is wrong [ssh.a]: we know"))
        #expect(model.html.contains("we know") && model.sarif.document.contains("\"justification\": \"we know\""))
    }

    @Test func `text says how much the command fixes, and lists what is left`() {
        let report = Self.report(
            ["ssh.a": (.high, .drifted), "ssh.b": (.medium, .drifted), "ssh.c": (.low, .drifted)],
            repairs: ["ssh.a": .automatic, "ssh.b": .partly, "ssh.c": .byHand]
        )
        let text = ReportModel(report, of: "x", at: 0, version: "0").text(.plain)
        #expect(text.contains("sudo nacre apply can fix 2 of the 3 findings"))
        #expect(text.contains("2 need decisions that only you can make"))
        let parts = text.split(separator: "\nYours\n")
        #expect(
            parts.count == 2 && parts[0].contains("[ssh.a]") && parts[1].contains("[ssh.b]")
                && parts[1].contains("[ssh.c]")
        )
    }

    @Test(arguments: [
        ("`sudo passwd -l root`", true), ("`printf '%s\\n' 'a = 1' | sudo tee -a /etc/sysctl.d/x.conf`", true),
        ("look; or, for rules of your own: `sudo apt-get install x`", true),
        ("have chmod take it away", false), ("change the setting that the evidence names", false),
    ])
    func `a box to copy from holds what a shell takes`(_ fix: String, _ isCommand: Bool) {
        let control = Control(
            .ssh,
            "a",
            title: "t",
            fault: "f",
            rationale: "r",
            severity: .low,
            references: [],
            fix: .manual(fix, because: "Why."),
            examples: []
        )
        let html = ReportModel(Report([.init(control, Finding(verdict: .drifted))]), of: "x", at: 0, version: "0").html
        #expect(html.contains("<pre><code>") == isCommand)
    }

    @Test(
        arguments: [
            (Severity.medium, Unknown.Cause.notStated, Grade.a), (.medium, .notPermitted, nil),
            (.high, .notStated, nil),
            (.critical, .notStated, nil),
        ] as [(Severity, Unknown.Cause, Grade?)]
    )
    func `what is stated nowhere keeps nobody from a letter, unless it matters much`(
        _ severity: Severity,
        _ cause: Unknown.Cause,
        _ grade: Grade?
    ) {
        let known = Self.report(["ssh.a": (severity, .unknown), "ssh.b": (.low, .compliant)])
        let evidence = Evidence("x", observed: "could not look", wanted: "y", cause: cause)
        let outcomes = known.outcomes.map { outcome in
            outcome.finding.verdict == .unknown
                ? Report<Control>.Outcome(outcome.entry, Finding(verdict: .unknown, evidence: [evidence])) : outcome
        }
        #expect(Report(outcomes).grade == grade)
    }
}
