import Catalog
import Hardening

extension Control {
    static let matchServerJournal = jail(
        "match-server-journal",
        title: "SSH's jail reads the log lines of sshd, and of no other program",
        fault: "A jail for SSH misses log lines of sshd, or takes lines of other programs for them",
        rationale:
            "The stock match asks for sshd.service and the program sshd; Debian's unit is ssh.service and newer servers "
            + "log as sshd-session; a log file stays behind when nothing writes it any more. The jail reads nothing, and "
            + "bans nobody. And a match that does not ask for root's lines takes those of any program that is called "
            + "sshd: whoever has an account here has an administrator's address banned.",
        severity: .high,
        where: Field.readsServerLines.isSet,
        .readsServerLines,
        .is(true),
        fix: .jails(
            byHand: ByHand.jail("{JAIL}", "backend = systemd", "journalmatch = \(BanSettings.journal)"),
            unless: { jail in
                guard let match = jail[.matchOfCalledFilter].text else { return nil }
                let place = jail.origins[.matchOfCalledFilter].map { " (\($0))" } ?? ""
                return
                    "The filter of \(jail.name) is called with journalmatch=\(match)\(place), which counts beside any "
                    + "other: remove it there."
            },
            BanSettings.serverJournal
        ),
        good: true,
        bad: false,
        beside: [.readsRootsLinesOnly: true],
        also: [
            .each(
                .jails,
                where: .isSSHJail == true && Field.readsRootsLinesOnly.isSet,
                .readsRootsLinesOnly,
                .is(true)
            )
        ],
        examples: [
            .drifted(
                "lines of any account",
                .jails,
                Record("sshd", [.isSSHJail: true, .readsServerLines: true, .readsRootsLinesOnly: false])
            )
        ]
    )

    static let updateSSHFilter = jail(
        "update-ssh-filter",
        title: "The filter for SSH matches the name sshd logs under",
        fault: "The filter for SSH does not match the name sshd logs under",
        rationale:
            "Since OpenSSH 9.8 failures are logged by sshd-session; an older filter matches none of those lines.",
        severity: .high,
        .filterFitsServer,
        .is(true),
        fix: .sshFilter(
            byHand: "`test ! -e /etc/fail2ban/filter.d/sshd.local && printf '%s\\n' '[Definition]' "
                + "'_daemon = sshd(?:-session)?' | sudo tee /etc/fail2ban/filter.d/sshd.local && sudo fail2ban-client "
                + "reload`; where that file is there already, put the second line below its [Definition]",
            own: "have its prefregex take sshd(?:-session)? for the name of the program, then fail2ban-client reload",
            [BanSettings.filter]
        ),
        good: true,
        bad: false
    )

    static let countRefusedAttempts = jail(
        "count-refused-attempts",
        title: "Login attempts count as failures where sshd accepts keys only",
        fault: "Login attempts that sshd refuses before a password is tried do not count as failures",
        rationale:
            "Where sshd accepts keys only, a guess ends as a closed connection, which the stock filter does not count: "
            + "whoever goes through thousands of accounts is never banned.",
        severity: .medium,
        .countsRefusedGuesses,
        .is(true),
        fix: .sshFilter(
            byHand: "`sudo nacre apply --only intrusion.count-refused-attempts`; or mode = aggressive under "
                + "[sshd] in /etc/fail2ban/jail.local, which also bans whoever runs ssh-keyscan",
            own: "mode = aggressive where it is the stock one",
            BanSettings.refusals + [BanSettings.rootRefusals]
        ),
        good: true,
        bad: false
    )

    static let readExistingLogs = jail(
        "read-existing-logs",
        title: "The log files that SSH's jail reads exist",
        fault: "A jail for SSH reads log files that do not exist",
        rationale: "Debian 12 writes no /var/log/auth.log; a jail that waits for it never sees a failed login.",
        severity: .high,
        .missingLogs,
        Constraint("is empty") { _ in [] },
        fix: .jails(
            byHand: "`sudo apt-get install python3-systemd`; " + ByHand.jail("{JAIL}", "backend = systemd"),
            BanSettings.serverJournal
        ),
        good: [],
        bad: ["/var/log/auth.log"]
    )

    static let banOnEverySSHPort = jail(
        "ban-on-every-ssh-port",
        title: "Bans close every port that sshd listens on",
        fault: "A ban leaves a port open that sshd listens on",
        rationale: "SSH was moved to another port and the jail still closes 22: the banned address goes on guessing.",
        severity: .high,
        .portsLeftOpen,
        Constraint("is empty") { _ in [] },
        fix: .jails(byHand: ByHand.jail("{JAIL}", "port = 0:65535"), BanSettings.reach),
        good: [],
        bad: ["2222"]
    )

    static let narrowIgnoreList = jail(
        "narrow-ignore-list",
        title: "No wide address range is exempt from bans",
        fault: "A wide address range is exempt from bans",
        rationale: "Whoever rents a machine inside an ignored range can guess without limit.",
        severity: .medium,
        .wideIgnores,
        Constraint("is empty") { _ in [] },
        fix: .narrowIgnoreList,
        good: [],
        bad: ["0.0.0.0/0"]
    )

    /// A control over one field of the jails for SSH.
    static func jail(
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
        bad: Value,
        beside others: [Field: Value] = [:],
        also expectations: [Requirement] = [],
        examples: [Control.Example] = []
    ) -> Control {
        func machine(_ value: Value, isForSSH: Bool = true) -> Record {
            Record("sshd", others.merging([.isSSHJail: .flag(isForSSH), field: value]) { $1 })
        }
        return Control(
            .intrusion,
            phrase,
            title: title,
            fault: fault,
            rationale: rationale,
            severity: severity,
            references: [Reference("jail.conf(5)"), Reference("fail2ban/fail2ban", "3812")],
            expects: [.each(.jails, where: .isSSHJail == true && filter, field, constraint)] + expectations,
            fix: fix,
            examples: [
                .compliant("\(field): \(good)", .jails, machine(good)),
                .drifted("\(field): \(bad)", .jails, machine(bad)),
                .unknown("not determined", .jails, machine(.unknown(.notStated("fail2ban does not tell")))),
                .notApplicable(
                    "a jail for something else",
                    [.facts(.jails): .records([machine(bad, isForSSH: false)])]
                ),
            ] + examples
        )
    }
}
