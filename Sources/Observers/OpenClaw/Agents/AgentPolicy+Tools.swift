import Catalog
import Hardening

extension AgentPolicy {
    /// Where a conversation's tools run, which decides what tools it has.
    enum Place: Sendable { case host, sandbox }

    /// The tools the agent has in a conversation; where several versions are possible, those of any of them.
    func tools(in place: Place) -> Set<String> {
        catalogs.reduce(into: []) { $0.formUnion(tools(in: place, by: $1)) }
    }

    private func tools(in place: Place, by catalog: ToolCatalog) -> Set<String> {
        let all = layers(by: catalog) + (place == .sandbox ? [sandboxPolicy(by: catalog)] : [])
        return catalog.names.filter { tool in
            isEnabled(tool) && all.allSatisfy { $0.permits(tool) }
        }
    }

    /// Where the least confined conversation's tools run.
    var widestPlace: Place { sandboxMode == "all" ? .sandbox : .host }

    /// The tools of the least confined conversation the agent has.
    var tools: Set<String> { tools(in: widestPlace) }

    private var catalogs: [ToolCatalog] { ToolCatalog.possible(in: version) }

    /// What follows from the tools of the least confined conversation; unknown where possible versions disagree.
    func decided(by answer: (Set<String>) -> Bool) -> Value {
        agreed { answer(tools(in: widestPlace, by: $0)) }
    }

    private func agreed(_ answer: (ToolCatalog) -> Bool) -> Value {
        let answers = Set(catalogs.map(answer))
        if answers.count == 1 { return .flag(answers.contains(true)) }
        guard let version else {
            return .unknown(
                .notStated("which tools this leaves depends on the version of OpenClaw, which nothing names")
            )
        }
        return .unknown(
            .notModeled("which tools this leaves in \(version) was not looked at, only up to \(MeasuredDefault.newest)")
        )
    }

    private func layers(by catalog: ToolCatalog) -> [ToolPolicy] {
        let global = root["tools"]
        let own = self.own["tools"]
        let also = own["alsoAllow"].or(global["alsoAllow"]).texts + givenBack(by: catalog)
        var layers = [
            ToolPolicy(profile: profile, alsoAllow: also, by: catalog), ToolPolicy(global, by: catalog),
            ToolPolicy(own, by: catalog),
        ]
        if let model = modelReference {
            for place in [global, own] {
                guard let provider = Self.provider(of: model, in: place["byProvider"]) else { continue }
                layers.append(ToolPolicy(provider, by: catalog))
                if let profile = provider["profile"].text {
                    let also = provider["alsoAllow"].texts
                    layers.append(ToolPolicy(profile: profile, alsoAllow: also, by: catalog))
                }
            }
        }
        return layers.compactMap { $0 }
    }

    /// What a section of settings beside the profile gives back, whatever the section says.
    private func givenBack(by catalog: ToolCatalog) -> [String] {
        guard catalog.sectionsWiden else { return [] }
        let sections = [("exec", ["exec", "process"]), ("fs", ["read", "write", "edit"])]
        return sections.flatMap { section, tools in
            own["tools"][section].isSet || root["tools"][section].isSet ? tools : []
        }
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
    private func sandboxPolicy(by catalog: ToolCatalog) -> ToolPolicy {
        let allow = tool("sandbox.tools.allow")
        let deny = tool("sandbox.tools.deny")
        return ToolPolicy(
            allow: (allow.isList ? allow.texts : catalog.sandboxTools) + tool("sandbox.tools.alsoAllow").texts,
            deny: deny.isList ? deny.texts : catalog.sandboxDenied,
            by: catalog
        )
    }

    /// The tools that no sandboxed session should have.
    var sandboxDenied: Set<String> { Set(catalogs.flatMap(\.sandboxDenied)) }

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

    /// Whether a profile or an allow list says which tools the agent has, or commands or files are denied.
    var restrictsTools: Value {
        let places = [root["tools"], own["tools"]]
        return agreed { catalog in
            let isNarrow = places.contains { place in
                guard let policy = ToolPolicy(place, by: catalog) else { return false }
                return !policy.allow.isEmpty && !policy.allow.matches("gateway")
            }
            return catalog.profile(profile) != nil || isNarrow
                || !tools(in: widestPlace, by: catalog).isSuperset(of: ["exec", "write"])
        }
    }

    /// Whether tools of MCP servers reach the agent in a conversation.
    func hasServers(in place: Place) -> Bool {
        let servers = root.at("mcp.servers").entries.filter { $0.value["enabled"].flag != false }
        guard !servers.isEmpty else { return false }
        return catalogs.contains { catalog in
            let all = layers(by: catalog) + (place == .sandbox ? [sandboxPolicy(by: catalog)] : [])
            return all.allSatisfy { $0.permits("bundle-mcp") }
        }
    }

    var modelReference: String? {
        let model = own["model"].or(root.at("agents.defaults.model"))
        return model.text ?? model["primary"].text
    }
}
