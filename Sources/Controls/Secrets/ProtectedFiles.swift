import Catalog
import Hardening

extension Control {
    /// One kind of file grants no more than the mask.
    private static func protect(
        _ kind: String,
        _ phrase: String,
        within mask: UInt16,
        title: String,
        fault: String,
        rationale: String,
        severity: Severity,
        references: [Reference],
        byHand: String
    ) -> Control {
        Control(
            .secrets,
            phrase,
            title: title,
            fault: fault,
            rationale: rationale,
            severity: severity,
            references: references,
            expects: [
                .each(.secretFiles, where: .secretFileKind == .text(kind), .secretFileMode, .modeWithin(mask))
            ],
            fix: .permissions(within: mask, byHand: byHand),
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
        title: "Only the owner can read environment files",
        fault: "An environment file has a mode wider than 0600",
        rationale: "A .env that others can read gives every key of the agents to any account on the machine, such as "
            + "that of a web application with a hole.",
        severity: .high,
        references: [
            Reference("The 8 Security Layers Every OpenClaw Server Needs", "Secrets Management"), Reference("CWE-732"),
        ],
        byHand: "`sudo chmod 600 {PATH}`"
    )

    static let protectSSHDirectories = protect(
        "SSH directory",
        "protect-ssh-directories",
        within: 0o755,
        title: "Only the owner can write to .ssh directories",
        fault: "Accounts other than the owner can write to a .ssh directory",
        rationale: "Whoever can write there adds a key of their own to authorized_keys and logs in.",
        severity: .high,
        references: [Reference("sshd(8)", "FILES")],
        byHand: "`sudo chmod 700 {PATH}`"
    )

    static let protectSSHKeys = protect(
        "SSH key",
        "protect-ssh-keys",
        within: 0o600,
        title: "Only the owner can read private SSH keys",
        fault: "A private SSH key has a mode wider than 0600",
        rationale: "A private key that others can read opens every machine that trusts it.",
        severity: .high,
        references: [Reference("ssh(1)", "FILES"), Reference("MITRE ATT&CK", "T1552.004")],
        byHand: "`sudo chmod 600 {PATH}`; if others could read it, replace the key"
    )

    static let protectRegistryLogins = protect(
        "registry login",
        "protect-registry-logins",
        within: 0o600,
        title: "Only the owner can read Docker's registry logins",
        fault: "A file of Docker's registry logins has a mode wider than 0600",
        rationale: "The file holds passwords of registries in base64: whoever reads it replaces your images.",
        severity: .medium,
        references: [Reference("docker login", "Credential stores")],
        byHand: "`sudo chmod 600 {PATH}`, or use a credential helper"
    )

    static let protectStoredLogins = protect(
        "stored login",
        "protect-stored-logins",
        within: 0o600,
        title: "Only the owner can read stored logins of Git, npm and databases",
        fault: "A file of stored logins has a mode wider than 0600",
        rationale:
            "These files hold passwords and tokens as they are; whoever reads one pushes code and packages in your "
            + "name.",
        severity: .medium,
        references: [Reference("git-credential-store(1)"), Reference("netrc(5)")],
        byHand: "`sudo chmod 600 {PATH}`"
    )

    static let protectCloudCredentials = protect(
        "cloud credentials",
        "protect-cloud-credentials",
        within: 0o600,
        title: "Only the owner can read cloud credentials",
        fault: "A file of cloud credentials has a mode wider than 0600",
        rationale:
            "With them an intruder on this server owns the account behind it: other servers, snapshots, backups.",
        severity: .high,
        references: [Reference("MITRE ATT&CK", "T1552.001"), Reference("CWE-732")],
        byHand: "`sudo chmod 600 {PATH}`"
    )

    static let protectHistories = protect(
        "history",
        "protect-histories",
        within: 0o600,
        title: "Only the owner can read command histories",
        fault: "A command history has a mode wider than 0600",
        rationale: "Histories show which machines, which databases and sometimes which passwords are used.",
        severity: .low,
        references: [Reference("MITRE ATT&CK", "T1552.003")],
        byHand: "`sudo chmod 600 {PATH}`"
    )

    static let protectTLSDirectories = protect(
        "TLS directory",
        "protect-tls-directories",
        within: 0o750,
        title: "Directories of TLS keys are closed to other accounts",
        fault: "A directory of TLS keys has a mode wider than 0750",
        rationale:
            "With the private key of your name, an attacker on the network path can pose as your server, and nobody notices.",
        severity: .high,
        references: [Reference("CWE-732"), Reference("RFC 9325", "7.5")],
        byHand: "`sudo chmod 700 {PATH}`, or 710 with the group ssl-cert for /etc/ssl/private"
    )

    static let protectTLSKeys = protect(
        "TLS key",
        "protect-tls-keys",
        within: 0o640,
        title: "TLS private keys are closed to other accounts",
        fault: "A TLS private key has a mode wider than 0640",
        rationale:
            "With the private key of your name, an attacker on the network path can pose as your server, and nobody notices.",
        severity: .high,
        references: [Reference("CWE-732"), Reference("ngx_http_ssl_module", "ssl_certificate_key")],
        byHand: "`sudo chmod 600 {PATH}`, and renew the certificate with a new key if others could read it"
    )

    static let protectArchives = protect(
        "archive",
        "protect-archives",
        within: 0o600,
        title: "Only the owner can read archives of OpenClaw's state and of home directories",
        fault: "An archive of OpenClaw's state or of a home directory has a mode wider than 0600",
        rationale: "A backup holds every key and every conversation in one file; whoever reads it needs nothing else.",
        severity: .high,
        references: [Reference("CWE-530"), Reference("OpenClaw: Backup")],
        byHand: "`sudo chmod 600 {PATH}`, and keep backups encrypted on another machine"
    )

    static let protectVault = protect(
        "vault",
        "protect-vault",
        within: 0o700,
        title: "Only root can read Nacre's vault and its key",
        fault: "Others than root can read Nacre's vault or its key",
        rationale:
            "With the vault and its key, every secret in it is open; Nacre itself no longer uses one that others can "
            + "read, and gateways get no secrets when they start.",
        severity: .high,
        references: [Reference("CWE-732"), Reference("Nacre: docs/vault-format.md", "On the disk")],
        byHand: "`sudo chmod go-rwx {PATH}`; if others could read both, replace every secret in it"
    )

    static let setSecretFileOwner = Control(
        .secrets,
        "set-secret-file-owner",
        title: "Secret files belong to root or to the account whose home they are in",
        fault: "A secret file belongs to an account that should not own it",
        rationale:
            "An owner can always read and change a file, whatever its mode: a key left to another account is that "
            + "account's key.",
        severity: .medium,
        references: [Reference("chown(1)"), Reference("CWE-282")],
        expects: [.each(.secretFiles, .secretFileOwnerFits, .is(true))],
        fix: .rightfulOwner(byHand: "`sudo chown {OWNER}: {PATH}`"),
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
