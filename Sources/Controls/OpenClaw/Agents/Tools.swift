import Catalog
import Hardening

extension Catalogue {
    static func openclawTools(_ profile: Profile) -> [Control] {
        let confined: [Control] = profile.openclaw.workspaceOnly ? [stayInWorkspace] : []
        return confined + [
            .forbid(
                .openclaw,
                "restrict-tools",
                .openclawAgents,
                where: .restrictsTools == false,
                title: "Each agent has the tools it needs, and not all of them",
                rationale: "Whatever gets an instruction past the model has every tool there is.",
                .high,
                [
                    Reference("OpenClaw documentation", "tools.profile"),
                    .openclaw("plugins.tools_reachable_permissive_policy"),
                ],
                remedy:
                    "openclaw config set tools.profile messaging; an agent's own tools.profile, and tools.alsoAllow, win and go with openclaw config unset",
                good: [.restrictsTools: true],
                bad: [.restrictsTools: false]
            ),
            .forbid(
                .openclaw,
                "withhold-gateway-tool",
                .openclawAgents,
                where: .hasGatewayTool == true,
                title: "No agent reads or changes the gateway's own set-up",
                rationale:
                    "One injected sentence turns off the checks, or brings in a plugin, and the next one uses that.",
                .high,
                [.openclaw("security.exposure.open_groups_with_control_plane_tools")],
                remedy: ByHand.list("tools.deny", "gateway", "openclaw", "plugins"),
                good: [.hasGatewayTool: false],
                bad: [.hasGatewayTool: true]
            ),
            .forbid(
                .openclaw,
                "withhold-cron-tool",
                .openclawAgents,
                where: .hasCronTool == true,
                title: "No agent schedules runs of itself",
                rationale: "An injected instruction plants a task that comes back after the conversation is forgotten.",
                .medium,
                [.openclaw("security.exposure.open_groups_with_control_plane_tools")],
                remedy: ByHand.list("tools.deny", "cron"),
                good: [.hasCronTool: false],
                bad: [.hasCronTool: true]
            ),
            .forbid(
                .openclaw,
                "withhold-nodes-tool",
                .openclawAgents,
                where: .hasNodesTool == true,
                title: "No agent uses paired devices",
                rationale: "The attacker gets from the server to the phone and the desk of its owner.",
                .medium,
                [Reference("OpenClaw documentation", "tools, nodes")],
                remedy: ByHand.list("tools.deny", "group:nodes") + "; \"nodes\" alone leaves computer and mobile_ui",
                good: [.hasNodesTool: false],
                bad: [.hasNodesTool: true]
            ),
            .forbid(
                .openclaw,
                "withhold-terminal-tool",
                .openclawAgents,
                where: .hasTerminalTool == true && Field.execMode.isOne(of: ["full", "auto"]),
                title: "No agent types into its operator's terminals unasked",
                rationale:
                    "The operator leaves a shell open, perhaps as root elsewhere, and a sentence in a message types there.",
                .high,
                [Reference("OpenClaw documentation", "tools, terminal")],
                remedy: ByHand.list("tools.deny", "terminal") + "; \"group:runtime\" does not hold it",
                good: [.hasTerminalTool: false, .execMode: "full"],
                [.hasTerminalTool: true, .execMode: "ask"],
                bad: [.hasTerminalTool: true, .execMode: "full"]
            ),
            .forbid(
                .openclaw,
                "withhold-portal-tool",
                .openclawAgents,
                where: .hasPortalTool == true,
                title: "No agent publishes web servers of its own",
                rationale:
                    "A portal is a new door beside the gateway's: an injected instruction serves the workspace to whoever has its address.",
                .medium,
                [Reference("OpenClaw documentation", "gateway.portals")],
                remedy: ByHand.list("tools.deny", "portal"),
                good: [.hasPortalTool: false],
                bad: [.hasPortalTool: true]
            ),
            .forbid(
                .openclaw,
                "keep-minimal-profile",
                .openclawAgents,
                where: .widensProfile == true,
                title: "No agent widens the minimal profile",
                rationale: "The server looks restricted, and one agent on it is not.",
                .medium,
                [.openclaw("tools.profile_minimal_overridden")],
                remedy: "remove tools.profile from the agent's entry",
                good: [.widensProfile: false],
                bad: [.widensProfile: true]
            ),
            .field(
                .openclaw,
                "fetch-no-private-addresses",
                .openclawAgents,
                .fetchesPrivateNetwork,
                .is(false),
                title: "Fetching web pages does not reach private networks",
                rationale:
                    "A page tells the agent to fetch the cloud's metadata, and with it the server's credentials.",
                .high,
                [Reference("OpenClaw documentation", "tools.web.fetch.ssrfPolicy")],
                remedy: "openclaw config unset tools.web.fetch.ssrfPolicy",
                good: false,
                bad: true
            ),
            .field(
                .openclaw,
                "isolate-agents",
                .openclawAgents,
                .agentToAgent,
                .is(false),
                title: "Agents do not talk to each other",
                rationale: "The agent that reads strangers asks the one that has the tools.",
                .medium,
                [
                    Reference("OpenClaw documentation", "tools.agentToAgent"),
                    .openclaw("security.trust_model.cross_agent_session_access_default"),
                ],
                remedy: "openclaw config set tools.agentToAgent.enabled false",
                good: false,
                bad: true
            ),
            .forbid(
                .openclaw,
                "see-own-sessions-only",
                .openclawAgents,
                where: Field.sessionsVisibility.isOne(of: ["agent", "all"]),
                title: "An agent sees the sessions of its own conversation",
                rationale: "One person asks the agent what another told it.",
                .medium,
                [
                    Reference("OpenClaw documentation", "tools.sessions.visibility"),
                    .openclaw("security.trust_model.cross_agent_session_access_default"),
                ],
                remedy: "openclaw config set tools.sessions.visibility tree",
                good: [.sessionsVisibility: "tree"],
                [.sessionsVisibility: .unset],
                bad: [.sessionsVisibility: "all"]
            ),
            .field(
                .openclaw,
                "answer-where-asked",
                .openclawAgents,
                .messagesAcrossChannels,
                .is(false),
                title: "The agent sends messages only where it was spoken to",
                rationale: "What it learned in a private chat goes out to a channel the attacker reads.",
                .medium,
                [Reference("OpenClaw documentation", "tools.message.crossContext")],
                remedy: "openclaw config set tools.message.crossContext.allowAcrossProviders false",
                good: false,
                bad: true
            ),
            .forbid(
                .openclaw,
                "detect-loops",
                .openclawAgents,
                where: .loopDetection == false,
                title: "Calls that repeat themselves are stopped",
                rationale: "One page makes the agent call a tool for ever, and the bill for the model grows all night.",
                .low,
                [Reference("OpenClaw documentation", "tools.loopDetection")],
                remedy: "openclaw config set tools.loopDetection.enabled true",
                good: [.loopDetection: true],
                bad: [.loopDetection: false]
            ),
            .field(
                .openclaw,
                "replace-old-models",
                .openclawAgents,
                .legacyModels,
                .is([]),
                title: "No agent runs on a model of an old family",
                rationale: "Old models follow instructions in what they read as if the operator had given them.",
                .medium,
                [.openclaw("models.legacy")],
                remedy: "choose a current model in agents.defaults.model",
                good: [],
                bad: ["openai/gpt-3.5-turbo"]
            ),
            .forbid(
                .openclaw,
                "use-strong-models-with-tools",
                .openclawAgents,
                where: .weakModels != [] && (.canExec == true || .canFetchWeb == true)
                    && !Field.sandboxMode.isOne(of: ["all"]),
                title: "An agent with commands or web access runs on a strong model, or in a sandbox",
                rationale: "Weaker models obey what a page says more often, and this one has tools to obey with.",
                .medium,
                [.openclaw("models.weak_tier")],
                remedy: "choose a stronger model, or openclaw config set agents.defaults.sandbox.mode all",
                good: [.weakModels: [], .canExec: true, .canFetchWeb: true, .sandboxMode: "off"],
                [.weakModels: ["a-mini"], .canExec: true, .canFetchWeb: true, .sandboxMode: "all"],
                bad: [.weakModels: ["a-mini"], .canExec: true, .canFetchWeb: true, .sandboxMode: "off"]
            ),
            .forbid(
                .openclaw,
                "keep-small-models-off-the-web",
                .openclawAgents,
                where: .smallModels != [] && (.canFetchWeb == true || .canBrowse == true)
                    && !Field.sandboxMode.isOne(of: ["all"]),
                title: "No small model reads the web outside a sandbox",
                rationale: "A small model does what the page says, with every tool that it has on the server.",
                .high,
                [.openclaw("models.small_params")],
                remedy: "add \"group:web\" and \"browser\" to the agent's tools.deny, or choose a stronger model",
                good: [.smallModels: [], .canFetchWeb: true, .canBrowse: true, .sandboxMode: "off"],
                [.smallModels: ["a-7b"], .canFetchWeb: true, .canBrowse: true, .sandboxMode: "all"],
                bad: [.smallModels: ["a-7b"], .canFetchWeb: true, .canBrowse: false, .sandboxMode: "off"]
            ),
            .field(
                .openclaw,
                "think-unseen",
                .openclawAgents,
                .showsReasoning,
                .is(false),
                title: "What the agent thinks and its tools answer stays out of chats",
                rationale: "File names, addresses and keys that a tool printed appear before everybody in the group.",
                .low,
                [Reference("OpenClaw documentation", "agents.defaults.verboseDefault")],
                remedy:
                    "openclaw config set agents.defaults.verboseDefault off, and unset the agent's reasoningDefault",
                good: false,
                bad: true
            ),
            .field(
                .openclaw,
                "look-up-names-here",
                .openclawAgents,
                .fetchesThroughProxy,
                .is(false),
                title: "Pages are not fetched through a proxy that looks up their names",
                rationale:
                    "The proxy resolves a name to an inside address that the gateway's own check would have refused.",
                .low,
                [Reference("OpenClaw documentation", "tools.web.fetch.useTrustedEnvProxy")],
                remedy: "openclaw config set tools.web.fetch.useTrustedEnvProxy false, unless the proxy filters itself",
                good: false,
                bad: true
            ),
        ]
    }

    private static let stayInWorkspace: Control = .forbid(
        .openclaw,
        "stay-in-workspace",
        .openclawAgents,
        where: (.canReadFiles == true || .canWriteFiles == true) && .workspaceOnly == false
            && !Field.sandboxMode.isOne(of: ["all"]),
        title: "File tools stay inside the workspace",
        rationale: "The agent reads keys and tokens of the whole account, or writes its own start-up files.",
        .high,
        [Reference("eight layers", "8"), .openclaw("security.exposure.open_groups_with_runtime_or_fs")],
        remedy: "openclaw config set tools.fs.workspaceOnly true",
        good: [.canReadFiles: true, .canWriteFiles: true, .workspaceOnly: true, .sandboxMode: "off"],
        [.canReadFiles: false, .canWriteFiles: false, .workspaceOnly: false, .sandboxMode: "off"],
        bad: [.canReadFiles: true, .canWriteFiles: false, .workspaceOnly: false, .sandboxMode: "off"]
    )
}
