import Catalog
import Documents
import Hardening

extension Catalogue {
    static func sshRemediations(_ profile: Profile) -> [Remediation] {
        let loginSettings: [(String, SSHSetting)] = [
            ("disable-agent-forwarding", .agentForwarding),
            ("disable-host-based-login", .hostBased),
            ("disable-tunnel-devices", .tunnels),
            ("disable-x11-forwarding", .x11Forwarding),
            ("forbid-empty-passwords", .emptyPasswords),
            ("forbid-user-environment", .userEnvironment),
            ("keep-forwarded-ports-local", .gatewayPorts),
            ("keep-strict-modes", .strictModes),
            ("limit-authentication-attempts", .maxAuthTries(profile.ssh.maxAuthTries)),
            ("limit-tcp-forwarding", .tcpForwarding),
        ]
        return loginSettings.map { Remediation.setting($0.0, $0.1) }
            + [
                .closing("disable-password-login", .passwords, method: "password"),
                .closing("disable-keyboard-interactive-login", .keyboardInteractive, method: "keyboard-interactive"),
                .rootLogin(profile.ssh.rootLogin),
                .graceTime(profile.ssh.loginGraceTime),
                .portForRoot(.keepPortForRoot(profile), profile),
                .startups, .pam, .strictestWins, .hostKeyModes, .authorizedKeyModes,
                .ssh("accept-harmless-environment") { directives, _ in .amend(directives.acceptHarmless()) },
                .ssh("listen-on-agreed-port") { directives, _ in directives.move(to: profile.ssh.port) },
                .ssh("log-logins") { directives, _ in .amend(directives.amendments("LogLevel", "VERBOSE")) },
            ] + algorithms + people
    }

    private static let algorithms: [Remediation] = [
        .algorithms(
            "use-sound-key-exchange",
            "KexAlgorithms",
            without: [
                "diffie-hellman-group1-*", "diffie-hellman-group14-sha1", "diffie-hellman-group-exchange-sha1",
            ],
            .keyExchanges
        ),
        .algorithms("use-sound-ciphers", "Ciphers", without: ["3des-cbc", "aes*-cbc"], .ciphers),
        .algorithms("use-sound-macs", "MACs", without: ["hmac-md5*", "hmac-sha1*", "umac-64*"], .macs),
        .algorithms(
            "use-sound-host-key-algorithms",
            "HostKeyAlgorithms",
            without: ["ssh-rsa*", "ssh-dss*"],
            .hostKeyAlgorithms
        ),
        .algorithms(
            "use-sound-user-key-algorithms",
            "PubkeyAcceptedAlgorithms",
            without: ["ssh-rsa*", "ssh-dss*"],
            .userKeyAlgorithms
        ),
    ]

    /// What only a person can do, and why.
    private static let people: [Remediation] = [
        .person(
            "ssh.ask-before-sudo",
            "Only the account's owner can choose a password: passwd NAME, try sudo -k; sudo true in a second session, then "
                + "take NOPASSWD out with visudo. Before there is a password that would take root away."
        ),
        .person(
            "ssh.hold-own-port",
            "ss -tlnpe names the program and its account (uid). Whether it may be ended is not for Nacre to say; once it is, "
                + "systemctl reload ssh has sshd listen on each address."
        ),
        .person(
            "ssh.keep-configuration-valid",
            "sshd -t names the file and line that sshd refuses. What was meant there is not for Nacre to guess."
        ),
        .person(
            "ssh.keep-one-superuser",
            "Find out what made the account, then userdel -f NAME, or give it a user id of its own with usermod -u."
        ),
        .person(
            "ssh.lock-accounts-without-password",
            "passwd NAME sets one, passwd -l NAME locks it. Whether somebody uses the account without one is not to be "
                + "seen from here."
        ),
        .person(
            "ssh.replace-weak-host-keys",
            "Every client remembers the key and warns when it changes. Tell its people, remove the weak key and its "
                + "HostKey line, ssh-keygen -A, sshd -t && systemctl reload ssh."
        ),
        .person(
            "ssh.replace-weak-user-keys",
            "The owner makes a key with ssh-keygen -t ed25519, adds it, logs in with it, then removes the weak line."
        ),
    ]
}

extension Remediation {
    /// A way that starts from what sshd's configuration says.
    static func ssh(
        _ phrase: String,
        needs: Set<Resource> = [],
        answer: @escaping @Sendable (SSHDirectives, Snapshot) -> Answer
    ) -> Self {
        Self("ssh.\(phrase)", needs: needs.union(SSHDirectives.needs)) { snapshot in
            guard let directives = SSHDirectives(snapshot) else {
                return .advise("sshd's configuration is not known as a whole, so that nothing is written into it.")
            }
            return answer(directives, snapshot)
        }
    }

    static func setting(_ phrase: String, _ setting: SSHSetting) -> Self {
        .ssh(phrase) { directives, _ in .amend(directives.amendments(setting)) }
    }

    static func algorithms(_ phrase: String, _ keyword: String, without patterns: [String], _ field: Field) -> Self {
        .ssh(phrase) { directives, _ in
            guard let amendments = directives.amendments(keyword, without: patterns, from: field) else {
                return .advise("\(keyword) names unsound algorithms only. Take the line out; sshd's own list is sound.")
            }
            return .amend(amendments)
        }
    }

    /// Turns a method off with which people log in, once somebody has a key.
    static func closing(_ phrase: String, _ setting: SSHSetting, method: String) -> Self {
        .ssh(phrase, needs: SSHAccess.needs) { directives, snapshot in
            let chains = directives.lines("AuthenticationMethods").filter { line in
                line.value.split { $0 == " " || $0 == "," }.contains { $0.split(separator: ":").first ?? "" == method }
            }
            if let chain = chains.first {
                return .advise(
                    "\(chain.file) has AuthenticationMethods \(chain.value), which sshd refuses once \(method) is off. "
                        + "Take \(method) out of the line, or put publickey before it."
                )
            }
            do throws(Unknown) {
                guard try !SSHAccess(snapshot).keyHolders.isEmpty else {
                    return .advise(
                        "No account would get in any more: none has an authorized key that works. From your own computer: "
                            + "ssh-copy-id NAME@SERVER, then apply again."
                    )
                }
            } catch {
                return .advise("It is not known whether anybody has a key: \(error.why)")
            }
            return .amend(directives.amendments(setting))
        }
    }

    static func rootLogin(_ policy: Profile.RootLogin) -> Self {
        .ssh("restrict-root-login", needs: SSHAccess.needs) { directives, snapshot in
            if policy == .no {
                do throws(Unknown) {
                    guard try !SSHAccess(snapshot).administratorsBesidesRoot.isEmpty else {
                        return .advise(
                            "Nobody else could become root. Make an account first: adduser NAME, usermod -aG sudo NAME, "
                                + "and from your own computer ssh-copy-id NAME@SERVER; then apply again."
                        )
                    }
                } catch {
                    return .advise("It is not known whether anybody else becomes root: \(error.why)")
                }
            }
            return .amend(directives.amendments(.rootLogin(policy.rawValue)))
        }
    }

    /// With PAM, keyboard-interactive asks for passwords, which it had no use for before; so it is turned off with it.
    static let pam: Self = .ssh("use-pam") { directives, _ in
        let chains = directives.lines("AuthenticationMethods").contains { $0.value.contains("keyboard-interactive") }
        return .amend(
            directives.amendments(SSHSetting.pam)
                + (chains ? [] : directives.amendments(SSHSetting.keyboardInteractive))
        )
    }

    static func graceTime(_ most: Int) -> Self {
        .ssh("limit-login-grace-time") { directives, _ in
            guard case .number(let now) = directives[.loginGraceTime] else {
                return .advise("It cannot be told how much time sshd leaves.")
            }
            return .amend(directives.amendments("LoginGraceTime", "\((1...most).contains(now) ? now : most)"))
        }
    }

    /// The last MaxStartups line counts, not the first, so that later ones become comments.
    static let startups: Self = .ssh("limit-unauthenticated-connections") { directives, _ in
        guard case .number(let begin) = directives[.startupsBegin], case .number(let full) = directives[.startupsFull]
        else { return .advise("It cannot be told how many connections sshd takes.") }
        let most = (1...100).contains(full) ? full : 60
        let value = "\(max(1, min(begin, 10, most))):30:\(most)"
        return .amend(
            directives.amendments("MaxStartups", value)
                + directives.files(setting: "MaxStartups").map { .commentingOut("MaxStartups", in: $0) }
        )
    }
}
