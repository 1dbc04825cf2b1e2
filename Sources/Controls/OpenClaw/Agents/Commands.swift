import Catalog
import Documents
import Hardening

extension ControlList {
    /// Running commands: who approves them, and what runs without a question.
    static let openclawCommands: [Control] = [
        .requireApprovalForCommands,
        .forbid(
            .openclaw,
            "use-one-approval-setting",
            .openclawAgents,
            where: .mixesExecModes == true,
            title: "Command approval is set by either the old or the new keys",
            fault: "Command approval is set by both old and new keys",
            rationale: "OpenClaw refuses old and new keys together, or the weaker one counts without anybody noticing.",
            .medium,
            [Reference("OpenClaw documentation", "tools.exec.mode")],
            fix: .openclaw(byHand: "remove tools.exec.security and tools.exec.ask where tools.exec.mode is set") {
                $0.agents { .oneApprovalMode($0.tools("exec")) }
            },
            good: [.mixesExecModes: false],
            bad: [.mixesExecModes: true]
        ),
        .enforceApprovals,
        .field(
            .openclaw,
            "deny-unanswered-commands",
            .openclawAgents,
            .execAskFallback,
            .is("deny"),
            where: .canExec == true && Field.execMode.isOne(of: ["ask", "auto"]),
            title: "Unanswered command approvals are denied",
            fault: "Unanswered command approvals are not denied",
            rationale: "The attacker asks at night, when nobody answers, and the command runs.",
            .high,
            [Reference("OpenClaw documentation", "exec approvals, askFallback")],
            fix: .approvals(
                "askFallback",
                "deny",
                byHand:
                    "set defaults.askFallback to \"deny\" in exec-approvals.json, with openclaw approvals set"
            ),
            good: "deny",
            bad: "full",
            with: [.canExec: true, .execMode: "ask"]
        ),
        .forbid(
            .openclaw,
            "require-approval-for-inline-code",
            .openclawAgents,
            where: .canExec == true && .strictInlineEval == false && .allowedInterpreters != [],
            title: "Inline code for allowed interpreters requires approval",
            fault: "Inline code for allowed interpreters runs without approval",
            rationale: "python -c runs anything, so an allowed interpreter allows everything.",
            .high,
            [.openclaw("tools.exec.allowlist_interpreter_without_strict_inline_eval")],
            fix: .agentTools(
                "exec.strictInlineEval",
                true,
                byHand: "`openclaw config set tools.exec.strictInlineEval true`"
            ),
            good: [.canExec: true, .strictInlineEval: true, .allowedInterpreters: ["python3"]],
            [.canExec: true, .strictInlineEval: false, .allowedInterpreters: []],
            bad: [.canExec: true, .strictInlineEval: false, .allowedInterpreters: ["python3"]]
        ),
        .field(
            .openclaw,
            "limit-safe-bins-to-filters",
            .openclawAgents,
            .broadSafeBins,
            .is([]),
            title: "Safe programs (safeBins) only filter their input",
            fault: "Safe programs (safeBins) include ones that can do more than filter their input",
            rationale: "sed, awk, find and interpreters write files and start programs by their arguments.",
            .high,
            [
                .openclaw("tools.exec.safe_bins_broad_behavior"),
                .openclaw("tools.exec.safe_bins_interpreter_unprofiled"),
            ],
            fix: .openclaw(byHand: "remove them from tools.exec.safeBins") { fault in
                fault.agents { .exclude(fault.items(.broadSafeBins), from: $0.tools("exec.safeBins")) }
            },
            good: [],
            bad: ["awk"]
        ),
        .field(
            .openclaw,
            "limit-safe-bins-to-system-directories",
            .openclawAgents,
            .riskyBinDirectories,
            .is([]),
            title: "Safe programs (safeBins) come from system directories",
            fault: "Safe programs (safeBins) may come from directories other than the system's",
            rationale: "The agent, or anybody who can write there, puts a program of the same name first.",
            .medium,
            [.openclaw("tools.exec.safe_bin_trusted_dirs_risky")],
            fix: .openclaw(byHand: "`openclaw config unset tools.exec.safeBinTrustedDirs`") { fault in
                fault.agents { .exclude(fault.items(.riskyBinDirectories), from: $0.tools("exec.safeBinTrustedDirs")) }
            },
            good: [],
            bad: ["/tmp/bin"]
        ),
        .field(
            .openclaw,
            "remove-standing-tool-approvals",
            .openclawAgents,
            .standingGrants,
            .is([]),
            title: "No MCP tool has a standing approval",
            fault: "MCP tools have standing approvals",
            rationale:
                "One approval from months ago lets an injected instruction use the tool today, and nobody is asked.",
            .medium,
            [Reference("OpenClaw documentation", "exec approvals, mcpTools")],
            fix: .manual(
                "take the entry out of mcpTools in what openclaw approvals get --json prints, and give "
                    + "that to openclaw approvals set",
                because: "You decide which of these approvals you still want, and OpenClaw alone writes them."
            ),
            good: [],
            bad: ["files: delete"]
        ),
        .field(
            .openclaw,
            "disable-skill-auto-approval",
            .openclawAgents,
            .autoAllowsSkills,
            .is(false),
            title: "Programs named by skills are not approved automatically",
            fault: "Programs named by skills are approved automatically",
            rationale: "Whoever writes the skill writes the list of what runs without approval.",
            .high,
            [.openclaw("tools.exec.auto_allow_skills_enabled")],
            fix: .approvals("autoAllowSkills", false, byHand: "set autoAllowSkills to false in the exec approvals"),
            good: false,
            bad: true
        ),
        .field(
            .openclaw,
            "confine-patches-to-workspace",
            .openclawAgents,
            .patchesAnywhere,
            .is(false),
            title: "Patches are confined to the workspace",
            fault: "Patches can change files outside the workspace",
            rationale: "A patch writes the gateway's configuration or a startup file of its account.",
            .high,
            [.openclaw("config.insecure_or_dangerous_flags")],
            fix: .agentTools(
                "exec.applyPatch.workspaceOnly",
                true,
                byHand: "`openclaw config set tools.exec.applyPatch.workspaceOnly true`"
            ),
            good: false,
            bad: true
        ),
        .denyCommandsWithoutFileTools,
        .denyCommandsWithLimitedSkills,
        .field(
            .openclaw,
            "restrict-elevated-mode",
            .openclawAgents,
            .elevatedForAnyone,
            .is([]),
            title: "Elevated mode is limited to named users",
            fault: "Elevated mode is available to anyone on a channel",
            rationale: "Anybody on that channel switches the agent to commands on the host.",
            .critical,
            [
                .openclaw("tools.elevated.allowFrom.<provider>.wildcard"),
                .openclaw("security.exposure.open_groups_with_elevated"),
            ],
            fix: .disablingElevatedMode(byHand: "`openclaw config set tools.elevated.enabled false`"),
            good: [],
            bad: ["discord"]
        ),
        .forbid(
            .openclaw,
            "disable-default-elevated-mode",
            .openclawAgents,
            where: Field.elevatedPeople > 0 && Field.elevatedDefault.isOne(of: ["on", "full"]),
            title: "Elevated mode is off by default",
            fault: "Elevated mode is on by default",
            rationale: "Every turn of those people runs commands on the host, including what a page put into it.",
            .high,
            [Reference("OpenClaw documentation", "agents.defaults.elevatedDefault")],
            fix: .disablingElevatedMode(
                byHand: "`openclaw config set agents.defaults.elevatedDefault off`",
                with: .replace("agents.defaults.elevatedDefault", "on", "full", by: "off")
            ),
            good: [.elevatedPeople: 1, .elevatedDefault: "off"],
            [.elevatedPeople: 0, .elevatedDefault: "full"],
            bad: [.elevatedPeople: 1, .elevatedDefault: "full"]
        ),
        .forbid(
            .openclaw,
            "disable-elevated-mode",
            .openclawAgents,
            where: Field.elevatedPeople > 0,
            title: "Elevated mode is disabled",
            fault: "Elevated mode is enabled for at least one user",
            rationale: "One stolen messenger account switches the agent to commands on the host, past the sandbox.",
            .low,
            [Reference("OpenClaw documentation", "tools.elevated")],
            fix: .disablingElevatedMode(
                byHand: "`openclaw config set tools.elevated.enabled false`",
                cost: "elevated mode (/elevated), for its owner too"
            ),
            good: [.elevatedPeople: 0],
            bad: [.elevatedPeople: 1]
        ),
        .field(
            .openclaw,
            "limit-elevated-users",
            .openclawAgents,
            .elevatedPeople,
            .atMost(25),
            title: "At most 25 users have elevated mode",
            fault: "More than 25 users have elevated mode",
            rationale: "Each of their messenger accounts, once stolen, runs commands on the host.",
            .low,
            [.openclaw("tools.elevated.allowFrom.<provider>.large")],
            fix: .disablingElevatedMode(byHand: "shorten tools.elevated.allowFrom"),
            good: 1,
            bad: 40
        ),
    ]
}

extension Control {
    static let requireApprovalForCommands = Control.forbid(
        .openclaw,
        "require-approval-for-commands",
        .openclawAgents,
        where: .canExec == true && Field.execMode.isOne(of: ["full", "auto"]) && !Field.execHost.isOne(of: ["sandbox"]),
        title: "Commands of agents on the server require approval",
        fault: "Agents run commands on the server without approval",
        rationale:
            "One sentence in a web page or message becomes a command with the gateway's rights: keys, files, network.",
        .critical,
        [.openclaw("tools.exec.security_full_configured"), Reference("eight layers", "8")],
        fix: .openclaw(
            byHand:
                "`openclaw config set tools.exec.ask always`; before 2026.4.1 also: `openclaw config set "
                + "tools.exec.host gateway`; an agent's own tools.exec wins. Or keep commands from it: "
                + "group:runtime in tools.deny",
            cost: "commands that agents run on the server without asking anybody"
        ) { $0.denyCommandsAndRefuseUnasked },
        good: [.canExec: false, .execMode: "full", .execHost: "gateway"],
        [.canExec: true, .execMode: "ask", .execHost: "gateway"],
        [.canExec: true, .execMode: "full", .execHost: "sandbox"],
        bad: [.canExec: true, .execMode: "full", .execHost: "gateway"]
    )

    static let enforceApprovals = Control.forbid(
        .openclaw,
        "enforce-approvals",
        .openclawAgents,
        where: .canExec == true && .approvalsAreIgnored == true,
        title: "Command approval that is set is enforced",
        fault: "Command approval that is set is not enforced",
        rationale:
            "The operator expects to be asked, and the version asks only for a host that is named: nothing is checked.",
        .high,
        [Reference("openclaw/openclaw#45963")],
        fix: .openclaw(byHand: "`openclaw config set tools.exec.host gateway`, or update to 2026.4.1 or later") {
            $0.denyCommands
        },
        good: [.canExec: true, .approvalsAreIgnored: false],
        bad: [.canExec: true, .approvalsAreIgnored: true]
    )

    static let denyCommandsWithoutFileTools = Control.forbid(
        .openclaw,
        "deny-commands-without-file-tools",
        .openclawAgents,
        where: .execOutdoesFiles == true,
        title: "Agents without file tools cannot run commands",
        fault: "Agents without file tools can run commands",
        rationale: "Commands do what the missing tool would have done: the restriction has no effect.",
        .medium,
        [
            .openclaw("tools.exec.fs_tools_disabled_but_exec_enabled"),
            .openclaw("doctor.exec_filesystem_policy"),
        ],
        fix: .openclaw(byHand: ByHand.list("tools.deny", "group:runtime")) { $0.denyCommands },
        good: [.execOutdoesFiles: false],
        bad: [.execOutdoesFiles: true]
    )

    static let denyCommandsWithLimitedSkills = Control.forbid(
        .openclaw,
        "deny-commands-with-limited-skills",
        .openclawAgents,
        where: .execOutdoesSkills == true,
        title: "Agents with a list of skills cannot run commands on the host",
        fault: "Agents with a list of skills can run commands on the host",
        rationale: "By command the agent does what the skills that are not on its list would have done.",
        .low,
        [.openclaw("tools.exec.agent_skill_mcp_boundary_drift")],
        fix: .openclaw(
            byHand:
                "`openclaw config set agents.defaults.sandbox.mode all`, so that its commands run in a "
                + "sandbox; or add group:runtime to tools.deny"
        ) { $0.denyCommands },
        good: [.execOutdoesSkills: false],
        bad: [.execOutdoesSkills: true]
    )
}
