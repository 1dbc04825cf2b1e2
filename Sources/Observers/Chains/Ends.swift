import Catalog
import Hardening

/// What an agent's tools let be done in one speaker's conversation: the far ends of chains.
struct Ends {
    let agent: AgentPolicy
    let speaker: Speaker
    let place: AgentPolicy.Place
    let tools: Set<String>

    init(_ agent: AgentPolicy, _ speaker: Speaker) {
        self.agent = agent
        self.speaker = speaker
        place = agent.place(for: speaker)
        let tools = agent.tools(in: place)
        self.tools = speaker.speaksAlone ? tools.subtracting(agent.ownerOnlyTools) : tools
    }

    var all: [End] {
        [commands, configuration, leak, files, schedule, devices, sessions].compactMap { $0 }
    }

    private var exec: ExecPolicy { agent.exec(in: place) }

    private var runsFreely: Bool { agent.canExec(in: place) && exec.runsFreely }

    /// Everybody on the speaker's channel may switch to commands on the host, past the sandbox and the questions.
    private var isElevated: Bool {
        guard let channel = speaker.channel, agent.canExec(in: place) else { return false }
        let elevated = agent.tool("elevated")
        return elevated["enabled"].flag != false && elevated["allowFrom"][channel].texts.contains("*")
    }

    private var commands: End? {
        guard runsFreely || isElevated else { return nil }
        let host = runsFreely ? exec.host.rawValue : "gateway"
        return End(
            kind: "commands",
            sees: "everything the gateway's account can read",
            act: "runs any command on the \(host) without asking",
            links: [runsFreely ? "exec, approval \(exec.mode)" : "exec in elevated mode"]
        )
    }

    private var configuration: End? {
        guard let tool = agent.configuringTools.first(where: tools.contains) else { return nil }
        let act = "rewrites the gateway's own configuration and restarts it"
        return End(kind: "configuration", sees: nil, act: act, links: ["\(tool) tool"])
    }

    /// Reads what is private, and has a way out for it.
    private var leak: End? {
        guard let source = privateSource, let way = wayOut else { return nil }
        return End(kind: "private data", sees: source.sees, act: "sends it out with \(way)", links: [source.link, way])
    }

    private var privateSource: (sees: String, link: String)? {
        if runsFreely || isElevated { return ("files of the gateway's account", "exec") }
        if tools.contains("read"), agent.tool("fs.workspaceOnly").flag != true, place == .host {
            return ("files outside the workspace, keys included", "read")
        }
        let hasWorkspace = place == .host || ["ro", "rw"].contains(agent.sandbox("workspaceAccess").text)
        if tools.contains("read"), hasWorkspace { return ("files of the workspace", "read") }
        if place == .sandbox, agent.canExec(in: place), exec.isFree, hasWorkspace {
            return ("files of the workspace", "exec in the sandbox")
        }
        if let tool = ["memory_search", "memory_get"].first(where: tools.contains) {
            return ("the agent's memory", tool)
        }
        return nil
    }

    private var wayOut: String? {
        if speaker.getsAnswers { return "its answer" }
        if let tool = ["web_fetch", "browser", "message", "web_search"].first(where: tools.contains) { return tool }
        if agent.hasServers(in: place) { return "an MCP server" }
        if runsFreely { return "exec" }
        let network = agent.sandbox("docker.network").text ?? "none"
        return agent.canExec(in: place) && exec.isFree && network != "none" ? "the sandbox's network" : nil
    }

    private var files: End? {
        let writes = !tools.isDisjoint(with: ["write", "edit"])
        guard writes, place == .host, agent.tool("fs.workspaceOnly").flag != true else { return nil }
        let act = "writes files anywhere the gateway's account may, such as its own start-up files"
        return End(kind: "files", sees: nil, act: act, links: ["write"])
    }

    private var schedule: End? {
        guard tools.contains("cron") else { return nil }
        let act = "plants a task that runs again after the conversation"
        return End(kind: "schedule", sees: nil, act: act, links: ["cron tool"])
    }

    private var devices: End? {
        guard let tool = ["nodes", "computer", "mobile_ui"].first(where: tools.contains) else { return nil }
        let sees = "cameras, screens and messages of paired devices"
        return End(kind: "devices", sees: sees, act: "uses paired devices", links: ["\(tool) tool"])
    }

    private var sessions: End? {
        let sees = "what others said to the agent"
        if speaker.sharesSession {
            let link = "one session with everybody else"
            return End(kind: "other people's sessions", sees: sees, act: "asks for what was said in it", links: [link])
        }
        guard seesSessions, case .text(let visibility) = visibility, ["agent", "all"].contains(visibility) else {
            return nil
        }
        let tool = tools.contains("sessions_history") ? "sessions_history" : "sessions_search"
        let link = "\(tool), visibility \(visibility)"
        return End(kind: "other people's sessions", sees: sees, act: "reads their conversations", links: [link])
    }

    private var seesSessions: Bool { !tools.isDisjoint(with: ["sessions_history", "sessions_search"]) }

    private var visibility: Value {
        agent.root.at("tools.sessions.visibility").value(default: agent.sessionsVisibility)
    }

    /// Why it could not be determined whether the speaker gets at what others said.
    var sessionsDoubt: Unknown? {
        guard !speaker.sharesSession, seesSessions, case .unknown(let why) = visibility else { return nil }
        return why
    }
}

extension AgentPolicy {
    /// Tools that change the gateway's settings: in 2026.9.6 the gateway tool reads them only, and others change them.
    fileprivate var configuringTools: [String] {
        guard let version else { return ["gateway", "openclaw", "plugins"] }
        return version < OpenClawVersion(2026, 9, 6) ? ["gateway"] : ["openclaw", "plugins"]
    }

    /// Tools that a turn has only where its sender is an owner.
    ///
    /// `cron` and `gateway` since 2026.2.19, `nodes` since 2026.3.28 (`src/agents/tool-policy.ts`), the others as of
    /// 2026.8.1 and 2026.9.6 (`src/security/dangerous-tools.ts`).
    fileprivate var ownerOnlyTools: Set<String> {
        let owners = root.at("commands.ownerAllowFrom")
        guard let version, version >= OpenClawVersion(2026, 2, 19), !owners.texts.contains("*"),
            owners.innerDoubt == nil
        else { return [] }
        if version < OpenClawVersion(2026, 3, 28) { return ["cron", "gateway"] }
        if version < OpenClawVersion(2026, 8, 1) { return ["cron", "gateway", "nodes"] }
        return [
            "cron", "gateway", "plugins", "openclaw", "nodes", "computer", "mobile_ui", "terminal", "portal", "screen",
            "sessions", "conversations_list", "conversations_send", "conversations_turn",
        ]
    }

    /// Where the tools of a speaker's conversation run: with `non-main` only the owner's main session is unconfined.
    func place(for speaker: Speaker) -> Place {
        switch (sandboxMode, speaker.way) {
        case ("off", _): .host
        case ("non-main", .direct(sharesSession: true)), ("non-main", .group(sharesSession: true)): .host
        case ("non-main", .read): .host
        default: .sandbox
        }
    }
}
