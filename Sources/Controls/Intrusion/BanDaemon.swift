import Catalog
import Hardening

extension Control {
    static let installBanDaemon = banDaemon(
        "install-ban-daemon",
        title: "Addresses are banned after repeated failures",
        fault: "Nothing bans addresses after repeated failures",
        rationale: "A bot tries passwords and keys day and night from one address, and nothing ever slows it down.",
        severity: .medium,
        .somethingBans,
        .is(true),
        fix: .sshJail(
            byHand: "`sudo apt-get install fail2ban python3-systemd`; `sudo systemctl unmask fail2ban`; `sudo "
                + "systemctl enable --now fail2ban`"
        ),
        good: true,
        bad: false
    )

    static let runBanDaemon = banDaemon(
        "run-ban-daemon",
        title: "fail2ban is running",
        fault: "fail2ban is installed and does not answer",
        rationale:
            "On Debian 12 the stock configuration looks for a log that is not written, the server ends at once, and "
            + "nobody is ever banned.",
        severity: .high,
        where: .banDaemonInstalled == true,
        .banDaemonAnswers,
        .is(true),
        fix: .sshJail(
            byHand: "`sudo apt-get install python3-systemd`; "
                + ByHand.jail(
                    "sshd",
                    "enabled = true",
                    "backend = systemd",
                    ending: "sudo systemctl restart fail2ban && sudo fail2ban-client ping"
                )
        ),
        good: true,
        bad: false
    )

    static let startBanDaemonAtBoot = banDaemon(
        "start-ban-daemon-at-boot",
        title: "fail2ban starts at boot",
        fault: "fail2ban does not start at boot",
        rationale: "After the next kernel update the server comes back without it, and guessing goes unpunished.",
        severity: .medium,
        where: .banDaemonInstalled == true,
        .banDaemonAtBoot,
        .is(true),
        fix: .banDaemonAtBoot,
        good: true,
        bad: false
    )

    static let enableSSHJail = banDaemon(
        "enable-ssh-jail",
        title: "fail2ban has a jail for SSH",
        fault: "fail2ban has no jail for SSH",
        rationale: "fail2ban runs and looks busy, yet the one service that everybody attacks is not among its jails.",
        severity: .high,
        where: .banDaemonInstalled == true && Field.sshJails.isSet,
        .sshJails,
        Constraint("has one") { $0 == [] ? ["sshd"] : $0 },
        fix: .sshJail(byHand: ByHand.jail("sshd", "enabled = true", "backend = systemd")),
        good: ["ssh-guard"],
        bad: []
    )

    /// A control over the record of fail2ban; not for machines where another program bans.
    private static func banDaemon(
        _ phrase: String,
        title: String,
        fault: String,
        rationale: String,
        severity: Severity,
        where filter: Filter = .always,
        _ field: Field,
        _ constraint: Constraint,
        fix: Fix,
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
            fault: fault,
            rationale: rationale,
            severity: severity,
            references: [Reference("fail2ban-client(1)"), Reference("fail2ban/fail2ban", "3292")],
            expects: [.each(.fail2ban, where: filter, field, constraint)],
            fix: fix,
            examples: [
                .compliant("\(field): \(good)", .fail2ban, machine(good)),
                .drifted("\(field): \(bad)", .fail2ban, machine(bad)),
                .unknown(
                    "not determined",
                    .fail2ban,
                    machine(.unknown(.notModeled("crowdsec bans here, which Nacre cannot judge")))
                ),
            ]
        )
    }
}
