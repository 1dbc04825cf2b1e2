import Catalog
import Hardening

extension Control {
    /// No secret in one kind of place; the report names file, line and kind, never the secret.
    private static func keepSecretsOut(
        of place: String,
        _ phrase: String,
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
                .none(
                    .secretFindings,
                    where: .findingPlace == .text(place) && Field.findingKind.isSet,
                    "no secret in a \(place)"
                )
            ],
            examples: [
                .compliant("nothing found", [.facts(.secretFindings): .records([])]),
                .drifted("a token", .secretFindings, .secret("Telegram bot token", place)),
                .unknown(
                    "a file that is too large",
                    .secretFindings,
                    .secret(.unknown(.tooLarge("larger than 4194304 bytes")), place)
                ),
            ]
        )
    }

    static let keepSecretsOutOfAgentFiles = keepSecretsOut(
        of: "agent file",
        "keep-secrets-out-of-agent-files",
        title: "Files of agents hold no keys",
        rationale: "The gateway writes keys of models down once more for each agent, where they stay when the "
            + "configuration has none any more.",
        severity: .medium,
        references: [Reference("OpenClaw: Secrets management"), Reference("CWE-312")],
        remedy: "openclaw secrets audit --check, put a reference in place of each key it names, or rm models.json, "
            + "which the gateway makes anew"
    )

    static let keepSecretsOutOfBackups = keepSecretsOut(
        of: "backup",
        "keep-secrets-out-of-backups",
        title: "Copies of configuration files hold no secrets",
        rationale: "A copy keeps the mode of the moment it was made, outlives the next change of keys, and ends up in "
            + "archives. It is the first thing to look for after a break-in.",
        severity: .medium,
        references: [Reference("CWE-530"), Reference("OWASP Secrets Management Cheat Sheet")],
        remedy: "rm PATH, after a look at it, and replace the key if others could read it"
    )

    static let keepSecretsOutOfComposeFiles = keepSecretsOut(
        of: "compose file",
        "keep-secrets-out-of-compose-files",
        title: "Compose files hold no secrets",
        rationale: "Compose files are shared, committed and world-readable. A key in one belongs to everyone who ever "
            + "sees the file.",
        severity: .high,
        references: [Reference("Docker: Secrets in Compose"), Reference("CWE-798")],
        remedy: "Put the value into a .env file with mode 600 and write ${NAME}, or use secrets: with a file; then "
            + "replace the key"
    )

    static let keepSecretsOutOfConfiguration = keepSecretsOut(
        of: "configuration",
        "keep-secrets-out-of-configuration",
        title: "openclaw.json holds no secrets",
        rationale: "Agents read the file, people paste it into bug reports, and every copy of it hands on the keys.",
        severity: .high,
        references: [Reference("OpenClaw: Secrets management"), Reference("CWE-798")],
        remedy:
            "openclaw secrets configure, or write ${NAME} and put the value into the state directory's .env (mode 600)"
    )

    static let keepSecretsOutOfCommandLines = keepSecretsOut(
        of: "command line",
        "keep-secrets-out-of-command-lines",
        title: "No running program was given a secret as an argument",
        rationale: "Every account, and every agent that may run ps, reads the arguments of all programs.",
        severity: .high,
        references: [Reference("CWE-214"), Reference("proc_pid_cmdline(5)")],
        remedy: "Hand the value over in a file with mode 600 or through the program's configuration, restart it, and "
            + "replace the key"
    )

    static let keepSecretsOutOfContainers = keepSecretsOut(
        of: "container",
        "keep-secrets-out-of-containers",
        title: "docker inspect shows no secrets of any container",
        rationale: "Whoever may ask the Docker daemon, and every monitoring agent that mounts its socket, reads "
            + "variables, commands and labels as they are; programs in the container inherit them.",
        severity: .medium,
        references: [
            Reference("OWASP Docker Security Cheat Sheet", "RULE #12"), Reference("Docker: Secrets in Compose"),
        ],
        remedy: "Mount the value as a file (secrets: in the compose file, read from /run/secrets), and recreate the "
            + "container"
    )

    static let keepSecretsOutOfCron = keepSecretsOut(
        of: "cron",
        "keep-secrets-out-of-cron",
        title: "Cron tables hold no secrets",
        rationale:
            "A key in a command line shows in every account's process list while the job runs, and in cron's mail "
            + "and logs.",
        severity: .medium,
        references: [Reference("CWE-214"), Reference("crontab(5)")],
        remedy: "Let the job read the key from a file with mode 600, and replace the key"
    )

    static let keepSecretsOutOfGit = keepSecretsOut(
        of: "git",
        "keep-secrets-out-of-git",
        title: "Git repositories hold no secrets, in tracked settings or in addresses of remotes",
        rationale: "A commit keeps the key for ever, and everyone with a clone has it, also after the file is deleted.",
        severity: .high,
        references: [Reference("OWASP Secrets Management Cheat Sheet"), Reference("gitignore(5)")],
        remedy:
            "git rm --cached FILE, add it to .gitignore, and replace the keys: history keeps the old ones. For a remote "
            + "git remote set-url origin without the password"
    )

    static let keepSecretsOutOfHistories = keepSecretsOut(
        of: "history",
        "keep-secrets-out-of-histories",
        title: "Shell histories hold no secrets",
        rationale: "The history is the first file an intruder reads: keys that were typed once stand there for years.",
        severity: .medium,
        references: [Reference("MITRE ATT&CK", "T1552.003"), Reference("bash(1)", "HISTCONTROL")],
        remedy: "Delete the line from the history file, replace the key, and begin such commands with a space "
            + "(HISTCONTROL=ignorespace)"
    )

    static let keepSecretsOutOfLogs = keepSecretsOut(
        of: "log",
        "keep-secrets-out-of-logs",
        title: "Logs that every account can read hold no secrets",
        rationale: "Any service account that is taken over reads the log and has the keys of the agents.",
        severity: .high,
        references: [Reference("CWE-532"), Reference("OpenClaw: Logging", "redaction")],
        remedy: "sudo chmod 600 PATH, leave logging.redactSensitive at its default, and replace the key"
    )

    static let keepSecretsOutOfServiceConfiguration = keepSecretsOut(
        of: "service configuration",
        "keep-secrets-out-of-service-configuration",
        title: "Settings of services that every account can read hold no secrets",
        rationale: "Any service that is taken over, and any agent with a shell, reads the key of the DNS provider or "
            + "the mail server from there.",
        severity: .medium,
        references: [Reference("CWE-732"), Reference("MITRE ATT&CK", "T1552.001")],
        remedy: "sudo chmod 640 PATH, with the group of the service, and replace the key"
    )

    static let keepSecretsOutOfShellProfiles = keepSecretsOut(
        of: "shell profile",
        "keep-secrets-out-of-shell-profiles",
        title: "Shell profiles and /etc/environment hold no secrets",
        rationale: "What a profile exports goes into the environment of every program of every session, and into the "
            + "agent's tools with it.",
        severity: .medium,
        references: [Reference("MITRE ATT&CK", "T1552.001"), Reference("CWE-526")],
        remedy: "Move the value to a file with mode 600 that only the program reads which needs it, and replace the key"
    )

    static let keepSecretsOutOfUnits = keepSecretsOut(
        of: "unit",
        "keep-secrets-out-of-units",
        title: "Unit files hold no secrets",
        rationale: "Every account reads unit files, and systemctl show gives their Environment= to whoever asks.",
        severity: .high,
        references: [Reference("systemd.exec(5)", "Environment="), Reference("systemd.exec(5)", "LoadCredential=")],
        remedy:
            "EnvironmentFile= with a file of mode 600, or LoadCredential=; then systemctl daemon-reload, and replace the key"
    )
}

extension Record {
    fileprivate static func secret(_ kind: Value, _ place: String) -> Record {
        Record(
            "/srv/openclaw/file:12",
            [.findingPlace: .text(place), .findingKind: kind, .findingIsWorldReadable: true],
            origins: [.findingKind: Origin("/srv/openclaw/file", line: 12)]
        )
    }
}
