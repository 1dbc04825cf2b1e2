import Catalog
import Hardening

extension Control {
    /// The guard runs, and comes again with the next boot.
    static let runGuard = Control(
        .guard,
        "run-guard",
        title: "A guard stands between agents and model APIs",
        fault: "No guard stands between agents and model APIs",
        rationale:
            "An agent reads what strangers write and acts on it. Inside the gateway nothing can be relied on to stop it: what it is "
            + "talked into, its plugins are, too. The guard is a process of its own that holds the keys and sees what comes and goes.",
        severity: .low,
        references: [
            Reference("OWASP Top 10 for LLM Applications 2025", "LLM02, LLM06"), Reference("nacre: docs/guard.md"),
        ],
        expects: [
            .each(.agentGuard, .guardSetup, .is("configured")),
            .each(.agentGuard, .guardRuns, .is(true)),
            .each(.agentGuard, .guardStartsAtBoot, .is(true)),
        ],
        fix: .manual(
            "`sudo nacre guard enrol --all --dry-run`, and without --dry-run",
            because: "Every turn of every agent goes through it from then on, so that you begin."
        ),
        examples: [
            .compliant("it runs", .agentGuard, record()),
            .drifted("never configured", .agentGuard, record("not configured", runs: false, boot: false)),
            .drifted("stopped", .agentGuard, record(runs: false)),
            .drifted("gone after the next boot", .agentGuard, record(boot: false)),
            .unknown("guard.yaml is no YAML", .agentGuard, record(.unknown(.malformed("/etc/nacre/guard.yaml:3")))),
            .notApplicable("no OpenClaw"),
        ]
    )

    private static func record(_ setup: Value = "configured", runs: Value = true, boot: Value = true) -> Record {
        Record("nacre-guard", [.guardSetup: setup, .guardRuns: runs, .guardStartsAtBoot: boot])
    }
}
