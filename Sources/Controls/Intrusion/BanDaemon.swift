import Catalog
import Hardening

extension Control {
    static let installBanDaemon = banDaemon(
        "install-ban-daemon",
        title: "Something bans addresses that keep failing",
        rationale: "A bot tries passwords and keys day and night from one address, and nothing ever slows it down.",
        severity: .medium,
        remedy:
            "sudo apt-get install fail2ban python3-systemd; sudo systemctl unmask fail2ban; sudo systemctl enable --now fail2ban",
        .somethingBans,
        .is(true),
        good: true,
        bad: false
    )

    static let runBanDaemon = banDaemon(
        "run-ban-daemon",
        title: "fail2ban runs and answers",
        rationale:
            "On Debian 12 the stock configuration looks for a log that is not written, the server ends at once, and "
            + "nobody is ever banned.",
        severity: .high,
        remedy: "sudo apt-get install python3-systemd; "
            + ByHand.jail(
                "sshd",
                "enabled = true",
                "backend = systemd",
                ending: "sudo systemctl restart fail2ban && sudo fail2ban-client ping"
            ),
        where: .banDaemonInstalled == true,
        .banDaemonAnswers,
        .is(true),
        good: true,
        bad: false
    )

    static let startBanDaemonAtBoot = banDaemon(
        "start-ban-daemon-at-boot",
        title: "fail2ban starts at boot",
        rationale: "After the next kernel update the server comes back without it, and guessing goes unpunished.",
        severity: .medium,
        remedy: "sudo systemctl enable fail2ban",
        where: .banDaemonInstalled == true,
        .banDaemonAtBoot,
        .is(true),
        good: true,
        bad: false
    )

    static let guardSSH = banDaemon(
        "guard-ssh",
        title: "fail2ban has a jail for SSH",
        rationale: "fail2ban runs and looks busy, yet the one service that everybody attacks is not among its jails.",
        severity: .high,
        remedy: ByHand.jail("sshd", "enabled = true", "backend = systemd"),
        where: .banDaemonInstalled == true && Field.sshJails.isSet,
        .sshJails,
        Constraint("has one") { $0 == [] ? ["sshd"] : $0 },
        good: ["ssh-guard"],
        bad: []
    )

    /// A control over the record of fail2ban; not for machines where another program bans.
    private static func banDaemon(
        _ phrase: String,
        title: String,
        rationale: String,
        severity: Severity,
        remedy: String,
        where filter: Filter = .always,
        _ field: Field,
        _ constraint: Constraint,
        good: Value,
        bad: Value
    ) -> Control {
        func machine(_ value: Value) -> Record {
            Record("fail2ban", [.banDaemonInstalled: true].merging([field: value]) { $1 })
        }
        return Control(
            .intrusion,
            phrase,
            title: title,
            rationale: rationale,
            severity: severity,
            references: [Reference("fail2ban-client(1)"), Reference("fail2ban/fail2ban", "3292")],
            remedy: remedy,
            expects: [.each(.fail2ban, where: filter, field, constraint)],
            examples: [
                .compliant("\(field): \(good)", .fail2ban, machine(good)),
                .drifted("\(field): \(bad)", .fail2ban, machine(bad)),
                .unknown(
                    "cannot tell",
                    .fail2ban,
                    machine(.unknown(.notModeled("crowdsec bans here, which Nacre cannot judge")))
                ),
            ]
        )
    }
}
