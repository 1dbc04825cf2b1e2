import Catalog
import Hardening

extension Control {
    static let enableBanActions = bans(
        "enable-ban-actions",
        title: "Every jail blocks the addresses it bans",
        fault: "A jail does not block the addresses it bans",
        rationale:
            "A jail without an action, or with one that only sends mail, keeps a list of attackers and lets them all "
            + "through.",
        severity: .high,
        .actsOnFailures,
        .is(true),
        fix: .jails(byHand: ByHand.jail("{JAIL}", "action = %(action_)s"), BanSettings.reach),
        good: true,
        bad: false
    )

    static let installBanTools = bans(
        "install-ban-tools",
        title: "The programs that jails need are installed",
        fault: "A program that a jail needs is not installed",
        rationale:
            "Debian 12 comes without iptables, which fail2ban's stock action runs: each ban fails, and is shown as done. "
            + "Without python3-systemd a jail that reads the journal ends the server.",
        severity: .high,
        .missingBanTools,
        Constraint("is empty") { _ in [] },
        fix: .banTools,
        good: [],
        bad: ["iptables"]
    )

    static let extendBansToContainers = bans(
        "extend-bans-to-containers",
        title: "Bans cover containers too",
        fault: "A banned address can still reach containers",
        rationale:
            "Bans go into INPUT, and packets to published ports never pass it: the banned address turns to the gateway's "
            + "container.",
        severity: .low,
        where: Field.banReachesContainers.isSet,
        .banReachesContainers,
        .is(true),
        fix: .jails(
            byHand: ByHand.jail(
                "{JAIL}",
                "action = %(action_)s",
                "    nftables[type=allports, name=forward, chain=f2b-forward, chain_hook=forward]"
            ),
            BanSettings.reach
        ),
        good: true,
        bad: false
    )

    static let banRepeatOffenders = Control(
        .intrusion,
        "ban-repeat-offenders",
        title: "Repeat offenders are banned for longer",
        fault: "Repeat offenders are banned no longer than others",
        rationale: "A patient bot takes every ban as a break: five tries an hour are 43,800 a year.",
        severity: .low,
        references: [Reference("jail.conf(5)", "bantime.increment"), Reference("fail2ban wiki", "recidive")],
        when: [.any(.jails, "fail2ban has jails")],
        expects: [
            .some(
                .jails,
                where: .jailName == "recidive" || .isSSHJail == true && .banTimeGrows == true,
                "a recidive jail, or bans from SSH that grow",
                wanted: Record("recidive", [.jailName: "recidive"])
            )
        ],
        fix: .increasingBans,
        examples: [
            .compliant(
                "bans grow",
                recidive(.init("sshd", [.jailName: "sshd", .isSSHJail: true, .banTimeGrows: true]))
            ),
            .compliant("a jail of its own", recidive(.init("recidive", [.jailName: "recidive", .isSSHJail: false]))),
            .drifted(
                "always the same",
                recidive(.init("sshd", [.jailName: "sshd", .isSSHJail: true, .banTimeGrows: false]))
            ),
        ]
    )

    private static func recidive(_ record: Record) -> [Resource: State] {
        [.facts(.jails): .records([record])]
    }

    /// A control over one field of every jail.
    private static func bans(
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
        Control(
            .intrusion,
            phrase,
            title: title,
            fault: fault,
            rationale: rationale,
            severity: severity,
            references: [Reference("jail.conf(5)"), Reference("fail2ban action.d")],
            expects: [.each(.jails, where: filter, field, constraint)],
            fix: fix,
            examples: [
                .compliant("\(field): \(good)", .jails, Record("sshd", [field: good])),
                .drifted("\(field): \(bad)", .jails, Record("sshd", [field: bad])),
                .unknown(
                    "not determined",
                    .jails,
                    Record("sshd", [field: .unknown(.notStated("fail2ban does not tell"))])
                ),
                .notApplicable("no jails", [.facts(.jails): .records([])]),
            ]
        )
    }
}
