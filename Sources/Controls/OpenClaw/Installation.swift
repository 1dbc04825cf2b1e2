import Catalog
import Hardening

extension ControlList {
    static let openclawInstallation: [Control] = [
        .forbid(
            .openclaw,
            "run-current-version",
            .openclaw,
            where: Field.openclawAge.isOne(of: ["dangerous", "outdated"]),
            title: "OpenClaw version has fixes for published sandbox escapes",
            fault: "OpenClaw version lacks fixes for published sandbox escapes",
            rationale: "Sandbox escapes and ways past approvals are published for older versions, with instructions.",
            .high,
            [Reference("CVE-2026-44112"), Reference("GHSA-cf2p-f286-mphf")],
            fix: .updatingOpenClaw,
            good: [.openclawAge: "current"],
            [.openclawAge: "known advisories"],
            bad: [.openclawAge: "dangerous"],
            [.openclawAge: "outdated"]
        ),
        .forbid(
            .openclaw,
            "fix-one-click-takeover",
            .openclaw,
            where: .openclawAge == "critical",
            title: "OpenClaw has no known one-click takeover",
            fault: "OpenClaw version can be taken over with one click",
            rationale:
                "A link that the operator opens sends the gateway token to the attacker, who then controls the gateway.",
            .critical,
            [Reference("CVE-2026-25253")],
            fix: .updatingOpenClaw,
            good: [.openclawAge: "current"],
            [.openclawAge: "outdated"],
            bad: [.openclawAge: "critical"]
        ),
        .forbid(
            .openclaw,
            "fix-severe-advisories",
            .openclawAdvisories,
            where: .isAffected == true && Field.advisorySeverity.isOne(of: ["critical", "high"]),
            title: "OpenClaw version has no known advisories of high severity",
            fault: "Advisories of high or critical severity apply to the OpenClaw version",
            rationale: "Each is a published way past a check, and the fix shows how it is done.",
            .high,
            [Reference("GitHub security advisories", "openclaw/openclaw")],
            fix: .updatingOpenClaw,
            good: [.isAffected: true, .advisorySeverity: "low"],
            bad: [.isAffected: true, .advisorySeverity: "critical"]
        ),
        .forbid(
            .openclaw,
            "fix-other-advisories",
            .openclawAdvisories,
            where: .isAffected == true && !Field.advisorySeverity.isOne(of: ["critical", "high"]),
            title: "OpenClaw version has no known advisories of lower severity",
            fault: "Advisories of lower severity apply to the OpenClaw version",
            rationale: "Small weaknesses are chained: one leaks what another needs.",
            .medium,
            [Reference("GitHub security advisories", "openclaw/openclaw")],
            fix: .updatingOpenClaw,
            good: [.isAffected: true, .advisorySeverity: "high"],
            bad: [.isAffected: true, .advisorySeverity: "medium"]
        ),
        .forbid(
            .openclaw,
            "fix-configuration-errors",
            .openclawProblems,
            where: .problemKind == .problem(.error),
            title: "Configuration has no errors",
            fault: "Configuration has errors",
            rationale: "The gateway does not start, or starts without the settings that were meant to protect it.",
            .high,
            [Reference("OpenClaw documentation", "gateway/configuration")],
            showing: [.problem],
            fix: .manual(
                "Correct what the evidence names; what is left is shown by `openclaw config validate`",
                because: "Nacre cannot know what was meant by a text that does not parse."
            ),
            good: [.problemKind: .problem(.unknownKey)],
            bad: [.problemKind: .problem(.error), .problem: "a comma or the end is missing"]
        ),
        .forbid(
            .openclaw,
            "validate-configuration",
            .openclawProblems,
            where: .isRefused == true,
            title: "OpenClaw accepts its configuration",
            fault: "OpenClaw rejects its configuration",
            rationale:
                "A bad edit is silent while the gateway runs. At the next start the gateway refuses the whole file and "
                + "stays down, the settings that protect it included; only 2026.4.23 puts the last good file back.",
            .high,
            [Reference("OpenClaw documentation", "gateway/configuration")],
            showing: [.problem],
            fix: .manual(
                "correct what the evidence names, and run `openclaw config validate` (2026.3.2 and "
                    + "later) before the next start: until then nothing shows, and then the gateway stays down",
                because: "Only you know which value was meant."
            ),
            good: [.problemKind: .problem(.unknownKey), .isRefused: false],
            bad: [.problemKind: .problem(.wrongValue), .isRefused: true, .problem: "gateway.bind has to be loopback"]
        ),
        .forbid(
            .openclaw,
            "use-known-keys",
            .openclawProblems,
            where: Field.problemKind.isOne(of: [.unknownKey, .notJudged] as [ProblemKind]) && .isRefused == true,
            title: "Configuration has only keys that the installed version knows",
            fault: "Configuration has keys that the installed version rejects",
            rationale: "An unknown key stops the gateway, or never had the effect that its author expects.",
            .medium,
            [Reference("OpenClaw documentation", "gateway/configuration")],
            showing: [.problem],
            fix: .manual(
                "correct the key, or have it removed: `openclaw doctor --fix`",
                because: "The key may be misspelled, of another version, or a plugin's."
            ),
            good: [.problemKind: .problem(.error), .isRefused: true],
            bad: [
                .problemKind: .problem(.unknownKey), .isRefused: true,
                .problem: "OpenClaw 2026.4.19 does not know gateway.token",
            ]
        ),
        .forbid(
            .openclaw,
            "use-accepted-values",
            .openclawProblems,
            where: Field.problemKind.isOne(of: [.wrongValue, .notJudged] as [ProblemKind]) && .isRefused == true,
            title: "Configuration has only values that the installed version accepts",
            fault: "Configuration has values that the installed version rejects",
            rationale: "The gateway does not start, or uses a default in place of what was configured.",
            .medium,
            [Reference("OpenClaw documentation", "gateway/configuration")],
            showing: [.problem],
            fix: .manual(
                "choose one of the values that the evidence names; what is left is shown by `openclaw "
                    + "config validate`",
                because: "Only you know which of the accepted values was meant."
            ),
            good: [.problemKind: .problem(.unknownKey), .isRefused: true],
            bad: [
                .problemKind: .problem(.wrongValue), .isRefused: true,
                .problem: "OpenClaw 2026.4.19 does not take \"paired\"",
            ]
        ),
        .field(
            .openclaw,
            "use-plain-configuration-file",
            .openclaw,
            .configurationIsLink,
            .is(false),
            title: "openclaw.json is a file, not a link",
            fault: "openclaw.json is a link",
            rationale:
                "Whoever may write at the link's target writes the configuration; OpenClaw itself cannot write safely.",
            .medium,
            [.openclaw("fs.config.symlink")],
            fix: .manual(
                "replace the link by the file, or point OPENCLAW_CONFIG_PATH at the real one",
                because: "Whatever made the link, such as a dotfile manager, would make it again."
            ),
            good: false,
            bad: true
        ),
        .field(
            .openclaw,
            "use-plain-state-directory",
            .openclaw,
            .stateDirectoryIsLink,
            .is(false),
            title: "State directory is a directory, not a link",
            fault: "State directory is a link",
            rationale: "Whoever owns the link points it elsewhere, and the gateway starts with another configuration.",
            .low,
            [.openclaw("fs.state_dir.symlink")],
            fix: .manual(
                "stop the gateway, and move the directory to its place or set OPENCLAW_STATE_DIR to the real one",
                because: "Moving the directory needs the gateway stopped."
            ),
            good: false,
            bad: true
        ),
        .field(
            .openclaw,
            "keep-state-off-synced-folders",
            .openclaw,
            .isSynced,
            .is(false),
            title: "State directory is outside synchronized folders",
            fault: "State directory is in a folder that a cloud service synchronizes",
            rationale:
                "Tokens and conversations are stored at another company, and whoever has that account has the gateway.",
            .medium,
            [.openclaw("fs.synced_dir")],
            fix: .manual(
                "move the directory out of the synchronized folder, set OPENCLAW_STATE_DIR, delete the copies, and rotate the keys",
                because: "Copies already exist at the cloud service, out of reach from here."
            ),
            good: false,
            bad: true
        ),
        fileControl(
            "protect-state-directory",
            ["state directory"],
            0o700,
            title: "State directory is accessible to OpenClaw only",
            fault: "State directory is accessible to other accounts",
            rationale: "Any other account on the server reads keys, sessions and the pairing of devices.",
            .high,
            ["fs.state_dir.perms_readable", "fs.state_dir.perms_group_writable", "fs.state_dir.perms_world_writable"]
        ),
        fileControl(
            "protect-configuration",
            ["configuration", "include", "backup"],
            0o600,
            title: "Configuration, its includes and backups are accessible to OpenClaw only",
            fault: "Configuration, or an include or backup of it, is accessible to other accounts",
            rationale: "Any other account reads the tokens in it, or adds a way in.",
            .high,
            [
                "fs.config.perms_world_readable", "fs.config.perms_group_readable", "fs.config.perms_writable",
                "fs.config_include.perms_world_readable", "fs.config_include.perms_group_readable",
                "fs.config_include.perms_writable",
            ]
        ),
        fileControl(
            "protect-credentials",
            ["credentials", "auth profiles", "secrets"],
            0o700,
            title: "Credentials and keys are accessible to OpenClaw only",
            fault: "Credentials or keys are accessible to other accounts",
            rationale: "Any other account takes the keys of the models and the sessions of the messengers.",
            .critical,
            [
                "fs.credentials_dir.perms_readable", "fs.credentials_dir.perms_writable",
                "fs.auth_profiles.perms_readable", "fs.auth_profiles.perms_writable",
            ]
        ),
        fileControl(
            "protect-sessions",
            ["sessions", "log"],
            0o700,
            title: "Conversations and logs are accessible to OpenClaw only",
            fault: "Conversations or logs are accessible to other accounts",
            rationale: "Any other account reads what was said, and the secrets that tools printed.",
            .medium,
            ["fs.sessions_store.perms_readable", "fs.log_file.perms_readable"],
            // OpenClaw gives the directory of its sessions its own mode anew at every turn.
            where: .isReachable == true,
            with: [.isReachable: true],
            fix: .openclaw(byHand: "`sudo chmod go-rwx {PATH}`") { $0.closeDirectories }
        ),
        .forbid(
            .openclaw,
            "correct-file-owners",
            .openclawFiles,
            where: .ownerFits == false,
            title: "OpenClaw's files belong to the account that runs it, or to root",
            fault: "Some of OpenClaw's files belong to an account that does not run it",
            rationale: "The other owner can change them at any time, whatever their modes.",
            .high,
            [Reference("OpenClaw documentation", "gateway/security")],
            fix: .openclaw(byHand: "Give it to the account that runs the gateway: `sudo chown -R {OWNER}: {PATH}`") {
                $0.correctOwners
            },
            good: [.fileKind: "credentials", .ownerFits: true],
            bad: [.fileKind: "credentials", .ownerFits: false]
        ),
    ]

    private static func fileControl(
        _ phrase: String,
        _ kinds: [String],
        _ mask: UInt16,
        title: String,
        fault: String,
        rationale: String,
        _ severity: Severity,
        _ checks: [String],
        where filter: Filter = .always,
        with context: [Field: Value] = [:],
        fix: Fix? = nil
    ) -> Control {
        .field(
            .openclaw,
            phrase,
            .openclawFiles,
            .mode,
            .modeWithin(mask),
            where: Field.fileKind.isOne(of: kinds) && filter,
            title: title,
            fault: fault,
            rationale: rationale,
            severity,
            checks.map { .openclaw($0) },
            fix: fix ?? .fileMode(within: mask, byHand: "`sudo chmod \(mask == 0o600 ? "600" : "go-rwx") {PATH}`"),
            good: .mode(mask),
            bad: .mode(0o755),
            with: context.merging([.fileKind: .text(kinds[0])]) { $1 }
        )
    }
}

extension Fix {
    /// A newer OpenClaw.
    fileprivate static let updatingOpenClaw = Fix.manual(
        ControlList.updatingOpenClaw,
        because: "An update cannot be undone where it migrates the state."
    )
}

extension ControlList {
    /// How OpenClaw is updated, and to what.
    static let updatingOpenClaw =
        "back up the state directory, then run openclaw update, or where it runs in a container, take a newer image: its tag "
        + "in the compose file, or a build from newer sources where it is built here, then docker compose up --detach there. "
        + "2026.9.6 has every fix known here, as all from 2026.9.4 on, and is the newest whose settings this Nacre knows"
}
