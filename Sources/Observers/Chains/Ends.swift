/// What an agent's tools let be done: the far ends of chains.
struct Ends {
    struct End {
        let kind: String
        let sees: String?
        let act: String
        let links: [String]
        let cut: String
        /// How much a person loses by the cut: 0 nothing, 3 the agent's purpose.
        let loss: Int
    }

    let agent: AgentPolicy
    let tools: Set<String>
    let place: AgentPolicy.Place

    init(_ agent: AgentPolicy, _ tools: Set<String>, _ place: AgentPolicy.Place) {
        self.agent = agent
        self.tools = tools
        self.place = place
    }

    var all: [End] {
        [commands, control, leak, files, schedule, devices, otherSessions].compactMap { $0 }
    }

    private var runsFreely: Bool { agent.canExec(in: place) && agent.exec(in: place).runsFreely }

    private var commands: End? {
        guard runsFreely else { return nil }
        return End(
            kind: "commands",
            sees: "everything the gateway's account can read",
            act: "runs any command on the \(agent.exec(in: place).host.rawValue) without asking",
            links: ["exec, approval \(agent.exec(in: place).mode)"],
            cut: "tools.exec.ask: \"always\", or tools.deny: [\"group:runtime\"]",
            loss: 1
        )
    }

    private var control: End? {
        guard tools.contains("gateway") else { return nil }
        return End(
            kind: "configuration",
            sees: nil,
            act: "rewrites the gateway's own configuration and restarts it",
            links: ["gateway tool"],
            cut: "tools.deny: [\"gateway\"]",
            loss: 0
        )
    }

    /// Reads what is private, and has a way out for it.
    private var leak: End? {
        guard let source = privateSource, let way = wayOut else { return nil }
        return End(
            kind: "private data",
            sees: source.sees,
            act: "sends it out with \(way)",
            links: [source.link, way],
            cut: source.cut,
            loss: source.loss
        )
    }

    private var privateSource: (sees: String, link: String, cut: String, loss: Int)? {
        if runsFreely {
            return ("files of the gateway's account", "exec", "tools.deny: [\"group:runtime\"]", 1)
        }
        if tools.contains("read"), agent.tool("fs.workspaceOnly").flag != true, place == .host {
            return ("files outside the workspace, keys included", "read", "tools.fs.workspaceOnly: true", 0)
        }
        if tools.contains("read") {
            return ("files of the workspace", "read", "tools.deny: [\"read\"]", 2)
        }
        if tools.contains("memory_search") || tools.contains("memory_get") {
            return ("the agent's memory", "memory_search", "tools.deny: [\"group:memory\"]", 2)
        }
        return nil
    }

    private var wayOut: String? {
        ["web_fetch", "browser", "message", "web_search"].first(where: tools.contains) ?? (runsFreely ? "exec" : nil)
    }

    private var files: End? {
        let writes = !tools.isDisjoint(with: ["write", "edit"])
        guard writes, place == .host, agent.tool("fs.workspaceOnly").flag != true else { return nil }
        return End(
            kind: "files",
            sees: nil,
            act: "writes files anywhere the gateway's account may, such as its own start-up files",
            links: ["write"],
            cut: "tools.fs.workspaceOnly: true",
            loss: 0
        )
    }

    private var schedule: End? {
        guard tools.contains("cron") else { return nil }
        return End(
            kind: "schedule",
            sees: nil,
            act: "plants a task that runs again after the conversation",
            links: ["cron tool"],
            cut: "tools.deny: [\"cron\"]",
            loss: 1
        )
    }

    private var devices: End? {
        guard tools.contains("nodes") else { return nil }
        return End(
            kind: "devices",
            sees: "cameras, screens and messages of paired devices",
            act: "uses paired devices",
            links: ["nodes tool"],
            cut: "tools.deny: [\"nodes\"]",
            loss: 1
        )
    }

    private var otherSessions: End? {
        let visibility = agent.root.at("tools.sessions.visibility").text ?? "tree"
        guard ["agent", "all"].contains(visibility), tools.contains("sessions_history") else { return nil }
        return End(
            kind: "other people's sessions",
            sees: "what others said to the agent",
            act: "reads their conversations",
            links: ["sessions_history, visibility \(visibility)"],
            cut: "tools.sessions.visibility: \"self\"",
            loss: 0
        )
    }
}
