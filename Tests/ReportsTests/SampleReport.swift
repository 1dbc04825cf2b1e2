import Catalog
import Hardening

@testable import Reports

/// A small report with one finding of every verdict, into which a test puts its own text.
enum SampleReport {
    static func model(
        _ text: String = "yes",
        file: String = "/etc/ssh/sshd_config",
        sanitizer: Sanitizer = Sanitizer { $0 }
    ) -> ReportModel {
        let entries = [
            entry(
                .ssh,
                "refuse-passwords",
                .critical,
                .drifted,
                Evidence(text, observed: text, wanted: text, origin: Origin(file, line: 12))
            ),
            entry(.kernel, "enable-syn-cookies", .medium, .compliant, Evidence("a", observed: "1", wanted: "1")),
            entry(
                .docker,
                "keep-containers",
                .high,
                .unknown,
                Evidence("a", observed: text, wanted: "b", cause: .notRunning)
            ),
            entry(.proxy, "close-admin", .low, .notApplicable, nil, reason: text),
        ]
        return ReportModel(
            Report(entries),
            of: text,
            profile: "standalone",
            at: 1_763_713_800,
            version: "0.0.0",
            notes: [text],
            sanitizer: sanitizer
        )
    }

    private static func entry(
        _ layer: Layer,
        _ phrase: String,
        _ severity: Severity,
        _ verdict: Finding.Verdict,
        _ evidence: Evidence?,
        reason: String? = nil
    ) -> Report<Control>.Outcome {
        let control = Control(
            layer,
            phrase,
            title: "The door is shut",
            fault: "The door is open",
            rationale: "Somebody walks in and takes everything there is.",
            severity: severity,
            references: [Reference("sshd_config(5)")],
            fix: .manual("shut the door: `door shut`", because: "It is your door."),
            examples: []
        )
        let finding = Finding(verdict: verdict, evidence: evidence.map { [$0] } ?? [], reason: reason)
        return Report.Outcome(control, finding)
    }
}
