// Fields of `Subject.openclawAgents`: one record for each agent, after profiles, allow and deny lists, overrides of the
// agent and defaults are worked out. A single implicit agent `main` where the configuration names none.
extension Field {
    /// The agent's identifier.
    public static let agent = Field("agent")
    /// `minimal`, `coding`, `messaging` or `full`.
    public static let toolProfile = Field("tool profile")
    /// The tools of high risk that the agent really has.
    public static let riskyTools = Field("risky tools")
    /// Whether a profile or an allow list restricts the tools, or commands or files are denied.
    public static let restrictsTools = Field("restricts tools")
    /// Whether the global profile is `minimal` and the agent's own is wider.
    public static let widensProfile = Field("widens the minimal profile")

    // commands
    /// Whether the agent has the tool that runs commands and its policy does not deny it.
    public static let canExec = Field("can run commands")
    /// `sandbox`, `gateway` or `node`; `sandbox that is off` where the host asked for is not there.
    public static let execHost = Field("commands run on")
    /// `deny`, `allowlist`, `ask`, `auto` or `full`, the older `security` and `ask` resolved.
    public static let execMode = Field("command approval")
    /// Whether `mode` is set together with the older `security` or `ask`.
    public static let mixesExecModes = Field("mixes old and new approval keys")
    /// Whether an approval is set that the version does not enforce, because no host is named.
    public static let approvalsAreIgnored = Field("approvals are not enforced")
    /// Whether the host's own approvals are in its database, which OpenClaw alone writes.
    public static let approvalsAreInDatabase = Field("approvals are in the database")
    /// What happens to a command nobody answers for.
    public static let execAskFallback = Field("unanswered approval")
    /// Whether code on an interpreter's command line always needs an approval; not set where the version has no key.
    public static let strictInlineEval = Field("strict inline evaluation")
    /// Interpreters that are allowed without asking.
    public static let allowedInterpreters = Field("interpreters allowed without asking")
    /// Programs among the safe ones that do more than filter their input.
    public static let broadSafeBins = Field("safe programs that do more than filter")
    /// Directories trusted for safe programs that others can write to.
    public static let riskyBinDirectories = Field("trusted program directories that others write to")
    /// Tools of MCP servers that somebody approved for good, as `server: tool`.
    public static let standingGrants = Field("MCP tools with standing approvals")
    /// Whether programs named by skills are trusted by themselves.
    public static let autoAllowsSkills = Field("trusts programs of skills")
    /// Whether patches may touch files outside the workspace.
    public static let patchesAnywhere = Field("patches files anywhere")
    /// Whether file tools are withheld while commands can still do the same.
    public static let execOutdoesFiles = Field("commands replace denied file tools")
    /// Whether the agent limits its skills although its commands reach what other skills use.
    public static let execOutdoesSkills = Field("commands bypass the skill list")
    /// Whether elevated mode exists.
    public static let elevatedEnabled = Field("elevated mode")
    /// Channels on which everyone is allowed elevated mode.
    public static let elevatedForAnyone = Field("elevated mode for anyone on")
    /// The longest list of people with elevated mode on one channel.
    public static let elevatedPeople = Field("people with elevated mode")

    /// `off`, `on`, `ask` or `full`: what those who may have elevated mode have without asking for it.
    public static let elevatedDefault = Field("elevated mode from the start")
    /// Whether what the agent thinks, or what its tools answer, is written into the chat.
    public static let showsReasoning = Field("shows its reasoning in chats")
    // files, web, other agents
    public static let canReadFiles = Field("can read files")
    public static let canWriteFiles = Field("can write files")
    /// Whether file tools stay inside the workspace.
    public static let workspaceOnly = Field("files of the workspace only")
    public static let canFetchWeb = Field("can fetch web pages")
    public static let canBrowse = Field("can use a browser")
    /// Whether fetching web pages may reach private networks.
    public static let fetchesPrivateNetwork = Field("fetches from private networks")
    /// Whether pages are fetched through the proxy of the environment, which then looks up their names.
    public static let fetchesThroughProxy = Field("fetches through the environment's proxy")
    /// Whether the agent has a tool that reads or changes the gateway itself: its settings, its plugins, its version.
    public static let hasGatewayTool = Field("gateway tool")
    /// Whether the agent can schedule runs of itself.
    public static let hasCronTool = Field("cron tool")
    /// Whether the agent can use paired devices, or computers and apps on them.
    public static let hasNodesTool = Field("nodes tool")
    /// Whether the agent can type into terminals that its operator opened.
    public static let hasTerminalTool = Field("terminal tool")
    /// Whether the agent can publish web servers of its own through the gateway.
    public static let hasPortalTool = Field("portal tool")
    /// Whether agents may talk to each other.
    public static let agentToAgent = Field("agent to agent")
    /// `self`, `tree`, `agent` or `all`; not set where the agent has no tool that lists sessions.
    public static let sessionsVisibility = Field("sees sessions of")
    /// Whether the agent may send to other providers than the one it is spoken to on.
    public static let messagesAcrossChannels = Field("sends across channels")
    public static let loopDetection = Field("loop detection")
    /// Whether the agent names the skills it may use.
    public static let restrictsSkills = Field("names its skills")

    // models
    public static let legacyModels = Field("models of old families")
    public static let weakModels = Field("models below the recommended tier")
    public static let smallModels = Field("small models")

    // sandbox
    /// `off`, `non-main` or `all`.
    public static let sandboxMode = Field("sandbox")
    public static let sandboxScope = Field("sandbox scope")
    public static let sandboxBackend = Field("sandbox backend")
    public static let sandboxWorkspace = Field("workspace in the sandbox")
    /// Whether settings for sandbox containers exist although the mode is off.
    public static let sandboxConfigured = Field("sandbox settings exist")
    public static let sandboxSessions = Field("sessions seen from the sandbox")
    public static let sandboxReadOnlyRoot = Field("sandbox root is read-only")
    public static let sandboxNetwork = Field("sandbox network")
    public static let sandboxDroppedCapabilities = Field("capabilities dropped in the sandbox")
    public static let sandboxPIDs = Field("sandbox process limit")
    public static let sandboxMemory = Field("sandbox memory limit")
    public static let sandboxCPUs = Field("sandbox CPU limit")
    public static let sandboxSeccomp = Field("sandbox seccomp profile")
    public static let sandboxAppArmor = Field("sandbox AppArmor profile")
    /// Bind mounts of system paths, credentials or the Docker socket.
    public static let sandboxDangerousBinds = Field("dangerous sandbox mounts")
    public static let sandboxRelativeBinds = Field("relative sandbox mounts")
    /// `dangerously…` flags of the sandbox that are on.
    public static let sandboxDangerousFlags = Field("dangerous sandbox flags")
    public static let sandboxUser = Field("sandbox user")
    public static let sandboxBrowser = Field("sandbox browser")
    public static let sandboxBrowserControlsHost = Field("sandbox may drive the host's browser")
    public static let sandboxBrowserSources = Field("sandbox browser control from")
    public static let sandboxBrowserNetwork = Field("sandbox browser network")
    /// Tools that sandboxed sessions should not have, and do.
    public static let sandboxEscapingTools = Field("tools that act outside the sandbox")
}
