import Hardening

extension ConfigurationJudge {
    /// From 2026.8.1 on `agents.list` is moved to `agents.entries` before it is judged, where its ids allow that.
    func withoutFormerAgents(_ root: Setting) -> Setting {
        let agents = root["agents"]
        guard since(OpenClawVersion(2026, 8, 1)), !agents["entries"].isSet, agents["list"].isList else { return root }
        var entries: [Setting.Entry] = []
        for agent in agents["list"].items {
            guard let id = agent["id"].text?.trimmed, !id.isEmpty else { return root }
            guard !entries.contains(where: { $0.key.lowercased() == id.lowercased() }) else { return root }
            let rest = agent.entries.filter { $0.key != "id" }
            entries.append(Setting.Entry(key: id, value: Setting(.object(rest), origin: agent.origin)))
        }
        guard !entries.isEmpty else { return root }
        let others = agents.entries.filter { $0.key != "list" }
        let moved = Setting.Entry(key: "entries", value: Setting(.object(entries), origin: agents["list"].origin))
        let changed = Setting.Entry(key: "agents", value: Setting(.object(others + [moved]), origin: agents.origin))
        return Setting(.object(root.entries.filter { $0.key != "agents" } + [changed]), origin: root.origin)
    }

    /// Every agent with its path.
    private func agents(of root: Setting) -> [(path: String, id: String, agent: Setting)] {
        let list = root.at("agents.list").items.enumerated().map { index, agent in
            ("agents.list[\(index)]", agent["id"].text ?? "", agent)
        }
        return list + root.at("agents.entries").entries.map { ("agents.entries.\($0.key)", $0.key, $0.value) }
    }

    mutating func judgeAgents(_ root: Setting) {
        let agents = agents(of: root)
        judgeTools(root["tools"], "tools")
        judgeSandbox(root.at("agents.defaults.sandbox"), "agents.defaults.sandbox")
        for (path, _, agent) in agents {
            judgeTools(agent["tools"], "\(path).tools")
            judgeSandbox(agent["sandbox"], "\(path).sandbox")
        }
        judgeEntries(root["agents"])
        judgeHours(of: agents.map { ($0.path, $0.agent) } + [("agents.defaults", root.at("agents.defaults"))])
        judgeNamed(Set(agents.map { Self.normalized($0.id) }), root)
        judgeBroadcast(Set(agents.map(\.id)), root["broadcast"])
        for (path, _, agent) in agents { judgeModels(agent["models"], "\(path).models") }
        judgeModels(root.at("agents.defaults.models"), "agents.defaults.models")
        guard !agents.isEmpty else { return }
        let ids = Set(agents.map { Self.normalized($0.id) } + ["main"])
        for (index, binding) in root["bindings"].items.enumerated() {
            guard let id = binding["agentId"].text, !ids.contains(Self.normalized(id)) else { continue }
            rule(
                .since(OpenClawVersion(2026, 6, 11), after: OpenClawVersion(2026, 5, 12)),
                "bindings[\(index)].agentId",
                "there is no agent \(id)",
                binding["agentId"]
            )
        }
    }

    /// An agent's id as OpenClaw compares it.
    static func normalized(_ id: String) -> String {
        var name = ""
        for character in id.trimmed.lowercased() {
            let isTaken = character.isASCII && (character.isLetter || character.isNumber) || "_-".contains(character)
            if isTaken { name.append(character) } else if name.last != "-" { name.append("-") }
        }
        if id.trimmed.wholeMatch(of: /[A-Za-z0-9][A-Za-z0-9_-]*/) == nil {
            name = String(name.drop { $0 == "-" })
            while name.hasSuffix("-") { name.removeLast() }
        }
        return name.isEmpty ? "main" : String(name.prefix(64))
    }

    /// Other places that name an agent.
    private mutating func judgeNamed(_ ids: Set<String>, _ root: Setting) {
        guard since(OpenClawVersion(2026, 8, 1)) else { return }
        let ids = ids.isEmpty ? ["main"] : ids
        for path in ["agents.defaults.heartbeat.agentId", "agents.defaults.systemAgent.agentId", "talk.agentId"] {
            guard let id = root.at(path).text, !ids.contains(Self.normalized(id)) else { continue }
            rule(.always, path, "there is no agent \(id)", root.at(path))
        }
    }

    /// Agents that answer the same message.
    private mutating func judgeBroadcast(_ ids: Set<String>, _ broadcast: Setting) {
        for entry in broadcast.entries where entry.key != "strategy" {
            let path = "broadcast.\(entry.key)"
            let isQualified = Self.matches(entry.key, ["^[A-Za-z][A-Za-z0-9_-]*:.+$"]) == true
            if since(OpenClawVersion(2026, 9, 6)) {
                if entry.value.isObject, !isQualified { rule(.always, path, "its key names no channel", entry.value) }
                if isQualified, entry.value.items.count > 16 { rule(.always, path, "it has more than 16", entry.value) }
            }
            guard !ids.isEmpty || isQualified && since(OpenClawVersion(2026, 9, 6)) else { continue }
            for agent in entry.value.items + entry.value["agents"].items {
                guard let id = agent.text, !ids.contains(id) else { continue }
                rule(Self.read, path, "there is no agent \(id)", agent)
            }
        }
    }

    /// What only one model can be told is not told to all of them.
    private mutating func judgeModels(_ models: Setting, _ path: String) {
        for model in models.entries where model.key.contains("*") || !TextForm.isModel(model.key) {
            for key in ["pickerRuntimes", "codeMode"] where model.value[key].isSet {
                rule(.always, "\(path).\(model.key).\(key)", "the model is not named in full", model.value[key])
            }
        }
    }

    /// The hours in which agents wake up by themselves are written `HH:MM`, up to 24:00 at the end.
    private mutating func judgeHours(of places: [(path: String, place: Setting)]) {
        guard since(OpenClawVersion(2026, 8, 1)) else { return }
        for (path, place) in places {
            for key in ["start", "end"] {
                let hour = place.at("heartbeat.activeHours.\(key)")
                guard let text = hour.text else { continue }
                let isMidnight = key == "end" && text == "24:00"
                guard !isMidnight, Self.matches(text, ["^([01][0-9]|2[0-3]):[0-5][0-9]$"]) == false else { continue }
                rule(.always, "\(path).heartbeat.activeHours.\(key)", "it is no time of the form HH:MM", hour)
            }
        }
    }

    private mutating func judgeEntries(_ agents: Setting) {
        guard since(OpenClawVersion(2026, 8, 1)), agents.isObject else { return }
        let entries = agents["entries"].entries
        if entries.isEmpty, agents["entries"].isObject || agents["ownership"].isSet && !agents["list"].isSet {
            rule(.always, "agents.entries", "it needs one agent at least", agents["entries"])
        }
        let names = entries.map { Self.normalized($0.key) }
        if Set(names).count < names.count {
            rule(.always, "agents.entries", "two agents have names that OpenClaw takes for the same", agents["entries"])
        }
        let marked = entries.filter { $0.value["default"].flag == true }
        if marked.count > 1 {
            rule(.always, "agents.entries", "more than one agent is the default", marked[1].value)
        }
        if entries.count > 1, marked.isEmpty, !agents["ownership"].isSet {
            let words = "several agents need it to be explicit, or one of them to be the default"
            rule(.always, "agents.ownership", words, agents)
        }
        if agents["ownership"].text == "explicit", !marked.isEmpty {
            rule(.always, "agents.ownership", "explicit goes with no default agent", agents["ownership"])
        }
    }

    private mutating func judgeTools(_ tools: Setting, _ path: String) {
        if !tools["allow"].items.isEmpty, !tools["alsoAllow"].items.isEmpty {
            rule(.always, path, "allow and alsoAllow exclude each other", tools["alsoAllow"])
        }
        for place in ["byProvider", "toolsBySender"] {
            for entry in tools[place].entries { judgeLists(entry.value, "\(path).\(place).\(entry.key)") }
        }
        for place in ["sandbox.tools", "subagents.tools"] { judgeLists(tools.at(place), "\(path).\(place)") }
        let exec = tools["exec"]
        guard exec["mode"].isSet, exec["security"].isSet || exec["ask"].isSet else { return }
        rule(
            .since(OpenClawVersion(2026, 6, 11), after: OpenClawVersion(2026, 5, 12)),
            "\(path).exec.mode",
            "it stands beside security or ask",
            exec["mode"]
        )
    }

    private mutating func judgeLists(_ tools: Setting, _ path: String) {
        guard !tools["allow"].items.isEmpty, !tools["alsoAllow"].items.isEmpty else { return }
        rule(Self.read, path, "allow and alsoAllow exclude each other", tools["alsoAllow"])
    }

    private mutating func judgeSandbox(_ sandbox: Setting, _ path: String) {
        let span = RuleSpan.since(OpenClawVersion(2026, 2, 26), after: OpenClawVersion(2026, 1, 30))
        let mayJoin = sandbox.at("docker.dangerouslyAllowContainerNamespaceJoin").flag == true
        for part in ["docker", "browser"] {
            let network = sandbox[part]["network"]
            let name = network.text?.trimmed.lowercased() ?? ""
            if name == "host" || name.hasPrefix("container:") && !mayJoin {
                rule(span, "\(path).\(part).network", "\(name) leads out of the sandbox", network)
            }
            let bound =
                part == "docker"
                ? span : RuleSpan.since(OpenClawVersion(2026, 6, 11), after: OpenClawVersion(2026, 4, 23))
            for (index, bind) in sandbox[part]["binds"].items.enumerated() {
                guard let text = bind.text?.trimmed, !text.hasPrefix("/"), !Self.hasDrive(text) else { continue }
                rule(bound, "\(path).\(part).binds[\(index)]", "its source is no absolute path", bind)
            }
        }
        for key in ["seccompProfile", "apparmorProfile"] {
            let profile = sandbox.at("docker.\(key)")
            guard profile.text?.trimmed.lowercased() == "unconfined" else { continue }
            rule(span, "\(path).docker.\(key)", "unconfined is no profile", profile)
        }
    }

    /// Whether a path begins with the drive of another system, as `C:\`.
    private static func hasDrive(_ text: String) -> Bool {
        let start = text.prefix(3)
        guard start.count == 3, let drive = start.first, drive.isASCII, drive.isLetter else { return false }
        return start.dropFirst().first == ":" && (start.last == "\\" || start.last == "/")
    }
}
