import Catalog
import Hardening

extension Catalogue {
    static func openclawCommands(_ profile: Profile) -> [Control] {
        let free = Field.execMode.isOne(of: ["full", "auto"])
        let outside = !Field.execHost.isOne(of: ["sandbox"])
        return [
            .forbid(
                .openclaw,
                "ask-before-commands",
                .openclawAgents,
                where: .canExec == true && free && outside,
                title: "No agent runs commands on the server without a person's approval",
                rationale:
                    "One sentence in a web page or message becomes a command with the gateway's rights: keys, files, network.",
                .critical,
                [.openclaw("tools.exec.security_full_configured"), Reference("eight layers", "8")],
                remedy:
                    "openclaw config set tools.exec.ask always; before 2026.4.1 also openclaw config set tools.exec.host gateway; an agent's own tools.exec wins. Or keep commands from it: group:runtime in tools.deny",
                good: [.canExec: false, .execMode: "full", .execHost: "gateway"],
                [.canExec: true, .execMode: "ask", .execHost: "gateway"],
                [.canExec: true, .execMode: "full", .execHost: "sandbox"],
                bad: [.canExec: true, .execMode: "full", .execHost: "gateway"]
            ),
            .forbid(
                .openclaw,
                "use-one-way-of-approval",
                .openclawAgents,
                where: .mixesExecModes == true,
                title: "Approval of commands is set in one way only",
                rationale: "Old and new keys together are refused, or the laxer one counts without anybody noticing.",
                .medium,
                [Reference("OpenClaw documentation", "tools.exec.mode")],
                remedy: "remove tools.exec.security and tools.exec.ask where tools.exec.mode is set",
                good: [.mixesExecModes: false],
                bad: [.mixesExecModes: true]
            ),
            .forbid(
                .openclaw,
                "enforce-approvals",
                .openclawAgents,
                where: .canExec == true && .approvalsAreIgnored == true,
                title: "The approval that is set for commands is in force",
                rationale:
                    "Somebody counts on being asked, and the version asks only for a host that is named: nothing is checked.",
                .high,
                [Reference("openclaw/openclaw#45963")],
                remedy: "openclaw config set tools.exec.host gateway, or update to 2026.4.1 or later",
                good: [.canExec: true, .approvalsAreIgnored: false],
                bad: [.canExec: true, .approvalsAreIgnored: true]
            ),
            .field(
                .openclaw,
                "deny-unanswered-commands",
                .openclawAgents,
                .execAskFallback,
                .is("deny"),
                where: .canExec == true && Field.execMode.isOne(of: ["ask", "auto"]),
                title: "A command nobody answers for is denied",
                rationale: "The attacker asks at night, and the question answers itself.",
                .high,
                [Reference("OpenClaw documentation", "exec approvals, askFallback")],
                remedy:
                    "set defaults.askFallback to \"deny\" in exec-approvals.json, by openclaw approvals set --file FILE",
                good: "deny",
                bad: "full",
                with: [.canExec: true, .execMode: "ask"]
            ),
            .forbid(
                .openclaw,
                "check-inline-code",
                .openclawAgents,
                where: .canExec == true && .strictInlineEval == false && .allowedInterpreters != [],
                title: "Code handed to an allowed interpreter is asked about",
                rationale: "python -c runs anything, so an allowed interpreter is an allowed everything.",
                .high,
                [.openclaw("tools.exec.allowlist_interpreter_without_strict_inline_eval")],
                remedy: "openclaw config set tools.exec.strictInlineEval true",
                good: [.canExec: true, .strictInlineEval: true, .allowedInterpreters: ["python3"]],
                [.canExec: true, .strictInlineEval: false, .allowedInterpreters: []],
                bad: [.canExec: true, .strictInlineEval: false, .allowedInterpreters: ["python3"]]
            ),
            .field(
                .openclaw,
                "trust-only-filters",
                .openclawAgents,
                .broadSafeBins,
                .is([]),
                title: "Programs that run without asking only filter their input",
                rationale: "sed, awk, find and interpreters write files and start programs by their arguments.",
                .high,
                [
                    .openclaw("tools.exec.safe_bins_broad_behavior"),
                    .openclaw("tools.exec.safe_bins_interpreter_unprofiled"),
                ],
                remedy: "remove them from tools.exec.safeBins",
                good: [],
                bad: ["awk"]
            ),
            .field(
                .openclaw,
                "trust-only-system-directories",
                .openclawAgents,
                .riskyBinDirectories,
                .is([]),
                title: "Programs that run without asking come from system directories",
                rationale: "The agent, or anybody who writes there, puts a program of the same name in front.",
                .medium,
                [.openclaw("tools.exec.safe_bin_trusted_dirs_risky")],
                remedy: "openclaw config unset tools.exec.safeBinTrustedDirs",
                good: [],
                bad: ["/tmp/bin"]
            ),
            .field(
                .openclaw,
                "approve-no-tools-for-good",
                .openclawAgents,
                .standingGrants,
                .is([]),
                title: "No tool of an MCP server is approved once and for all",
                rationale:
                    "One yes from months ago lets an injected instruction use the tool today, and nobody is asked.",
                .medium,
                [Reference("OpenClaw documentation", "exec approvals, mcpTools")],
                remedy:
                    "take the entry out of mcpTools in openclaw approvals get --json, and openclaw approvals set --file FILE",
                good: [],
                bad: ["files: delete"]
            ),
            .field(
                .openclaw,
                "trust-no-programs-of-skills",
                .openclawAgents,
                .autoAllowsSkills,
                .is(false),
                title: "Programs that a skill names are not trusted by that alone",
                rationale: "Whoever writes the skill writes the list of what runs unasked.",
                .high,
                [.openclaw("tools.exec.auto_allow_skills_enabled")],
                remedy: "set autoAllowSkills to false in the exec approvals",
                good: false,
                bad: true
            ),
            .field(
                .openclaw,
                "patch-inside-workspace",
                .openclawAgents,
                .patchesAnywhere,
                .is(false),
                title: "Patches change files of the workspace only",
                rationale: "A patch writes the gateway's configuration or a start-up file of its account.",
                .high,
                [.openclaw("config.insecure_or_dangerous_flags")],
                remedy: "openclaw config set tools.exec.applyPatch.workspaceOnly true",
                good: false,
                bad: true
            ),
            .forbid(
                .openclaw,
                "deny-commands-with-files",
                .openclawAgents,
                where: .execOutdoesFiles == true,
                title: "An agent without file tools has no commands either",
                rationale: "What the missing tool would have done, a command does: the restriction restricts nothing.",
                .medium,
                [
                    .openclaw("tools.exec.fs_tools_disabled_but_exec_enabled"),
                    .openclaw("doctor.exec_filesystem_policy"),
                ],
                remedy: ByHand.list("tools.deny", "group:runtime"),
                good: [.execOutdoesFiles: false],
                bad: [.execOutdoesFiles: true]
            ),
            .forbid(
                .openclaw,
                "limit-commands-with-skills",
                .openclawAgents,
                where: .execOutdoesSkills == true,
                title: "An agent with named skills has no commands on the host",
                rationale: "By command the agent uses what the skills that are not on its list would have used.",
                .low,
                [.openclaw("tools.exec.agent_skill_mcp_boundary_drift")],
                remedy: "run its commands in a sandbox: agents.defaults.sandbox.mode all",
                good: [.execOutdoesSkills: false],
                bad: [.execOutdoesSkills: true]
            ),
            .field(
                .openclaw,
                "elevate-nobody-in-public",
                .openclawAgents,
                .elevatedForAnyone,
                .is([]),
                title: "Elevated mode is for named people",
                rationale: "Anybody on that channel switches the agent to commands on the host.",
                .critical,
                [
                    .openclaw("tools.elevated.allowFrom.<provider>.wildcard"),
                    .openclaw("security.exposure.open_groups_with_elevated"),
                ],
                remedy: "openclaw config set tools.elevated.enabled false",
                good: [],
                bad: ["discord"]
            ),
            .forbid(
                .openclaw,
                "elevate-on-request",
                .openclawAgents,
                where: Field.elevatedPeople > 0 && Field.elevatedDefault.isOne(of: ["on", "full"]),
                title: "Elevated mode is off until somebody asks for it",
                rationale: "Every turn of those people runs commands on the host, also what a page put into it.",
                .high,
                [Reference("OpenClaw documentation", "agents.defaults.elevatedDefault")],
                remedy: "openclaw config set agents.defaults.elevatedDefault off",
                good: [.elevatedPeople: 1, .elevatedDefault: "off"],
                [.elevatedPeople: 0, .elevatedDefault: "full"],
                bad: [.elevatedPeople: 1, .elevatedDefault: "full"]
            ),
            .forbid(
                .openclaw,
                "elevate-nobody",
                .openclawAgents,
                where: Field.elevatedPeople > 0,
                title: "Nobody has elevated mode",
                rationale: "One stolen messenger account switches the agent to commands on the host, past the sandbox.",
                .low,
                [Reference("OpenClaw documentation", "tools.elevated")],
                remedy: "openclaw config set tools.elevated.enabled false",
                good: [.elevatedPeople: 0],
                bad: [.elevatedPeople: 1]
            ),
            .field(
                .openclaw,
                "elevate-few",
                .openclawAgents,
                .elevatedPeople,
                .atMost(25),
                title: "Few people have elevated mode",
                rationale: "Each is one stolen messenger account away from commands on the host.",
                .low,
                [.openclaw("tools.elevated.allowFrom.<provider>.large")],
                remedy: "shorten tools.elevated.allowFrom",
                good: 1,
                bad: 40
            ),
        ]
    }
}
