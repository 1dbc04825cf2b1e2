import Catalog
import Hardening

extension Control {
    static func limitLoginGraceTime(_ profile: Profile) -> Control {
        let most = profile.ssh.loginGraceTime
        return server(
            "limit-login-grace-time",
            title: "Login grace time is at most \(most) seconds",
            fault: "Login grace time is unlimited, or longer than \(most) seconds",
            rationale:
                "Connections that never log in hold the few places there are; with a grace time of 0 they hold "
                + "them forever, and nobody can log in. Races before the login (CVE-2024-6387) need the time "
                + "as well.",
            severity: .medium,
            reference: "LoginGraceTime",
            .loginGraceTime,
            .within(1...most),
            fix: .sshd(byHand: ByHand.sshd("LoginGraceTime \(most)")) { directives, _ in
                guard case .number(let now) = directives[.loginGraceTime] else {
                    return .advise("The login grace time of sshd could not be determined.")
                }
                return .amend(directives.amendments("LoginGraceTime", "\((1...most).contains(now) ? now : most)"))
            },
            good: 30,
            bad: 0
        )
    }

    static let limitUnauthenticatedConnections = server(
        "limit-unauthenticated-connections",
        title: "Unauthenticated connections are limited",
        fault: "sshd accepts more than 100 unauthenticated connections",
        rationale:
            "A few hundred open connections without a login take every place, and the operator is shut out "
            + "while the attack lasts.",
        severity: .medium,
        reference: "MaxStartups",
        .startupsFull,
        .within(1...100),
        fix: .maxStartups,
        good: 60,
        bad: 1000
    )

    static let keepStrictModes = server(
        "keep-strict-modes",
        title: "sshd checks who can write to key files",
        fault: "sshd does not check who can write to key files",
        rationale:
            "Without the check, any account that can write to another's home directory adds its own key and "
            + "is that account.",
        severity: .high,
        reference: "StrictModes",
        .strictModes,
        .is(true),
        fix: .sshd(
            .strictModes,
            byHand: "StrictModes yes (or no line at all) in sshd_config, then: `sudo sshd -t && sudo systemctl "
                + "reload ssh`"
        ),
        good: true,
        bad: false
    )

    static let forbidUserEnvironment = server(
        "forbid-user-environment",
        title: "Users' files set no environment for sshd",
        fault: "Users' files can set environment variables for sshd",
        rationale:
            "With ~/.ssh/environment an account sets LD_PRELOAD and gets past the forced command or "
            + "restricted shell it was given.",
        severity: .medium,
        reference: "PermitUserEnvironment",
        .userEnvironment,
        .is(false),
        fix: .sshd(.userEnvironment),
        good: false,
        bad: true
    )

    static let usePAM = server(
        "use-pam",
        title: "PAM is enabled for SSH",
        fault: "PAM is disabled for SSH",
        rationale:
            "Without PAM, locked and expired accounts, login limits and session records of the system do not "
            + "count for SSH.",
        severity: .low,
        reference: "UsePAM",
        .usesPAM,
        .is(true),
        // With PAM, keyboard-interactive asks for passwords, which it had no use for before; so it is turned off with it.
        fix: .sshd(byHand: ByHand.sshd("UsePAM yes")) { directives, _ in
            let chains = directives.lines("AuthenticationMethods")
                .contains { $0.value.contains("keyboard-interactive") }
            return .amend(
                directives.amendments(SSHSetting.pam)
                    + (chains ? [] : directives.amendments(SSHSetting.keyboardInteractive))
            )
        },
        good: true,
        bad: false
    )

    static let logLogins = server(
        "log-logins",
        title: "sshd's log level is INFO or VERBOSE",
        fault: "sshd's log level is neither INFO nor VERBOSE",
        rationale: "With QUIET, FATAL or ERROR nobody sees the guessing, and fail2ban finds no line to ban by; with "
            + "DEBUG the log tells what users do.",
        severity: .medium,
        reference: "LogLevel",
        .sshLogLevel,
        .isOne(of: "VERBOSE", "INFO"),
        fix: .sshd("LogLevel", "VERBOSE"),
        good: "INFO",
        bad: "SILENT"
    )
}

extension Fix {
    /// The last MaxStartups line counts, not the first, so that later ones become comments.
    fileprivate static let maxStartups: Self = .sshd(
        // Of this keyword the last line counts.
        byHand: "`sudo sed -i '/^ *MaxStartups/Id' $(ls /etc/ssh/sshd_config /etc/ssh/sshd_config.d/*.conf)`; "
            + ByHand.sshd("MaxStartups 10:30:60")
    ) { directives, _ in
        guard case .number(let begin) = directives[.startupsBegin], case .number(let full) = directives[.startupsFull]
        else { return .advise("How many unauthenticated connections sshd accepts could not be determined.") }
        let most = (1...100).contains(full) ? full : 60
        let value = "\(max(1, min(begin, 10, most))):30:\(most)"
        return .amend(
            directives.amendments("MaxStartups", value)
                + directives.files(setting: "MaxStartups").map { .commentingOut("MaxStartups", in: $0) }
        )
    }
}
