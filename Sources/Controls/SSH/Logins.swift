import Catalog
import Hardening

extension Control {
    static let denyPasswords = login(
        "disable-password-login",
        title: "No account opens with a password alone",
        rationale:
            "Bots try leaked and common passwords on every address all day; one weak password on one account "
            + "is a shell on the server.",
        severity: .high,
        reference: "PasswordAuthentication",
        remedy: "Test a key login in a second session first. Then: " + ByHand.sshd("PasswordAuthentication no"),
        .passwordLogin,
        .is(false),
        good: false,
        bad: true
    )

    static let denyKeyboardInteractive = login(
        "disable-keyboard-interactive-login",
        title: "No account opens by keyboard-interactive alone",
        rationale:
            "With PAM, keyboard-interactive is a second password prompt: it stays open after "
            + "PasswordAuthentication is turned off, and bots use it.",
        severity: .high,
        reference: "KbdInteractiveAuthentication",
        remedy: "Test a key login in a second session first. Then: " + ByHand.sshd("KbdInteractiveAuthentication no"),
        .keyboardInteractiveLogin,
        .is(false),
        good: false,
        bad: true
    )

    static let denyEmptyPasswords = login(
        "forbid-empty-passwords",
        title: "Empty passwords are refused",
        rationale: "An account without a password, made by a careless script, opens to anybody who names it.",
        severity: .high,
        reference: "PermitEmptyPasswords",
        remedy: ByHand.sshd("PermitEmptyPasswords no"),
        .emptyPasswords,
        .is(false),
        good: false,
        bad: true
    )

    static let denyHostBased = login(
        "disable-host-based-login",
        title: "No other host vouches for its users",
        rationale:
            "Whoever holds the key of a trusted host logs in here as any of its users, without any secret of "
            + "theirs.",
        severity: .high,
        reference: "HostbasedAuthentication",
        remedy: ByHand.sshd("HostbasedAuthentication no"),
        .hostBasedLogin,
        .is(false),
        good: false,
        bad: true
    )

    static let acceptHarmlessEnvironment = login(
        "accept-harmless-environment",
        title: "Clients set no environment that changes what programs do",
        rationale:
            "A client that may send any variable sets LD_PRELOAD, PATH or GIT_SSH_COMMAND and gets past a "
            + "forced command.",
        severity: .medium,
        reference: "AcceptEnv",
        remedy:
            "Remove AcceptEnv lines with *, LD_*, PATH or BASH_ENV; AcceptEnv LANG LC_* is enough. Then: sudo sshd -t && sudo systemctl reload ssh",
        .harmfulEnvironment,
        .is([]),
        good: [],
        bad: ["*"]
    )

    static func limitTries(_ profile: Profile) -> Control {
        login(
            "limit-authentication-attempts",
            title: "A connection gets few attempts to log in",
            rationale:
                "Each connection is a handful of free guesses; the more it gets, the fewer traces a guesser "
                + "leaves for bans.",
            severity: .low,
            reference: "MaxAuthTries",
            remedy: "An agent with many keys needs IdentitiesOnly yes on the client. Then: "
                + ByHand.sshd("MaxAuthTries \(profile.ssh.maxAuthTries)"),
            .maxAuthTries,
            .within(1...profile.ssh.maxAuthTries),
            good: 3,
            bad: 6
        )
    }

    static func restrictRoot(_ profile: Profile) -> Control {
        let forbids = profile.ssh.rootLogin == .no
        return login(
            "restrict-root-login",
            title: forbids ? "Root does not log in" : "Root logs in by key only",
            rationale: forbids
                ? "Every bot knows the name root; whoever gets in with it owns the machine at once, and no log says "
                    + "which person it was."
                : "Every bot knows the name root and tries passwords for it; a guess is the whole machine.",
            severity: .high,
            reference: "PermitRootLogin",
            remedy: forbids
                ? "First log in as another user with sudo, in a second session. Then PermitRootLogin no in "
                    + "/etc/ssh/sshd_config.d/00-nacre.conf; sshd -t && systemctl reload ssh"
                : "PermitRootLogin prohibit-password in /etc/ssh/sshd_config.d/00-nacre.conf, with a key in place; "
                    + "sshd -t && systemctl reload ssh",
            .rootLogin,
            forbids ? .isOne(of: "no") : .isOne(of: "without-password", "no", "forced-commands-only"),
            rootOnly: true,
            good: forbids ? "no" : "without-password",
            bad: "yes"
        )
    }
}
