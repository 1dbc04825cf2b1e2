import Catalog
import Hardening

extension Control {
    /// One kind of file grants no more than the mask.
    private static func protect(
        _ kind: String,
        _ phrase: String,
        within mask: UInt16,
        title: String,
        rationale: String,
        severity: Severity,
        references: [Reference],
        remedy: String
    ) -> Control {
        Control(
            .secrets,
            phrase,
            title: title,
            rationale: rationale,
            severity: severity,
            references: references,
            remedy: remedy,
            expects: [
                .each(.secretFiles, where: .secretFileKind == .text(kind), .secretFileMode, .modeWithin(mask))
            ],
            examples: [
                .compliant("closed", .secretFiles, .secretFile(kind, .mode(mask))),
                .drifted("open to others", .secretFiles, .secretFile(kind, .mode(mask | 0o022))),
                .unknown(
                    "could not look",
                    .secretFiles,
                    .secretFile(kind, .unknown(.notPermitted("permission denied")))
                ),
                .notApplicable("no such file", [.facts(.secretFiles): .records([])]),
            ]
        )
    }

    static let protectEnvironmentFiles = protect(
        "environment file",
        "protect-environment-files",
        within: 0o600,
        title: "Environment files can be read by their owner only",
        rationale: "A .env that others can read gives every key of the agents to any account on the machine, such as "
            + "that of a web application with a hole.",
        severity: .high,
        references: [
            Reference("The 8 Security Layers Every OpenClaw Server Needs", "Secrets Management"), Reference("CWE-732"),
        ],
        remedy: "sudo chmod 600 PATH"
    )

    static let protectSSHDirectories = protect(
        "SSH directory",
        "protect-ssh-directories",
        within: 0o755,
        title: "Nobody else can write into .ssh",
        rationale: "Whoever can write there adds a key of their own to authorized_keys and logs in.",
        severity: .high,
        references: [Reference("sshd(8)", "FILES")],
        remedy: "sudo chmod 700 PATH"
    )

    static let protectSSHKeys = protect(
        "SSH key",
        "protect-ssh-keys",
        within: 0o600,
        title: "Private SSH keys can be read by their owner only",
        rationale: "A private key that others can read opens every machine that trusts it.",
        severity: .high,
        references: [Reference("ssh(1)", "FILES"), Reference("MITRE ATT&CK", "T1552.004")],
        remedy: "sudo chmod 600 PATH; if others could read it, replace the key"
    )

    static let protectRegistryLogins = protect(
        "registry login",
        "protect-registry-logins",
        within: 0o600,
        title: "Docker's registry logins can be read by their owner only",
        rationale: "The file holds passwords of registries in base64: whoever reads it replaces your images.",
        severity: .medium,
        references: [Reference("docker login", "Credential stores")],
        remedy: "sudo chmod 600 PATH, or use a credential helper"
    )

    static let protectStoredLogins = protect(
        "stored login",
        "protect-stored-logins",
        within: 0o600,
        title: "Stored logins of Git, npm, databases can be read by their owner only",
        rationale:
            "These files hold passwords and tokens as they are; whoever reads one pushes code and packages in your "
            + "name.",
        severity: .medium,
        references: [Reference("git-credential-store(1)"), Reference("netrc(5)")],
        remedy: "sudo chmod 600 PATH"
    )

    static let protectCloudCredentials = protect(
        "cloud credentials",
        "protect-cloud-credentials",
        within: 0o600,
        title: "Credentials of clouds can be read by their owner only",
        rationale:
            "With them an intruder on this server owns the account behind it: other servers, snapshots, backups.",
        severity: .high,
        references: [Reference("MITRE ATT&CK", "T1552.001"), Reference("CWE-732")],
        remedy: "sudo chmod 600 PATH"
    )

    static let protectHistories = protect(
        "history",
        "protect-histories",
        within: 0o600,
        title: "Histories of commands can be read by their owner only",
        rationale: "Histories show which machines, which databases and sometimes which passwords are used.",
        severity: .low,
        references: [Reference("MITRE ATT&CK", "T1552.003")],
        remedy: "sudo chmod 600 PATH"
    )

    static let protectTLSDirectories = protect(
        "TLS directory",
        "protect-tls-directories",
        within: 0o750,
        title: "Directories of TLS keys are closed to other accounts",
        rationale: "With the private key of your name, somebody on the way is your server, and nobody notices.",
        severity: .high,
        references: [Reference("CWE-732"), Reference("RFC 9325", "7.5")],
        remedy: "sudo chmod 700 PATH, or 710 with the group ssl-cert for /etc/ssl/private"
    )

    static let protectTLSKeys = protect(
        "TLS key",
        "protect-tls-keys",
        within: 0o640,
        title: "Private keys of certificates are closed to other accounts",
        rationale: "With the private key of your name, somebody on the way is your server, and nobody notices.",
        severity: .high,
        references: [Reference("CWE-732"), Reference("ngx_http_ssl_module", "ssl_certificate_key")],
        remedy: "sudo chmod 600 PATH, and renew the certificate with a new key if others could read it"
    )

    static let protectArchives = protect(
        "archive",
        "protect-archives",
        within: 0o600,
        title: "Archives of OpenClaw's state and of homes can be read by their owner only",
        rationale: "A backup holds every key and every conversation in one file; whoever reads it needs nothing else.",
        severity: .high,
        references: [Reference("CWE-530"), Reference("OpenClaw: Backup")],
        remedy: "sudo chmod 600 PATH, and keep backups encrypted on another machine"
    )

    static let ownSecretFiles = Control(
        .secrets,
        "own-secret-files",
        title: "Secret files belong to root or to the account whose home they are in",
        rationale:
            "An owner can always read and change a file, whatever its mode: a key left to another account is that "
            + "account's key.",
        severity: .medium,
        references: [Reference("chown(1)"), Reference("CWE-282")],
        remedy: "sudo chown ACCOUNT: PATH",
        expects: [.each(.secretFiles, .secretFileOwnerFits, .is(true))],
        examples: [
            .compliant("own", .secretFiles, .secretFile("SSH key", .mode(0o600))),
            .drifted("another's", .secretFiles, .secretFile("SSH key", .mode(0o600), fits: false)),
        ]
    )
}

extension Record {
    fileprivate static func secretFile(_ kind: String, _ mode: Value, fits: Value = true) -> Record {
        Record(
            "/home/ada/file",
            [.secretFileKind: .text(kind), .secretFileMode: mode, .secretFileOwnerFits: fits],
            origins: [.secretFileMode: Origin("/home/ada/file")]
        )
    }
}
