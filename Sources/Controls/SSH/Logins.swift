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
        remedy:
            "PasswordAuthentication no, in /etc/ssh/sshd_config.d/00-nacre.conf (the first value wins); then "
            + "sshd -t && systemctl reload ssh. Test a key login in a second session before you reload.",
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
        remedy:
            "KbdInteractiveAuthentication no, in /etc/ssh/sshd_config.d/00-nacre.conf (the first value wins); "
            + "then sshd -t && systemctl reload ssh. Test a key login in a second session before you reload.",
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
        remedy:
            "PermitEmptyPasswords no, in /etc/ssh/sshd_config.d/00-nacre.conf (the first value wins); then "
            + "sshd -t && systemctl reload ssh",
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
        remedy:
            "HostbasedAuthentication no, in /etc/ssh/sshd_config.d/00-nacre.conf (the first value wins); then "
            + "sshd -t && systemctl reload ssh",
        .hostBasedLogin,
        .is(false),
        good: false,
        bad: true
    )

    static let denyAgentForwarding = login(
        "disable-agent-forwarding",
        title: "Agent forwarding is off",
        rationale:
            "Whoever is root here uses the forwarded agent of each visitor to log in to every other server "
            + "that visitor can reach.",
        severity: .low,
        reference: "AllowAgentForwarding",
        remedy:
            "AllowAgentForwarding no, in /etc/ssh/sshd_config.d/00-nacre.conf (the first value wins); then "
            + "sshd -t && systemctl reload ssh",
        .agentForwarding,
        .is(false),
        good: false,
        bad: true
    )

    static let denyX11 = login(
        "disable-x11-forwarding",
        title: "X11 forwarding is off",
        rationale:
            "A compromised server reads keystrokes and takes screenshots of the workstation whose display was "
            + "forwarded to it.",
        severity: .medium,
        reference: "X11Forwarding",
        remedy:
            "X11Forwarding no, in /etc/ssh/sshd_config.d/00-nacre.conf (the first value wins); then sshd -t "
            + "&& systemctl reload ssh",
        .x11Forwarding,
        .is(false),
        good: false,
        bad: true
    )

    static let denyGatewayPorts = login(
        "keep-forwarded-ports-local",
        title: "Forwarded ports listen on loopback only",
        rationale:
            "A client that forwards a port back opens it to the whole internet, past what anybody meant to "
            + "publish.",
        severity: .medium,
        reference: "GatewayPorts",
        remedy:
            "GatewayPorts no, in /etc/ssh/sshd_config.d/00-nacre.conf (the first value wins); then sshd -t && "
            + "systemctl reload ssh",
        .gatewayPorts,
        .is("no"),
        good: "no",
        bad: "yes"
    )

    static let denyTunnels = login(
        "disable-tunnel-devices",
        title: "SSH makes no tunnel devices",
        rationale:
            "With a tunnel device an account builds a private network into the server, behind the packet "
            + "filter's interfaces.",
        severity: .medium,
        reference: "PermitTunnel",
        remedy:
            "PermitTunnel no, in /etc/ssh/sshd_config.d/00-nacre.conf (the first value wins); then sshd -t && "
            + "systemctl reload ssh",
        .tunnels,
        .is("no"),
        good: "no",
        bad: "yes"
    )

    static let limitForwarding = login(
        "limit-tcp-forwarding",
        title: "TCP forwarding reaches no further than the client asks for itself",
        rationale:
            "With a stolen key, forwarding turns the server into a way to every service on its loopback: the "
            + "gateway on 18789, the Docker API, the proxy's admin port. Remote forwarding opens new listeners.",
        severity: .low,
        reference: "AllowTcpForwarding",
        remedy:
            "AllowTcpForwarding no; or AllowTcpForwarding local where the dashboard is reached through ssh "
            + "-L, in /etc/ssh/sshd_config.d/00-nacre.conf (the first value wins); then sshd -t && systemctl "
            + "reload ssh",
        .tcpForwarding,
        .isOne(of: "local", "no"),
        good: "local",
        bad: "yes"
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
            "Remove AcceptEnv lines with *, LD_*, PATH or BASH_ENV; AcceptEnv LANG LC_* is enough. Then sshd "
            + "-t && systemctl reload ssh",
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
            remedy:
                "MaxAuthTries \(profile.ssh.maxAuthTries), in /etc/ssh/sshd_config.d/00-nacre.conf. An agent with "
                + "many keys needs IdentitiesOnly yes on the client. Then sshd -t && systemctl reload ssh",
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
