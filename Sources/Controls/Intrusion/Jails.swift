import Catalog
import Hardening

extension Control {
    static let matchServerJournal = jail(
        "match-server-journal",
        title: "SSH's jail reads what this machine's sshd writes, and nothing of others",
        rationale:
            "The stock match asks for sshd.service and the program sshd; Debian's unit is ssh.service and newer servers "
            + "log as sshd-session; a log file stays behind when nothing writes it any more. The jail reads nothing, and "
            + "bans nobody. And a match that does not ask for root's lines takes those of any program that is called "
            + "sshd: whoever has an account here has an administrator's address banned.",
        severity: .high,
        remedy: ByHand.jail("sshd", "backend = systemd", "journalmatch = \(BanSettings.journal)"),
        where: Field.readsServerLines.isSet,
        .readsServerLines,
        .is(true),
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

    static let useFittingFilter = jail(
        "use-fitting-filter",
        title: "SSH's filter knows the name this machine's sshd logs under",
        rationale:
            "Since OpenSSH 9.8 failures are logged by sshd-session; an older filter matches none of those lines.",
        severity: .high,
        remedy:
            "printf '%s\\n' '[DEFAULT]' '_daemon = sshd(?:-session)?' | sudo tee -a /etc/fail2ban/filter.d/sshd.local && sudo fail2ban-client reload",
        .filterFitsServer,
        .is(true),
        good: true,
        bad: false
    )

    static let countRefusedGuesses = jail(
        "count-refused-guesses",
        title: "Guesses at accounts count although no password is taken",
        rationale:
            "Where sshd takes keys only, a guess ends as a closed connection, which the stock filter does not count: who "
            + "goes through thousands of accounts is never banned.",
        severity: .medium,
        remedy: "sudo nacre apply --only intrusion.count-refused-guesses; or mode = aggressive under [sshd] in "
            + "/etc/fail2ban/jail.local, which also bans who runs ssh-keyscan",
        .countsRefusedGuesses,
        .is(true),
        good: true,
        bad: false
    )

    static let readPresentLogs = jail(
        "read-present-logs",
        title: "The log files that SSH's jail reads are there",
        rationale: "Debian 12 writes no /var/log/auth.log; a jail that waits for it never sees a failed login.",
        severity: .high,
        remedy: "sudo apt-get install python3-systemd; " + ByHand.jail("sshd", "backend = systemd"),
        .missingLogs,
        Constraint("is empty") { _ in [] },
        good: [],
        bad: ["/var/log/auth.log"]
    )

    static let banRealPort = jail(
        "ban-real-port",
        title: "A ban closes the port that sshd really listens on",
        rationale: "SSH was moved to another port and the jail still closes 22: the banned address goes on guessing.",
        severity: .high,
        remedy: ByHand.jail("sshd", "port = 0:65535"),
        .portsLeftOpen,
        Constraint("is empty") { _ in [] },
        good: [],
        bad: ["2222"]
    )

    static let keepIgnoreListNarrow = jail(
        "keep-ignore-list-narrow",
        title: "No wide range of addresses is exempt from bans",
        rationale: "Whoever rents a machine inside an ignored range guesses as long as he likes.",
        severity: .medium,
        remedy: ByHand.jail("DEFAULT", "ignoreip = 127.0.0.1/8 ::1 YOUR_ADDRESS"),
        .wideIgnores,
        Constraint("is empty") { _ in [] },
        good: [],
        bad: ["0.0.0.0/0"]
    )

    /// A control over one field of the jails for SSH.
    static func jail(
        _ phrase: String,
        title: String,
        rationale: String,
        severity: Severity,
        remedy: String,
        where filter: Filter = .always,
        _ field: Field,
        _ constraint: Constraint,
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
            rationale: rationale,
            severity: severity,
            references: [Reference("jail.conf(5)"), Reference("fail2ban/fail2ban", "3812")],
            remedy: remedy,
            expects: [.each(.jails, where: .isSSHJail == true && filter, field, constraint)] + expectations,
            examples: [
                .compliant("\(field): \(good)", .jails, machine(good)),
                .drifted("\(field): \(bad)", .jails, machine(bad)),
                .unknown("cannot tell", .jails, machine(.unknown(.notStated("fail2ban does not tell")))),
                .notApplicable(
                    "a jail for something else",
                    [.facts(.jails): .records([machine(bad, isForSSH: false)])]
                ),
            ] + examples
        )
    }
}
