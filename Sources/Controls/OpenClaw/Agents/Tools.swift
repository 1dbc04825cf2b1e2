import Catalog
import Documents
import Hardening

extension ControlList {
    static func openclawTools(_ profile: Profile) -> [Control] {
        let confined: [Control] = profile.openclaw.workspaceOnly ? [.confineFilesToWorkspace] : []
        return confined + [
            .restrictTools,
            .denyGatewayTool,
            .denyCronTool,
            .denyNodesTool,
            .denyTerminalTool,
            .denyPortalTool,
            .forbid(
                .openclaw,
                "keep-minimal-profile",
                .openclawAgents,
                where: .widensProfile == true,
                title: "Agents do not widen the minimal tool profile",
                fault: "Agents widen the minimal tool profile",
                rationale: "The configuration looks restricted, but one of its agents is not.",
                .medium,
                [.openclaw("tools.profile_minimal_overridden")],
                fix: .openclaw(byHand: "remove tools.profile from the agent's entry") {
                    $0.agents { $0.isOwn ? .unset($0.tools("profile")) : .set($0.tools("profile"), to: "minimal") }
                },
                good: [.widensProfile: false],
                bad: [.widensProfile: true]
            ),
            .field(
                .openclaw,
                "block-fetching-private-addresses",
                .openclawAgents,
                .fetchesPrivateNetwork,
                .is(false),
                title: "Web fetching cannot reach private networks",
                fault: "Web fetching can reach private networks",
                rationale:
                    "A page tells the agent to fetch the cloud's metadata, and with it the server's credentials.",
                .high,
                [Reference("OpenClaw documentation", "tools.web.fetch.ssrfPolicy")],
                fix: .openclaw(byHand: "`openclaw config unset tools.web.fetch.ssrfPolicy`") {
                    $0.refusePrivateAddresses
                },
                good: false,
                bad: true
            ),
            .field(
                .openclaw,
                "isolate-agents",
                .openclawAgents,
                .agentToAgent,
                .is(false),
                title: "Agents cannot message each other",
                fault: "Agents can message each other",
                rationale: "The agent that reads messages of strangers asks the one that has the tools.",
                .medium,
                [
                    Reference("OpenClaw documentation", "tools.agentToAgent"),
                    .openclaw("security.trust_model.cross_agent_session_access_default"),
                ],
                // Newer versions are wide where nothing is set, so that something has to be.
                fix: .openclaw(
                    .set("tools.agentToAgent.enabled", to: false),
                    byHand: "`openclaw config set tools.agentToAgent.enabled false`",
                    cost: "messages from one agent to another"
                ),
                good: false,
                bad: true
            ),
            .forbid(
                .openclaw,
                "limit-session-visibility",
                .openclawAgents,
                where: Field.sessionsVisibility.isOne(of: ["agent", "all"]),
                title: "Agents see only sessions of their own conversation",
                fault: "Agents see sessions of other conversations",
                rationale: "One person asks the agent what another told it.",
                .medium,
                [
                    Reference("OpenClaw documentation", "tools.sessions.visibility"),
                    .openclaw("security.trust_model.cross_agent_session_access_default"),
                ],
                fix: .openclaw(
                    .set("tools.sessions.visibility", to: "tree", orOne: "self"),
                    byHand: "`openclaw config set tools.sessions.visibility tree`",
                    cost: "agents' access to other conversations"
                ),
                good: [.sessionsVisibility: "tree"],
                [.sessionsVisibility: .unset],
                bad: [.sessionsVisibility: "all"]
            ),
            .field(
                .openclaw,
                "disable-cross-channel-messages",
                .openclawAgents,
                .messagesAcrossChannels,
                .is(false),
                title: "Agents cannot send messages across channels",
                fault: "Agents can send messages across channels",
                rationale: "What the agent learned in a private chat goes out to a channel that the attacker reads.",
                .medium,
                [Reference("OpenClaw documentation", "tools.message.crossContext")],
                fix: .openclaw(
                    byHand: "`openclaw config set tools.message.crossContext.allowAcrossProviders false`",
                    cost: "messages that agents send to another channel than the one they were asked in"
                ) { $0.refuseCrossChannelMessages },
                good: false,
                bad: true
            ),
            .forbid(
                .openclaw,
                "enable-loop-detection",
                .openclawAgents,
                where: .loopDetection == false,
                title: "Loop detection is enabled",
                fault: "Loop detection is disabled",
                rationale:
                    "One page makes the agent call a tool endlessly, and the bill for the model grows all night.",
                .low,
                [Reference("OpenClaw documentation", "tools.loopDetection")],
                fix: .agentTools(
                    "loopDetection.enabled",
                    true,
                    byHand: "`openclaw config set tools.loopDetection.enabled true`"
                ),
                good: [.loopDetection: true],
                bad: [.loopDetection: false]
            ),
            .field(
                .openclaw,
                "replace-old-models",
                .openclawAgents,
                .legacyModels,
                .is([]),
                title: "No agent uses a model of an old family",
                fault: "Agents use models of old families",
                rationale: "Old models follow instructions in what they read as if the operator had given them.",
                .medium,
                [.openclaw("models.legacy")],
                fix: .manual(
                    "choose a current model in agents.defaults.model",
                    because: "You decide which model to use and pay for."
                ),
                good: [],
                bad: ["openai/gpt-3.5-turbo"]
            ),
            .forbid(
                .openclaw,
                "use-strong-models-with-tools",
                .openclawAgents,
                where: .weakModels != [] && (.canExec == true || .canFetchWeb == true)
                    && !Field.sandboxMode.isOne(of: ["all"]),
                title: "Agents with commands or web access use a strong model or a sandbox",
                fault: "Agents with commands or web access use weak models, and not always in a sandbox",
                rationale: "Weaker models follow instructions in a page more often, and this one has tools to do so.",
                .medium,
                [.openclaw("models.weak_tier")],
                fix: .manual(
                    "choose a stronger model, or, where Docker is there for it: `openclaw config set "
                        + "agents.defaults.sandbox.mode all`",
                    because: "You decide which model to use and pay for."
                ),
                good: [.weakModels: [], .canExec: true, .canFetchWeb: true, .sandboxMode: "off"],
                [.weakModels: ["a-mini"], .canExec: true, .canFetchWeb: true, .sandboxMode: "all"],
                bad: [.weakModels: ["a-mini"], .canExec: true, .canFetchWeb: true, .sandboxMode: "off"]
            ),
            .keepSmallModelsOffTheWeb,
            .field(
                .openclaw,
                "hide-agent-reasoning",
                .openclawAgents,
                .showsReasoning,
                .is(false),
                title: "Agent reasoning is not shown in chats",
                fault: "Agent reasoning or tool output is shown in chats",
                rationale: "File names, addresses and keys that a tool printed appear before everybody in the group.",
                .low,
                [Reference("OpenClaw documentation", "agents.defaults.verboseDefault")],
                fix: .openclaw(
                    byHand:
                        "`openclaw config set agents.defaults.verboseDefault off`, and unset the agent's "
                        + "reasoningDefault"
                ) { $0.hideReasoning },
                good: false,
                bad: true
            ),
            .field(
                .openclaw,
                "disable-proxied-web-fetch",
                .openclawAgents,
                .fetchesThroughProxy,
                .is(false),
                title: "Web fetching does not use a proxy that resolves names",
                fault: "Web fetching uses a proxy that resolves names",
                rationale:
                    "The proxy resolves a name to an internal address that the gateway's own check would have refused.",
                .low,
                [Reference("OpenClaw documentation", "tools.web.fetch.useTrustedEnvProxy")],
                fix: .manual(
                    "`openclaw config set tools.web.fetch.useTrustedEnvProxy false`, unless the proxy "
                        + "filters itself",
                    because: "Where the proxy is the only way out, nothing could be fetched."
                ),
                good: false,
                bad: true
            ),
        ]
    }
}

extension Control {
    static let restrictTools = Control.forbid(
        .openclaw,
        "restrict-tools",
        .openclawAgents,
        where: .restrictsTools == false,
        title: "Tools of each agent are restricted",
        fault: "Tools of agents are not restricted",
        rationale: "An injected instruction that the model follows can use every tool there is.",
        .high,
        [
            Reference("OpenClaw documentation", "tools.profile"),
            .openclaw("plugins.tools_reachable_permissive_policy"),
        ],
        fix: .openclaw(
            byHand:
                "`openclaw config set tools.profile messaging`; an agent's own tools.profile, and "
                + "tools.alsoAllow, win and go with openclaw config unset"
        ) { $0.denyCommands },
        good: [.restrictsTools: true],
        bad: [.restrictsTools: false]
    )

    static let denyGatewayTool = Control.forbid(
        .openclaw,
        "deny-gateway-tool",
        .openclawAgents,
        where: .hasGatewayTool == true,
        title: "Agents cannot read or change the gateway's configuration",
        fault: "Agents can read or change the gateway's configuration",
        rationale: "One injected sentence turns off the checks, or installs a plugin, and the next one uses that.",
        .high,
        [.openclaw("security.exposure.open_groups_with_control_plane_tools")],
        fix: .denying(
            DeniedTools.gateway,
            byHand: ByHand.list("tools.deny", "gateway", "openclaw", "plugins"),
            cost: "changes that agents make to the gateway's own setup"
        ),
        good: [.hasGatewayTool: false],
        bad: [.hasGatewayTool: true]
    )

    static let denyCronTool = Control.forbid(
        .openclaw,
        "deny-cron-tool",
        .openclawAgents,
        where: .hasCronTool == true,
        title: "Agents cannot schedule their own runs",
        fault: "Agents can schedule their own runs",
        rationale: "An injected instruction schedules a task that runs again long after the conversation.",
        .medium,
        [.openclaw("security.exposure.open_groups_with_control_plane_tools")],
        fix: .denying(
            DeniedTools.cron,
            byHand: ByHand.list("tools.deny", "cron"),
            cost: "schedules that agents make for themselves"
        ),
        good: [.hasCronTool: false],
        bad: [.hasCronTool: true]
    )

    static let denyNodesTool = Control.forbid(
        .openclaw,
        "deny-nodes-tool",
        .openclawAgents,
        where: .hasNodesTool == true,
        title: "Agents cannot use paired devices",
        fault: "Agents can use paired devices",
        rationale: "The attacker gets from the server to the owner's phone and desktop.",
        .medium,
        [Reference("OpenClaw documentation", "tools, nodes")],
        fix: .denying(
            DeniedTools.nodes,
            byHand: ByHand.list("tools.deny", "group:nodes") + "; \"nodes\" alone leaves computer and mobile_ui",
            cost: "agents' use of paired devices"
        ),
        good: [.hasNodesTool: false],
        bad: [.hasNodesTool: true]
    )

    static let denyTerminalTool = Control.forbid(
        .openclaw,
        "deny-terminal-tool",
        .openclawAgents,
        where: .hasTerminalTool == true && Field.execMode.isOne(of: ["full", "auto"]),
        title: "Agents cannot type into the operator's terminals without approval",
        fault: "Agents can type into the operator's terminals without approval",
        rationale:
            "The operator leaves a shell open, perhaps as root elsewhere, and a sentence in a message types there.",
        .high,
        [Reference("OpenClaw documentation", "tools, terminal")],
        fix: .denying(
            DeniedTools.terminal,
            byHand: ByHand.list("tools.deny", "terminal") + "; \"group:runtime\" does not hold it"
        ),
        good: [.hasTerminalTool: false, .execMode: "full"],
        [.hasTerminalTool: true, .execMode: "ask"],
        bad: [.hasTerminalTool: true, .execMode: "full"]
    )

    static let denyPortalTool = Control.forbid(
        .openclaw,
        "deny-portal-tool",
        .openclawAgents,
        where: .hasPortalTool == true,
        title: "Agents cannot publish web servers",
        fault: "Agents can publish web servers",
        rationale:
            "A portal is another way in beside the gateway's: an injected instruction serves the workspace to whoever has its address.",
        .medium,
        [Reference("OpenClaw documentation", "gateway.portals")],
        fix: .denying(DeniedTools.portal, byHand: ByHand.list("tools.deny", "portal")),
        good: [.hasPortalTool: false],
        bad: [.hasPortalTool: true]
    )

    static let keepSmallModelsOffTheWeb = Control.forbid(
        .openclaw,
        "keep-small-models-off-the-web",
        .openclawAgents,
        where: .smallModels != [] && (.canFetchWeb == true || .canBrowse == true)
            && !Field.sandboxMode.isOne(of: ["all"]),
        title: "Small models have no web access outside a sandbox",
        fault: "Small models have web access outside a sandbox",
        rationale: "A small model does what the page says, with every tool that it has on the server.",
        .high,
        [.openclaw("models.small_params")],
        fix: .denying(
            DeniedTools.web,
            byHand: "add \"group:web\" and \"browser\" to the agent's tools.deny, or choose a stronger model"
        ),
        good: [.smallModels: [], .canFetchWeb: true, .canBrowse: true, .sandboxMode: "off"],
        [.smallModels: ["a-7b"], .canFetchWeb: true, .canBrowse: true, .sandboxMode: "all"],
        bad: [.smallModels: ["a-7b"], .canFetchWeb: true, .canBrowse: false, .sandboxMode: "off"]
    )

    static let confineFilesToWorkspace = Control.forbid(
        .openclaw,
        "confine-files-to-workspace",
        .openclawAgents,
        where: (.canReadFiles == true || .canWriteFiles == true) && .workspaceOnly == false
            && !Field.sandboxMode.isOne(of: ["all"]),
        title: "File tools are confined to the workspace",
        fault: "File tools can reach files outside the workspace",
        rationale: "The agent reads keys and tokens of the whole account, or writes its own startup files.",
        .high,
        [Reference("eight layers", "8"), .openclaw("security.exposure.open_groups_with_runtime_or_fs")],
        fix: .openclaw(
            byHand: "`openclaw config set tools.fs.workspaceOnly true`",
            cost: "agents' file tools outside their workspace"
        ) { $0.confineFiles },
        good: [.canReadFiles: true, .canWriteFiles: true, .workspaceOnly: true, .sandboxMode: "off"],
        [.canReadFiles: false, .canWriteFiles: false, .workspaceOnly: false, .sandboxMode: "off"],
        bad: [.canReadFiles: true, .canWriteFiles: false, .workspaceOnly: false, .sandboxMode: "off"]
    )
}
