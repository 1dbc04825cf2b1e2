import Catalog
import Hardening

extension Control {
    static func limitGraceTime(_ profile: Profile) -> Control {
        server(
            "limit-login-grace-time",
            title: "Strangers have little time to log in",
            rationale:
                "Connections that never log in hold the few places there are; with a grace time of 0 they hold "
                + "them for ever, and nobody gets in any more. Races before the login (CVE-2024-6387) need the time "
                + "as well.",
            severity: .medium,
            reference: "LoginGraceTime",
            remedy: ByHand.sshd("LoginGraceTime \(profile.ssh.loginGraceTime)"),
            .loginGraceTime,
            .within(1...profile.ssh.loginGraceTime),
            good: 30,
            bad: 0
        )
    }

    static let limitStartups = server(
        "limit-unauthenticated-connections",
        title: "Connections that have not logged in are dropped early",
        rationale:
            "A few hundred open connections without a login take every place, and the operator is shut out "
            + "while the attack lasts.",
        severity: .medium,
        reference: "MaxStartups",
        remedy: ByHand.sshd("MaxStartups 10:30:60"),
        .startupsFull,
        .within(1...100),
        good: 60,
        bad: 1000
    )

    static let keepStrictModes = server(
        "keep-strict-modes",
        title: "sshd checks who can write to key files",
        rationale:
            "Without the check, any account that can write to another's home directory adds its own key and "
            + "is that account.",
        severity: .high,
        reference: "StrictModes",
        remedy: "StrictModes yes (or no line at all) in sshd_config, then: sudo sshd -t && sudo systemctl reload ssh",
        .strictModes,
        .is(true),
        good: true,
        bad: false
    )

    static let denyUserEnvironment = server(
        "forbid-user-environment",
        title: "Users' files set no environment for sshd",
        rationale:
            "With ~/.ssh/environment an account sets LD_PRELOAD and gets past the forced command or "
            + "restricted shell it was given.",
        severity: .medium,
        reference: "PermitUserEnvironment",
        remedy: ByHand.sshd("PermitUserEnvironment no"),
        .userEnvironment,
        .is(false),
        good: false,
        bad: true
    )

    static let usePAM = server(
        "use-pam",
        title: "sshd uses PAM",
        rationale:
            "Without PAM, locked and expired accounts, login limits and session records of the system do not "
            + "count for SSH.",
        severity: .low,
        reference: "UsePAM",
        remedy: ByHand.sshd("UsePAM yes"),
        .usesPAM,
        .is(true),
        good: true,
        bad: false
    )

    static let logLogins = server(
        "log-logins",
        title: "sshd logs logins and failures",
        rationale: "With QUIET, FATAL or ERROR nobody sees the guessing, and fail2ban finds no line to ban by.",
        severity: .medium,
        reference: "LogLevel",
        remedy: ByHand.sshd("LogLevel VERBOSE"),
        .sshLogLevel,
        .isOne(of: "VERBOSE", "INFO"),
        good: "INFO",
        bad: "SILENT"
    )
}
