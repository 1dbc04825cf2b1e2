import Catalog
import Hardening

extension Control {
    /// Nobody but root decides what one reader reads or runs: its files, every directory above them, and every link there.
    private static func protected(
        _ layer: Layer,
        _ phrase: String,
        readBy reader: String,
        title: String,
        fault: String,
        rationale: String,
        severity: Severity = .critical,
        references: [Reference],
        sample path: String
    ) -> Control {
        func place(_ writer: Value, _ excess: UInt16 = 0o002) -> Record {
            Record(
                path,
                [
                    .trustedReader: .text(reader), .trustedWriter: writer, .trustedExcess: .mode(excess),
                    .trustedIsRepairable: true,
                ],
                identity: [.path: .text(path)],
                origins: [.trustedWriter: Origin(path)]
            )
        }
        let rest = Record(
            "everything else of \(reader)",
            [.trustedReader: .text(reader), .trustedWriter: "root alone", .trustedCount: 12]
        )
        return Control(
            layer,
            phrase,
            title: title,
            fault: fault,
            rationale: rationale,
            severity: severity,
            references: references + [Reference("CWE-732"), Reference("MITRE ATT&CK", "T1222.002")],
            when: [
                .any(.trustedPlaces, where: .trustedReader == .text(reader), "files that \(reader) use are here")
            ],
            expects: [
                .none(
                    .trustedPlaces,
                    where: .trustedReader == .text(reader) && .trustedWriter != "root alone",
                    "root alone can write it, and every directory above it",
                    showing: [.trustedContent]
                )
            ],
            fix: .systemFiles,
            examples: [
                .compliant("root's alone", .trustedPlaces, rest),
                .drifted("everybody's", .trustedPlaces, place("every account"), rest),
                .drifted("a group's", .trustedPlaces, place("maria", 0o020), rest),
                .unknown("could not look", .trustedPlaces, place(.unknown(.notPermitted("permission denied"))), rest),
                .notApplicable("nothing of the kind", [.facts(.trustedPlaces): .records([])]),
            ]
        )
    }

    static let protectServerFiles = protected(
        .ssh,
        "protect-server-files",
        readBy: "sshd",
        title: "Only root can write to what sshd reads and runs",
        fault: "Accounts other than root can change what sshd reads or runs",
        rationale:
            "Whoever can put a file into sshd_config.d allows root to log in with a password; whoever can write a "
            + "file of trusted keys, or a program that names them, logs in as anybody.",
        references: [Reference("sshd_config(5)"), Reference("CIS Debian Linux", "5.1.1")],
        sample: "/etc/ssh/sshd_config.d"
    )

    static let protectAccountFiles = protected(
        .ssh,
        "protect-account-files",
        readBy: "logins and sudo",
        title: "Only root can write to accounts, sudoers and PAM files",
        fault: "Accounts other than root can change account, sudoers or PAM files",
        rationale: "One line in passwd, sudoers or a file of PAM makes its writer root, with no password.",
        references: [Reference("passwd(5)"), Reference("sudoers(5)"), Reference("CIS Debian Linux", "7.1.1")],
        sample: "/etc/sudoers.d"
    )

    static let protectStartupFiles = protected(
        .kernel,
        "protect-startup-files",
        readBy: "systemd and cron",
        title: "Only root can write to what systemd and cron run as root",
        fault: "Accounts other than root can change what systemd or cron runs as root",
        rationale: "Units, cron's tables and the programs that they name run as root, at the latest at the next boot. "
            + "Nacre's own program, store and profile count too: they decide what is applied and undone.",
        references: [Reference("systemd.unit(5)"), Reference("crontab(5)"), Reference("CIS Debian Linux", "2.4.1")],
        sample: "/etc/systemd/system"
    )

    static let protectShellFiles = protected(
        .kernel,
        "protect-shell-files",
        readBy: "root's shells and programs",
        title: "Only root can write to what root's shells and programs load",
        fault: "Accounts other than root can change what root's shells or programs load",
        rationale:
            "A line in a profile, a library that ld.so.preload names or a program earlier in the path runs as root as "
            + "soon as an administrator logs in.",
        references: [Reference("bash(1)", "INVOCATION"), Reference("ld.so(8)", "FILES")],
        sample: "/etc/profile.d"
    )

    static let protectAptFiles = protected(
        .updates,
        "protect-apt-files",
        readBy: "apt",
        title: "Only root can write to apt's sources, keys and hooks",
        fault: "Accounts other than root can change apt's sources, keys or hooks",
        rationale:
            "Packages run as root when they are installed. Whoever can add a source with its key, or a hook, has root "
            + "run a program of theirs within a day.",
        references: [Reference("apt.conf(5)"), Reference("apt-secure(8)")],
        sample: "/etc/apt/sources.list.d"
    )

    static let protectDaemonFiles = protected(
        .docker,
        "protect-daemon-files",
        readBy: "Docker",
        title: "Only root can write to Docker's configuration and plugins",
        fault: "Accounts other than root can change Docker's configuration or plugins",
        rationale:
            "Whoever can write daemon.json opens the engine to the network or gives it another runtime, which runs as "
            + "root; the plugins of docker are run by administrators.",
        references: [Reference("CIS Docker", "3.17"), Reference("CIS Docker", "3.7")],
        sample: "/etc/docker/daemon.json"
    )

    static let protectFail2banFiles = protected(
        .intrusion,
        "protect-fail2ban-files",
        readBy: "fail2ban",
        title: "Only root can write to fail2ban's configuration",
        fault: "Accounts other than root can change fail2ban's configuration",
        rationale: "An action of fail2ban is a command that root runs at the next failed login.",
        references: [Reference("jail.conf(5)")],
        sample: "/etc/fail2ban/jail.d"
    )

    static let protectProxyFiles = protected(
        .proxy,
        "protect-proxy-files",
        readBy: "the proxy",
        title: "Only root and the proxy can write to the proxy's configuration",
        fault: "Accounts other than root and the proxy can change the proxy's configuration",
        rationale:
            "Whoever can write it sends the gateway's traffic, tokens included, past themselves, or has the proxy say "
            + "that strangers come from this server.",
        severity: .high,
        references: [Reference("Caddy: Conventions", "File locations"), Reference("nginx: Configuration file")],
        sample: "/etc/caddy/Caddyfile"
    )
}
