import Catalog
import Hardening

extension Control {
    static let enablePeriodicRuns = upgrader(
        "enable-periodic-runs",
        title: "apt's periodic runs are enabled",
        fault: "apt's periodic runs are disabled",
        rationale: "With APT::Periodic::Enable \"0\" every other setting is ignored, and holes stay open for months.",
        severity: .high,
        reference: "/usr/lib/apt/apt.systemd.daily",
        fix: .aptSettings(.periodicEnabled, ["APT::Periodic::Enable": "1"]),
        .periodicEnabled,
        .is(true),
        good: true,
        bad: false
    )

    static let enableDailyListRefresh = upgrader(
        "enable-daily-list-refresh",
        title: "Package lists are refreshed every day",
        fault: "Package lists are not refreshed every day",
        rationale: "Without fresh lists the server does not know of a fix, while exploits for it are already sold.",
        severity: .high,
        reference: "/usr/lib/apt/apt.systemd.daily",
        fix: .aptSettings(.listInterval, ["APT::Periodic::Update-Package-Lists": "1"]),
        .listInterval,
        .within(1...1),
        good: 1,
        bad: 0
    )

    static let acceptSignedArchivesOnly = upgrader(
        "accept-signed-archives-only",
        title: "apt accepts only strongly signed archives",
        fault: "apt is set to accept unsigned or weakly signed archives",
        rationale: "Whoever sits between the server and a mirror hands it a package of his own, installed as root.",
        severity: .high,
        reference: "apt-secure(8)",
        fix: .aptSettings(
            .acceptsUnsigned,
            [
                "APT::Get::AllowUnauthenticated": "false", "Acquire::AllowInsecureRepositories": "false",
                "Acquire::AllowWeakRepositories": "false", "Unattended-Upgrade::Allow-Unauthenticated": "false",
            ],
            byHand:
                "Remove AllowUnauthenticated, AllowInsecureRepositories and AllowWeakRepositories from /etc/apt/apt.conf.d"
        ),
        .acceptsUnsigned,
        .is(false),
        good: false,
        bad: true
    )

    /// A control over one field of the single record of unattended-upgrades.
    static func upgrader(
        _ phrase: String,
        title: String,
        fault: String,
        rationale: String,
        severity: Severity,
        reference: String,
        fix: Fix,
        where filter: Filter = .always,
        _ field: Field,
        _ constraint: Constraint,
        good: Value,
        bad: Value,
        besides: [Field: Value] = [:]
    ) -> Control {
        func machine(_ value: Value) -> Record {
            Record("unattended-upgrades", besides.merging([field: value]) { _, new in new })
        }
        return Control(
            .updates,
            phrase,
            title: title,
            fault: fault,
            rationale: rationale,
            severity: severity,
            references: [Reference(reference), Reference("CIS Debian 12", "1.2")],
            expects: [.each(.updates, where: filter, field, constraint)],
            fix: fix,
            examples: [
                .compliant("\(field): \(good)", .updates, machine(good)),
                .drifted("\(field): \(bad)", .updates, machine(bad)),
                .unknown("not permitted", .updates, machine(.unknown(.notPermitted("permission denied")))),
            ]
        )
    }
}
