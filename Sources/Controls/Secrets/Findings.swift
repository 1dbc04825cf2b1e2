import Catalog
import Hardening

extension Control {
    /// No secret in one kind of place; the report names file, line and kind, never the secret.
    private static func keepSecretsOut(
        of place: String,
        _ phrase: String,
        title: String,
        fault: String,
        rationale: String,
        severity: Severity,
        references: [Reference],
        fix: Fix
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
                .none(
                    .secretFindings,
                    where: .findingPlace == .text(place) && Field.findingKind.isSet,
                    title
                )
            ],
            fix: fix,
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
        title: "Agents' files hold no keys",
        fault: "An agent's file holds a key",
        rationale: "The gateway stores model keys once more for each agent, and they stay there when the "
            + "configuration no longer has them.",
        severity: .medium,
        references: [Reference("OpenClaw: Secrets management"), Reference("CWE-312")],
        fix: .replaceSecret(
            byHand:
                "once openclaw.json has references, stop the gateway, delete models.json (the gateway "
                + "creates it again), put references (keyRef) into auth-profiles.json, and replace the "
                + "keys if a copy left the server; what is left is shown by `openclaw secrets audit "
                + "--check`"
        )
    )

    static let keepSecretsOutOfBackups = keepSecretsOut(
        of: "backup",
        "keep-secrets-out-of-backups",
        title: "Copies of configuration files hold no secrets",
        fault: "A copy of a configuration file holds a secret",
        rationale: "A copy keeps the mode of the moment it was made, outlives the next change of keys, and ends up in "
            + "archives. It is the first thing to look for after a break-in.",
        severity: .medium,
        references: [Reference("CWE-530"), Reference("OWASP Secrets Management Cheat Sheet")],
        fix: .replaceSecret(
            byHand: "look at each copy, rm it, and replace the key where it was issued if others could read the copy"
        )
    )

    static let keepSecretsOutOfComposeFiles = keepSecretsOut(
        of: "compose file",
        "keep-secrets-out-of-compose-files",
        title: "Compose files hold no secrets",
        fault: "A compose file holds a secret",
        rationale: "Compose files are shared, committed and world-readable. A key in one belongs to everyone who ever "
            + "sees the file.",
        severity: .high,
        references: [Reference("Docker: Secrets in Compose"), Reference("CWE-798")],
        fix: .replaceSecret(
            byHand:
                "put the value into .env of mode 600 beside the file, write a variable such as "
                + "${API_KEY} in its place (or use secrets: with a file), start the containers anew with "
                + "docker compose up -d, and replace the key if the file was shared"
        )
    )

    static let keepSecretsOutOfConfiguration = keepSecretsOut(
        of: "configuration",
        "keep-secrets-out-of-configuration",
        title: "openclaw.json holds no secrets",
        fault: "openclaw.json holds a secret",
        rationale: "Agents read the file, people paste it into bug reports, and every copy of it contains the keys.",
        severity: .high,
        references: [Reference("OpenClaw: Secrets management"), Reference("CWE-798")],
        fix: movingConfigurationSecrets
    )

    static let keepSecretsOutOfCommandLines = keepSecretsOut(
        of: "command line",
        "keep-secrets-out-of-command-lines",
        title: "No running program has a secret among its arguments",
        fault: "A running program has a secret among its arguments",
        rationale: "Every account, and every agent that may run ps, reads the arguments of all programs.",
        severity: .high,
        references: [Reference("CWE-214"), Reference("proc_pid_cmdline(5)")],
        fix: .replaceSecret(
            byHand:
                "pass the value in a file of mode 600 or through the program's configuration, restart the program, and replace the key"
        )
    )

    static let keepSecretsOutOfContainers = keepSecretsOut(
        of: "container",
        "keep-secrets-out-of-containers",
        title: "docker inspect shows no secrets of any container",
        fault: "docker inspect shows a secret of a container",
        rationale: "Whoever may ask the Docker daemon, and every monitoring agent that mounts its socket, reads "
            + "variables, commands and labels as they are; programs in the container inherit them.",
        severity: .medium,
        references: [
            Reference("OWASP Docker Security Cheat Sheet", "RULE #12"), Reference("Docker: Secrets in Compose"),
        ],
        fix: .replaceSecret(
            byHand:
                "mount the value as a file (secrets: in the compose file), let the program read it below "
                + "/run/secrets, and recreate the container with docker compose up -d"
        )
    )

    static let keepSecretsOutOfCron = keepSecretsOut(
        of: "cron",
        "keep-secrets-out-of-cron",
        title: "Cron tables hold no secrets",
        fault: "A cron table holds a secret",
        rationale:
            "A key in a command line shows in every account's process list while the job runs, and in cron's mail "
            + "and logs.",
        severity: .medium,
        references: [Reference("CWE-214"), Reference("crontab(5)")],
        fix: .replaceSecret(byHand: "let the job read the key from a file of mode 600, and replace the key")
    )

    static let keepSecretsOutOfGit = keepSecretsOut(
        of: "git",
        "keep-secrets-out-of-git",
        title: "Git repositories hold no secrets in tracked settings or in addresses of remotes",
        fault: "A Git repository holds a secret in a tracked file or in the address of a remote",
        rationale: "A commit keeps the key for ever, and everyone with a clone has it, also after the file is deleted.",
        severity: .high,
        references: [Reference("OWASP Secrets Management Cheat Sheet"), Reference("gitignore(5)")],
        fix: .replaceSecret(
            byHand:
                "take the file out of the repository with git rm --cached, add it to .gitignore, and "
                + "replace the keys: history keeps the old ones; for a remote, set its address anew "
                + "without the password"
        )
    )

    static let keepSecretsOutOfHistories = keepSecretsOut(
        of: "history",
        "keep-secrets-out-of-histories",
        title: "Shell histories hold no secrets",
        fault: "A shell history holds a secret",
        rationale: "The history is the first file an intruder reads: keys that were typed once stay there for years.",
        severity: .medium,
        references: [Reference("MITRE ATT&CK", "T1552.003"), Reference("bash(1)", "HISTCONTROL")],
        fix: .replaceSecret(
            byHand:
                "delete the line from the history file while nobody is logged in to that account, and replace the key; begin such "
                + "commands with a space (HISTCONTROL=ignorespace)"
        )
    )

    static let keepSecretsOutOfLogs = keepSecretsOut(
        of: "log",
        "keep-secrets-out-of-logs",
        title: "Logs that every account can read hold no secrets",
        fault: "A log that every account can read holds a secret",
        rationale: "Any service account that is taken over reads the log and has the keys of the agents.",
        severity: .high,
        references: [Reference("CWE-532"), Reference("OpenClaw: Logging", "redaction")],
        fix: .replaceSecret(
            byHand:
                "let the log be read by its owner alone (chmod 600), leave logging.redactSensitive at "
                + "its default, and replace the key: every account could read it"
        )
    )

    static let keepSecretsOutOfServiceConfiguration = keepSecretsOut(
        of: "service configuration",
        "keep-secrets-out-of-service-configuration",
        title: "Service settings that every account can read hold no secrets",
        fault: "A service's settings file that every account can read holds a secret",
        rationale: "Any service that is taken over, and any agent with a shell, reads the key of the DNS provider or "
            + "the mail server from there.",
        severity: .medium,
        references: [Reference("CWE-732"), Reference("MITRE ATT&CK", "T1552.001")],
        fix: .replaceSecret(
            byHand:
                "let the file be read by root and the group of the service alone (chmod 640, chgrp), and "
                + "replace the key: every account could read it"
        )
    )

    static let keepSecretsOutOfShellProfiles = keepSecretsOut(
        of: "shell profile",
        "keep-secrets-out-of-shell-profiles",
        title: "Shell profiles and /etc/environment hold no secrets",
        fault: "A shell profile or /etc/environment holds a secret",
        rationale: "What a profile exports goes into the environment of every program of every session, and into the "
            + "agent's tools with it.",
        severity: .medium,
        references: [Reference("MITRE ATT&CK", "T1552.001"), Reference("CWE-526")],
        fix: .replaceSecret(
            byHand:
                "move the value to a file of mode 600 that only the program that needs it reads, and replace the key"
        )
    )

    static let keepSecretsOutOfUnits = keepSecretsOut(
        of: "unit",
        "keep-secrets-out-of-units",
        title: "Unit files hold no secrets",
        fault: "A unit file holds a secret",
        rationale: "Every account reads unit files, and systemctl show gives their Environment= to whoever asks.",
        severity: .high,
        references: [Reference("systemd.exec(5)", "Environment="), Reference("systemd.exec(5)", "LoadCredential=")],
        fix: .replaceSecret(
            byHand:
                "move the value to a file of mode 600, name it by EnvironmentFile= or LoadCredential=, systemctl daemon-reload, "
                + "restart the unit, and replace the key"
        )
    )
}

extension Control {
    private static let movingConfigurationSecrets: Fix = .movingSecrets(
        byHand:
            "`sudo nacre vault init` once, then `sudo nacre secrets migrate`, which leaves references only; or, without a vault, write a variable such as ${TELEGRAM_BOT_TOKEN} in its "
            + "place and the value into the state directory's .env of mode 600, and restart the gateway; "
            + "replace the key if the file was shared",
        where: { $0[.literalIsFound] == true },
        further: { literals, fault in
            // A file that could not be looked through, or is no configuration of an installation.
            let places = Set(literals.map { "configuration \($0[.literalFile]):\($0[.literalLine])" })
            let unseen = fault.snapshot.records(.secretFindings).filter {
                if case .unknown = $0[.findingKind] { $0[.findingPlace] == "configuration" } else { false }
            }
            return (fault.records + unseen).map(\.name).filter { !places.contains($0) }
        }
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
