import Catalog
import Hardening

extension Catalogue {
    static let openclawInstallation: [Control] = [
        .forbid(
            .openclaw,
            "run-a-current-version",
            .openclaw,
            where: Field.openclawAge.isOne(of: ["dangerous", "outdated"]),
            title: "OpenClaw is of a version that still gets attention",
            rationale:
                "Ways out of the sandbox and past approvals are published for older versions, recipe included.",
            .high,
            [Reference("CVE-2026-44112"), Reference("GHSA-cf2p-f286-mphf")],
            remedy: "openclaw update, or a newer image tag; 2026.9.4 or later has every fix known here",
            good: [.openclawAge: "current"],
            [.openclawAge: "known advisories"],
            bad: [.openclawAge: "dangerous"],
            [.openclawAge: "outdated"]
        ),
        .forbid(
            .openclaw,
            "leave-versions-with-takeover",
            .openclaw,
            where: .openclawAge == "critical",
            title: "OpenClaw is of a version without a takeover by one click",
            rationale: "A link that the operator opens sends the gateway's token to the attacker, who then owns it.",
            .critical,
            [Reference("CVE-2026-25253")],
            remedy: "openclaw update, or a newer image tag; 2026.9.4 or later has every fix known here",
            good: [.openclawAge: "current"],
            [.openclawAge: "outdated"],
            bad: [.openclawAge: "critical"]
        ),
        .forbid(
            .openclaw,
            "fix-severe-advisories",
            .openclawAdvisories,
            where: .isAffected == true && Field.advisorySeverity.isOne(of: ["critical", "high"]),
            title: "No advisory of high severity applies to the version",
            rationale: "Each is a published way past a check, with its fix as the recipe.",
            .high,
            [Reference("GitHub security advisories", "openclaw/openclaw")],
            remedy: "openclaw update, or a newer image tag; 2026.9.4 or later has every fix known here",
            good: [.isAffected: true, .advisorySeverity: "low"],
            bad: [.isAffected: true, .advisorySeverity: "critical"]
        ),
        .forbid(
            .openclaw,
            "fix-other-advisories",
            .openclawAdvisories,
            where: .isAffected == true && !Field.advisorySeverity.isOne(of: ["critical", "high"]),
            title: "No advisory of lower severity applies to the version",
            rationale: "Small weaknesses are chained: one leaks what another needs to get in.",
            .medium,
            [Reference("GitHub security advisories", "openclaw/openclaw")],
            remedy: "openclaw update, or a newer image tag; 2026.9.4 or later has every fix known here",
            good: [.isAffected: true, .advisorySeverity: "high"],
            bad: [.isAffected: true, .advisorySeverity: "medium"]
        ),
        .forbid(
            .openclaw,
            "fix-configuration-errors",
            .openclawProblems,
            where: .problemKind == "error",
            title: "The configuration can be read without errors",
            rationale: "The gateway does not start, or starts without the settings that were meant to protect it.",
            .high,
            [Reference("OpenClaw documentation", "gateway/configuration")],
            showing: [.problem],
            remedy: "openclaw config validate, and correct the place it names",
            good: [.problemKind: "unknown key"],
            bad: [.problemKind: "error", .problem: "a comma or the end is missing"]
        ),
        .forbid(
            .openclaw,
            "keep-configuration-accepted",
            .openclawProblems,
            where: .isRefused == true,
            title: "OpenClaw accepts its configuration",
            rationale:
                "A bad edit is silent while the gateway runs. At the next start the gateway refuses the whole file and "
                + "stays down, the settings that protect it included; only 2026.4.23 puts the last good file back.",
            .high,
            [Reference("OpenClaw documentation", "gateway/configuration")],
            showing: [.problem],
            remedy: "openclaw config validate (2026.3.2 and later), and correct each place it names before a restart",
            good: [.problemKind: "unknown key", .isRefused: false],
            bad: [.problemKind: "wrong value", .isRefused: true, .problem: "gateway.bind has to be loopback"]
        ),
        .forbid(
            .openclaw,
            "use-known-keys",
            .openclawProblems,
            where: Field.problemKind.isOne(of: ["unknown key", "not judged"]) && .isRefused == true,
            title: "The installed version knows every key of the configuration",
            rationale: "A key that is not known stops the gateway, or never had the effect its author counts on.",
            .medium,
            [Reference("OpenClaw documentation", "gateway/configuration")],
            showing: [.problem],
            remedy: "openclaw doctor --fix, or remove the key",
            good: [.problemKind: "error", .isRefused: true],
            bad: [
                .problemKind: "unknown key", .isRefused: true,
                .problem: "OpenClaw 2026.4.19 does not know gateway.token",
            ]
        ),
        .forbid(
            .openclaw,
            "use-accepted-values",
            .openclawProblems,
            where: Field.problemKind.isOne(of: ["wrong value", "not judged"]) && .isRefused == true,
            title: "The installed version accepts every value of the configuration",
            rationale: "The gateway does not start, or a default counts in place of what its author chose.",
            .medium,
            [Reference("OpenClaw documentation", "gateway/configuration")],
            showing: [.problem],
            remedy: "openclaw config validate, and choose one of the values that the evidence names",
            good: [.problemKind: "unknown key", .isRefused: true],
            bad: [
                .problemKind: "wrong value", .isRefused: true, .problem: "OpenClaw 2026.4.19 does not take \"paired\"",
            ]
        ),
        .field(
            .openclaw,
            "use-plain-configuration-file",
            .openclaw,
            .configurationIsLink,
            .is(false),
            title: "openclaw.json is a file, not a link",
            rationale:
                "Whoever may write at the link's target writes the configuration; OpenClaw itself cannot write safely.",
            .medium,
            [.openclaw("fs.config.symlink")],
            remedy: "replace the link by the file, or point OPENCLAW_CONFIG_PATH at the real one",
            good: false,
            bad: true
        ),
        .field(
            .openclaw,
            "use-plain-state-directory",
            .openclaw,
            .stateDirectoryIsLink,
            .is(false),
            title: "The state directory is a directory, not a link",
            rationale: "Whoever owns the link points it elsewhere, and the gateway starts with another configuration.",
            .low,
            [.openclaw("fs.state_dir.symlink")],
            remedy: "move the directory to its place, or set OPENCLAW_STATE_DIR to the real one",
            good: false,
            bad: true
        ),
        .field(
            .openclaw,
            "keep-state-off-synced-folders",
            .openclaw,
            .isSynced,
            .is(false),
            title: "The state directory is in no folder that a cloud service copies",
            rationale: "Tokens and conversations lie at another company, and whoever has that account has the gateway.",
            .medium,
            [.openclaw("fs.synced_dir")],
            remedy: "move it out of the synchronised folder and set OPENCLAW_STATE_DIR",
            good: false,
            bad: true
        ),
        fileControl(
            "protect-state-directory",
            ["state directory"],
            0o700,
            "The state directory is open to OpenClaw alone",
            "Any other account on the server reads keys, sessions and the pairing of devices.",
            .high,
            ["fs.state_dir.perms_readable", "fs.state_dir.perms_group_writable", "fs.state_dir.perms_world_writable"]
        ),
        fileControl(
            "protect-configuration",
            ["configuration", "include", "backup"],
            0o600,
            "The configuration, its includes and backups are open to OpenClaw alone",
            "Any other account reads the tokens in it, or writes itself a way in.",
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
            "Credentials and keys are open to OpenClaw alone",
            "Any other account takes the keys of the models and the sessions of the messengers.",
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
            "Conversations and logs are open to OpenClaw alone",
            "Any other account reads what was said, and the secrets that tools printed.",
            .medium,
            ["fs.sessions_store.perms_readable", "fs.log_file.perms_readable"],
            // OpenClaw gives the directory of its sessions its own mode anew at every turn.
            where: .isReachable == true,
            with: [.isReachable: true]
        ),
        .forbid(
            .openclaw,
            "own-private-files",
            .openclawFiles,
            where: .ownerFits == false,
            title: "OpenClaw's files belong to the account that runs it, or to root",
            rationale: "The other owner changes them whenever they like, whatever their modes say.",
            .high,
            [Reference("OpenClaw documentation", "gateway/security")],
            remedy: "sudo chown -R ACCOUNT: PATH, with the account that runs the gateway",
            good: [.fileKind: "credentials", .ownerFits: true],
            bad: [.fileKind: "credentials", .ownerFits: false]
        ),
    ]

    private static func fileControl(
        _ phrase: String,
        _ kinds: [String],
        _ mask: UInt16,
        _ title: String,
        _ rationale: String,
        _ severity: Severity,
        _ checks: [String],
        where filter: Filter = .always,
        with context: [Field: Value] = [:]
    ) -> Control {
        let kind = Value.text(kinds[0])
        return .field(
            .openclaw,
            phrase,
            .openclawFiles,
            .mode,
            .modeWithin(mask),
            where: Field.fileKind.isOne(of: kinds) && filter,
            title: title,
            rationale: rationale,
            severity,
            checks.map { .openclaw($0) },
            remedy: "sudo chmod \(mask == 0o600 ? "600" : "go-rwx") PATH",
            good: .mode(mask),
            bad: .mode(0o755),
            with: context.merging([.fileKind: kind]) { $1 }
        )
    }
}
