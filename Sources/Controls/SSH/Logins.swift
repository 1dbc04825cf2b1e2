import Catalog
public import Hardening

extension Control {
    static let disablePasswordLogin = login(
        "disable-password-login",
        title: "Password-only logins are disabled",
        fault: "Password login is enabled for at least one account",
        rationale:
            "Bots try leaked and common passwords on every address all day; one weak password on one account "
            + "is a shell on the server.",
        severity: .high,
        reference: "PasswordAuthentication",
        .passwordLogin,
        .is(false),
        fix: .sshd(
            turnOff: .passwords,
            method: "password",
            cost: "logins with a password alone: every account needs a key"
        ),
        good: false,
        bad: true
    )

    static let disableKeyboardInteractiveLogin = login(
        "disable-keyboard-interactive-login",
        title: "Logins by keyboard-interactive alone are disabled",
        fault: "Keyboard-interactive login is enabled for at least one account",
        rationale:
            "With PAM, keyboard-interactive is a second password prompt: it stays open after "
            + "PasswordAuthentication is turned off, and bots use it.",
        severity: .high,
        reference: "KbdInteractiveAuthentication",
        .keyboardInteractiveLogin,
        .is(false),
        fix: .sshd(turnOff: .keyboardInteractive, method: "keyboard-interactive"),
        good: false,
        bad: true
    )

    static let forbidEmptyPasswords = login(
        "forbid-empty-passwords",
        title: "Empty passwords are rejected",
        fault: "sshd accepts empty passwords",
        rationale: "An account without a password, made by a careless script, opens to anybody who names it.",
        severity: .high,
        reference: "PermitEmptyPasswords",
        .emptyPasswords,
        .is(false),
        fix: .sshd(.emptyPasswords),
        good: false,
        bad: true
    )

    static let disableHostBasedLogin = login(
        "disable-host-based-login",
        title: "Host-based login is disabled",
        fault: "Host-based login is enabled",
        rationale:
            "Whoever holds the key of a trusted host logs in here as any of its users, without any secret of "
            + "theirs.",
        severity: .high,
        reference: "HostbasedAuthentication",
        .hostBasedLogin,
        .is(false),
        fix: .sshd(.hostBased),
        good: false,
        bad: true
    )

    static let restrictClientEnvironment = login(
        "restrict-client-environment",
        title: "Clients can set harmless environment variables only",
        fault: "Clients can set environment variables that change what programs do",
        rationale:
            "A client that may send any variable sets LD_PRELOAD, PATH or GIT_SSH_COMMAND and gets past a "
            + "forced command.",
        severity: .medium,
        reference: "AcceptEnv",
        .harmfulEnvironment,
        .is([]),
        fix: .sshd(
            byHand: "Remove AcceptEnv lines with *, LD_*, PATH or BASH_ENV; AcceptEnv LANG LC_* is enough. Then: "
                + "`sudo sshd -t && sudo systemctl reload ssh`"
        ) { directives, _ in .amend(directives.acceptHarmless()) },
        good: [],
        bad: ["*"]
    )

    static func limitAuthenticationAttempts(_ profile: Profile) -> Control {
        let most = profile.ssh.maxAuthTries
        return login(
            "limit-authentication-attempts",
            title: "Login attempts are limited to \(most) per connection",
            fault: "Login attempts are not limited to \(most) per connection",
            rationale:
                "Each connection is a handful of free guesses; the more it gets, the fewer traces a guesser "
                + "leaves for bans.",
            severity: .low,
            reference: "MaxAuthTries",
            .maxAuthTries,
            .within(1...most),
            fix: .sshd(
                .maxAuthTries(most),
                byHand: "An agent with many keys needs IdentitiesOnly yes on the client. Then: "
                    + ByHand.sshd("MaxAuthTries \(most)"),
                cost: "logins with an agent that offers more than \(most) keys, unless the client sets IdentitiesOnly"
            ),
            good: 3,
            bad: 6
        )
    }

    /// Root logs in as the profile says, or not at all.
    public static func restrictRootLogin(_ profile: Profile) -> Control {
        let policy = profile.ssh.rootLogin
        let forbids = policy == .no
        return login(
            "restrict-root-login",
            title: forbids ? "Root login is disabled" : "Root login requires a key",
            fault: forbids ? "Root login is enabled" : "PermitRootLogin does not require a key",
            rationale: forbids
                ? "Every bot knows the name root; whoever logs in with it owns the machine at once, and no log says "
                    + "which person it was."
                : "Every bot knows the name root and tries passwords for it; a guess is the whole machine.",
            severity: .high,
            reference: "PermitRootLogin",
            .rootLogin,
            forbids ? .isOne(of: "no") : .isOne(of: "without-password", "no", "forced-commands-only"),
            rootOnly: true,
            fix: .rootLogin(policy),
            good: forbids ? "no" : "without-password",
            bad: "yes"
        )
    }
}

extension Fix {
    /// Root login as the policy has it, once somebody else can become root.
    fileprivate static func rootLogin(_ policy: Profile.RootLogin) -> Self {
        let setting = SSHSetting.rootLogin(policy.rawValue)
        let first =
            policy == .no
            ? "First log in as another user with sudo, in a second session." : "First put a key in place for root."
        return .sshd(
            byHand: "\(first) Then: \(ByHand.sshd(setting.line))",
            cost: policy == .no ? "logins of root" : "logins of root with a password",
            needs: SSHAccess.needs
        ) { directives, fault in
            if policy == .no {
                do throws(Unknown) {
                    guard try !SSHAccess(fault.snapshot).administratorsBesidesRoot.isEmpty else {
                        return .advise(
                            "Nobody else could become root. Create an account first: adduser NAME, usermod -aG sudo NAME, "
                                + "and from your own computer ssh-copy-id NAME@SERVER; then apply again."
                        )
                    }
                } catch {
                    return .advise("Whether anybody else can become root could not be determined: \(error.why)")
                }
            }
            return .amend(directives.amendments(setting))
        }
        .outsideMatch(setting.line) { access in
            if policy != .no { return access.keyHolders.isEmpty ? SSHAccess.firstKey : nil }
            return access.administratorsBesidesRoot.isEmpty
                ? "Nobody but root could become root. Create an account first (adduser NAME, usermod -aG sudo NAME), put a "
                    + "key in place for it from your own computer (ssh-copy-id NAME@SERVER), log in with that in a second "
                    + "session and see that sudo works; then ask again." : nil
        }
    }
}
