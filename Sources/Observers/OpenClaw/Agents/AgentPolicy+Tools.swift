import Hardening

extension AgentPolicy {
    /// Where a conversation's tools run, which decides what tools it has.
    enum Place: Sendable { case host, sandbox }

    /// The tools the agent has in a conversation, with further layers such as a group's.
    func tools(in place: Place, also layers: [ToolPolicy] = []) -> Set<String> {
        var all = layers + self.layers
        if place == .sandbox { all.append(sandboxPolicy) }
        return ToolCatalogue.names.filter { tool in
            isEnabled(tool) && all.allSatisfy { $0.permits(tool) }
        }
    }

    /// The tools of the least confined conversation the agent has.
    var tools: Set<String> { tools(in: sandboxMode == "all" ? .sandbox : .host) }

    private var layers: [ToolPolicy] {
        let global = root["tools"]
        let own = self.own["tools"]
        let also = own["alsoAllow"].or(global["alsoAllow"]).texts
        var layers = [ToolPolicy(profile: profile, alsoAllow: also), ToolPolicy(global), ToolPolicy(own)]
        if let model = modelReference {
            for place in [global, own] {
                guard let provider = Self.provider(of: model, in: place["byProvider"]) else { continue }
                layers.append(ToolPolicy(provider))
                if let profile = provider["profile"].text {
                    layers.append(ToolPolicy(profile: profile, alsoAllow: provider["alsoAllow"].texts))
                }
            }
        }
        return layers.compactMap { $0 }
    }

    /// The layer for the model itself, else for its provider.
    private static func provider(of model: String, in places: Setting) -> Setting? {
        let model = model.lowercased()
        let provider = model.split(separator: "/").first.map(String.init) ?? model
        for key in [model, provider] {
            if let entry = places.entries.first(where: { $0.key.trimmed.lowercased() == key }) { return entry.value }
        }
        return nil
    }

    /// After `DEFAULT_TOOL_ALLOW` and `DEFAULT_TOOL_DENY` of `src/agents/sandbox/constants.ts`.
    private var sandboxPolicy: ToolPolicy {
        let allow = tool("sandbox.tools.allow")
        let deny = tool("sandbox.tools.deny")
        return ToolPolicy(
            allow: (allow.isList ? allow.texts : Self.sandboxTools) + tool("sandbox.tools.alsoAllow").texts,
            deny: deny.isList ? deny.texts : Self.sandboxDenied
        )
    }

    private static let sandboxTools = [
        "exec", "process", "read", "write", "edit", "apply_patch", "image", "sessions_list", "sessions_history",
        "sessions_send", "sessions_spawn", "sessions_yield", "subagents", "session_status",
    ]

    static let sandboxDenied = ["browser", "canvas", "nodes", "cron", "gateway"]

    /// Whether a switch of its own leaves the tool on.
    private func isEnabled(_ tool: String) -> Bool {
        switch tool {
        case "web_fetch": self.tool("web.fetch.enabled").flag != false
        case "web_search": self.tool("web.search.enabled").flag != false
        case "x_search": self.tool("web.x_search.enabled").flag != false
        case "browser": root.at("browser.enabled").flag != false
        case "apply_patch": self.tool("exec.applyPatch.enabled").flag != false
        case "cron": root.at("cron.enabled").flag != false
        case "memory_search", "memory_get":
            own.at("memorySearch.enabled").or(root.at("agents.defaults.memorySearch.enabled")).flag != false
        case "terminal": root.at("gateway.terminal.enabled").flag != false
        default: true
        }
    }

    /// Whether a profile or an allow list says which tools the agent has.
    var namesTools: Bool {
        let places = [root["tools"], own["tools"]]
        return ToolCatalogue.profile(profile) != nil
            || places.contains { ToolPolicy($0).map { !$0.allow.isEmpty && !$0.allow.matches("gateway") } ?? false }
    }

    /// Whether tools of MCP servers reach the agent in a conversation.
    func hasServers(in place: Place) -> Bool {
        let servers = root.at("mcp.servers").entries.filter { $0.value["enabled"].flag != false }
        guard !servers.isEmpty else { return false }
        let all = layers + (place == .sandbox ? [sandboxPolicy] : [])
        return all.allSatisfy { $0.permits("bundle-mcp") }
    }

    var modelReference: String? {
        let model = own["model"].or(root.at("agents.defaults.model"))
        return model.text ?? model["primary"].text
    }
}
