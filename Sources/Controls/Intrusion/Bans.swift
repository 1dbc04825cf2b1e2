import Catalog
import Hardening

extension Control {
    static let actOnFailures = bans(
        "act-on-failures",
        title: "Every jail cuts off those it bans",
        rationale:
            "A jail without an action, or with one that only sends mail, keeps a list of attackers and lets them all "
            + "through.",
        severity: .high,
        remedy: ByHand.jail("sshd", "action = %(action_)s"),
        .actsOnFailures,
        .is(true),
        good: true,
        bad: false
    )

    static let installBanTools = bans(
        "install-ban-tools",
        title: "The programs that jails need are installed",
        rationale:
            "Debian 12 comes without iptables, which fail2ban's stock action runs: each ban fails, and is shown as done. "
            + "Without python3-systemd a jail that reads the journal ends the server.",
        severity: .high,
        remedy:
            "sudo apt-get install iptables python3-systemd; or banaction = nftables-multiport in [DEFAULT] of /etc/fail2ban/jail.local",
        .missingBanTools,
        Constraint("is empty") { _ in [] },
        good: [],
        bad: ["iptables"]
    )

    static let reachContainers = bans(
        "reach-containers",
        title: "A banned address is cut off from containers too",
        rationale:
            "Bans go into INPUT, and packets to published ports never pass it: the banned address turns to the gateway's "
            + "container.",
        severity: .low,
        remedy: ByHand.jail(
            "sshd",
            "action = %(action_)s",
            "    nftables[type=allports, name=forward, chain=f2b-forward, chain_hook=forward]"
        ),
        where: Field.banReachesContainers.isSet,
        .banReachesContainers,
        .is(true),
        good: true,
        bad: false
    )

    static let banRecidivists = Control(
        .intrusion,
        "ban-recidivists",
        title: "Those who come back after a ban are banned for longer",
        rationale: "A patient bot takes every ban as a break: five tries an hour are 43,800 a year.",
        severity: .low,
        references: [Reference("jail.conf(5)", "bantime.increment"), Reference("fail2ban wiki", "recidive")],
        remedy: ByHand.jail("DEFAULT", "bantime.increment = true"),
        when: [.any(.jails, "fail2ban has jails")],
        expects: [
            .some(
                .jails,
                where: .jailName == "recidive" || .isSSHJail == true && .banTimeGrows == true,
                "a recidive jail, or bans from SSH that grow",
                wanted: Record("recidive", [.jailName: "recidive"])
            )
        ],
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
        rationale: String,
        severity: Severity,
        remedy: String,
        where filter: Filter = .always,
        _ field: Field,
        _ constraint: Constraint,
        good: Value,
        bad: Value
    ) -> Control {
        Control(
            .intrusion,
            phrase,
            title: title,
            rationale: rationale,
            severity: severity,
            references: [Reference("jail.conf(5)"), Reference("fail2ban action.d")],
            remedy: remedy,
            expects: [.each(.jails, where: filter, field, constraint)],
            examples: [
                .compliant("\(field): \(good)", .jails, Record("sshd", [field: good])),
                .drifted("\(field): \(bad)", .jails, Record("sshd", [field: bad])),
                .unknown(
                    "cannot tell",
                    .jails,
                    Record("sshd", [field: .unknown(.notStated("fail2ban does not tell"))])
                ),
                .notApplicable("no jails", [.facts(.jails): .records([])]),
            ]
        )
    }
}
