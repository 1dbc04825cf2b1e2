import Catalog
import Hardening

extension Control {
    static let runSupportedRelease = release(
        "run-supported-release",
        title: "The release gets security fixes",
        fault: "The release no longer gets security fixes",
        rationale: "After the end of support nobody fixes what is found, and scanners look for such releases by name.",
        severity: .critical,
        fix: .manual(
            "Upgrade to the next release: https://www.debian.org/releases/stable/releasenotes, or do-release-upgrade",
            because: "An upgrade of the release cannot be undone: make a snapshot of the server first."
        ),
        .releaseSupport,
        .isOne(of: "regular", "LTS", "ESM"),
        good: "LTS",
        bad: "ended"
    )

    static let planNextRelease = release(
        "plan-next-release",
        title: "At least 90 days of security support are left",
        fault: "Fewer than 90 days of security support are left",
        rationale:
            "An upgrade done in a hurry after the last fix is the one that goes wrong; until then holes stay open.",
        severity: .low,
        fix: .manual(
            "Plan the upgrade: https://www.debian.org/releases/stable/releasenotes, or do-release-upgrade",
            because: "An upgrade of the release cannot be undone: make a snapshot of the server before it."
        ),
        .supportDaysLeft,
        .atLeast(90),
        good: 400,
        bad: 30
    )

    private static func release(
        _ phrase: String,
        title: String,
        fault: String,
        rationale: String,
        severity: Severity,
        fix: Fix,
        _ field: Field,
        _ constraint: Constraint,
        good: Value,
        bad: Value
    ) -> Control {
        Control(
            .updates,
            phrase,
            title: title,
            fault: fault,
            rationale: rationale,
            severity: severity,
            references: [Reference("wiki.debian.org/LTS"), Reference("ubuntu.com/about/release-cycle")],
            expects: [.each(.release, field, constraint)],
            fix: fix,
            examples: [
                .compliant("\(field): \(good)", .release, Record("Debian 12", [field: good])),
                .drifted("\(field): \(bad)", .release, Record("Debian 11", [field: bad])),
                .unknown(
                    "a release nobody knows",
                    .release,
                    Record("Arch", [field: .unknown(.notModeled("not in the table"))])
                ),
            ]
        )
    }
}
