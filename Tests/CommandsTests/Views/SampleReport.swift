import Catalog
import Hardening

@testable import Commands

/// A small report with one finding of every verdict, into which a test puts its own text.
enum SampleReport {
    static func sheet(
        _ text: String = "yes",
        file: String = "/etc/ssh/sshd_config",
        cleaner: Cleaner = Cleaner { $0 }
    ) -> Sheet {
        let entries = [
            entry(
                .ssh,
                "refuse-passwords",
                .critical,
                .drifted,
                Evidence(text, observed: text, wanted: text, origin: Origin(file, line: 12))
            ),
            entry(.kernel, "enable-syn-cookies", .medium, .compliant, Evidence("a", observed: "1", wanted: "1")),
            entry(.docker, "keep-containers", .high, .unknown, Evidence("a", observed: text, wanted: "b")),
            entry(.proxy, "close-admin", .low, .notApplicable, nil, reason: text),
        ]
        let report = Report(host: text, profile: .standalone, entries: entries)
        return Sheet(report, at: 1_763_713_800, version: "0.0.0", notes: [text], cleaner: cleaner)
    }

    private static func entry(
        _ layer: Layer,
        _ phrase: String,
        _ severity: Severity,
        _ verdict: Finding.Verdict,
        _ evidence: Evidence?,
        reason: String? = nil
    ) -> Report.Entry {
        let control = Control(
            layer,
            phrase,
            title: "The door is shut",
            rationale: "Somebody walks in and takes everything there is.",
            severity: severity,
            references: [Reference("sshd_config(5)")],
            remedy: "shut the door",
            examples: []
        )
        let finding = Finding(
            control: control.id,
            verdict: verdict,
            evidence: evidence.map { [$0] } ?? [],
            reason: reason
        )
        return Report.Entry(control: control, finding: finding)
    }
}
