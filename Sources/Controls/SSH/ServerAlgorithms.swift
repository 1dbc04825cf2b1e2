import Catalog
import Hardening

extension Control {
    static let useStrongKeyExchange = server(
        "use-strong-key-exchange",
        title: "Key exchange uses neither SHA-1 nor 1024-bit groups",
        fault: "sshd allows key exchange with SHA-1",
        rationale:
            "Whoever records the traffic now reads it later: 1024-bit groups have been within reach of states "
            + "since Logjam, and SHA-1 collisions can be bought.",
        severity: .medium,
        reference: "KexAlgorithms",
        .keyExchanges,
        .excludes(["diffie-hellman-group1-sha1", "diffie-hellman-group14-sha1", "diffie-hellman-group-exchange-sha1"]),
        fix: .sshd(
            "KexAlgorithms",
            without: [
                "diffie-hellman-group1-*", "diffie-hellman-group14-sha1", "diffie-hellman-group-exchange-sha1",
            ],
            from: .keyExchanges
        ),
        good: ["curve25519-sha256"],
        bad: ["curve25519-sha256", "diffie-hellman-group1-sha1"]
    )

    static let useStrongCiphers = server(
        "use-strong-ciphers",
        title: "Ciphers are in counter mode or authenticated",
        fault: "sshd allows CBC ciphers",
        rationale:
            "CBC in SSH leaks pieces of the plain text to whoever can cut the connection, and 3DES repeats "
            + "blocks within one long session.",
        severity: .medium,
        reference: "Ciphers",
        .ciphers,
        .excludes(["3des-cbc", "aes128-cbc", "aes192-cbc", "aes256-cbc"]),
        fix: .sshd("Ciphers", without: ["3des-cbc", "aes*-cbc"], from: .ciphers),
        good: ["aes256-gcm@openssh.com"],
        bad: ["aes256-gcm@openssh.com", "aes128-cbc"]
    )

    static let useStrongMACs = server(
        "use-strong-macs",
        title: "Message authentication uses no MD5, SHA-1 or 64-bit tags",
        fault: "sshd allows message authentication with MD5, SHA-1 or 64-bit tags",
        rationale: "Short tags and broken hashes give a man in the middle a chance to change packets unnoticed.",
        severity: .low,
        reference: "MACs",
        .macs,
        .excludes([
            "hmac-md5", "hmac-md5-96", "hmac-md5-etm@openssh.com", "hmac-md5-96-etm@openssh.com", "hmac-sha1",
            "hmac-sha1-96", "hmac-sha1-etm@openssh.com", "hmac-sha1-96-etm@openssh.com", "umac-64@openssh.com",
            "umac-64-etm@openssh.com",
        ]),
        fix: .sshd("MACs", without: ["hmac-md5*", "hmac-sha1*", "umac-64*"], from: .macs),
        good: ["hmac-sha2-256-etm@openssh.com"],
        bad: ["hmac-sha2-256", "hmac-sha1"]
    )

    static let useStrongHostKeyAlgorithms = server(
        "use-strong-host-key-algorithms",
        title: "Host keys sign with neither DSA nor SHA-1",
        fault: "sshd allows host key signatures with DSA or SHA-1",
        rationale:
            "A forged SHA-1 or DSA signature lets a man in the middle be this server to a client that still "
            + "accepts it.",
        severity: .medium,
        reference: "HostKeyAlgorithms",
        .hostKeyAlgorithms,
        .excludes(["ssh-rsa", "ssh-rsa-cert-v01@openssh.com", "ssh-dss", "ssh-dss-cert-v01@openssh.com"]),
        fix: .sshd("HostKeyAlgorithms", without: ["ssh-rsa*", "ssh-dss*"], from: .hostKeyAlgorithms),
        good: ["ssh-ed25519"],
        bad: ["ssh-ed25519", "ssh-rsa"]
    )

    static let useStrongUserKeyAlgorithms = Control(
        .ssh,
        "use-strong-user-key-algorithms",
        title: "User keys sign with neither DSA nor SHA-1",
        fault: "sshd allows user key signatures with DSA or SHA-1",
        rationale:
            "Somebody who can make SHA-1 collide, or break a 1024-bit DSA key, logs in without the private "
            + "key.",
        severity: .medium,
        references: [
            Reference("sshd_config(5)", "PubkeyAcceptedAlgorithms"), Reference("CIS Debian 12", "5.1"),
        ],
        expects: [
            .each(
                .sshServer,
                .userKeyAlgorithms,
                .excludes(["ssh-rsa", "ssh-rsa-cert-v01@openssh.com", "ssh-dss", "ssh-dss-cert-v01@openssh.com"])
            ),
            // A Match block has a list of its own.
            .each(.logins, where: .isAdmitted == true, .weakUserKeyAlgorithms, .is([])),
        ],
        fix: .sshd(
            "PubkeyAcceptedAlgorithms",
            without: ["ssh-rsa*", "ssh-dss*"],
            from: .userKeyAlgorithms,
            byHand: "Remove PubkeyAcceptedAlgorithms +ssh-rsa, and replace the old client's key by ed25519. "
                + "Then: `sudo sshd -t && sudo systemctl reload ssh`"
        ),
        examples: [
            .compliant(
                "as it should be",
                [
                    .facts(.sshServer): .records([Record("sshd", [.userKeyAlgorithms: ["ssh-ed25519"]])]),
                    .facts(.logins): .records([.login("root", [.weakUserKeyAlgorithms: []])]),
                ]
            ),
            .drifted("set otherwise", .sshServer, Record("sshd", [.userKeyAlgorithms: ["ssh-ed25519", "ssh-rsa"]])),
            .drifted(
                "in a Match block",
                [
                    .facts(.sshServer): .records([Record("sshd", [.userKeyAlgorithms: ["ssh-ed25519"]])]),
                    .facts(.logins): .records([
                        .login("root", [.weakUserKeyAlgorithms: ["ssh-rsa"]], file: "/etc/ssh/sshd_config")
                    ]),
                ]
            ),
            .unknown(
                "sshd and its files disagree",
                .sshServer,
                Record("sshd", [.userKeyAlgorithms: .unknown(.contradictory("differs"))])
            ),
            .notApplicable("no OpenSSH server"),
        ]
    )

    static let keepConfigurationValid = server(
        "keep-configuration-valid",
        title: "sshd accepts its configuration",
        fault: "sshd rejects its configuration",
        rationale:
            "A configuration that sshd rejects does nothing until the next restart; then nobody can log in, and "
            + "what runs until then is older than the files say.",
        severity: .high,
        reference: "sshd -t",
        .acceptsConfiguration,
        .is(true),
        fix: .manual(
            "File and line are shown by `sudo sshd -t`; correct it, then: `sudo systemctl reload ssh`",
            because: "Only you know what the rejected line was meant to do."
        ),
        good: true,
        bad: false
    )
}
