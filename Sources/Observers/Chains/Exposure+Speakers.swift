import Hardening

extension Exposure {
    /// Who can put words before the agent without the owner's leave; paired and listed people have it.
    func speakers(of agent: AgentPolicy) -> [Speaker] {
        ChannelAccount.all(root).flatMap { speakers(on: $0, to: agent) } + readers(agent)
    }

    private func speakers(on account: ChannelAccount, to agent: AgentPolicy) -> [Speaker] {
        var found: [Speaker] = []
        if account.dmAudience == "strangers", reaches(account, agent, by: .direct) {
            found.append(
                Speaker(
                    name: "anybody on \(account.name)",
                    way: .direct(sharesSession: (root.at("session.dmScope").text ?? "main") == "main"),
                    link: "direct message on \(account.name)",
                    channel: account.channel,
                    entrance: "direct \(account.name)"
                )
            )
        }
        let groups = account.groupAudience
        if groups == "strangers" || groups == "members", reaches(account, agent, by: .group) {
            found.append(
                Speaker(
                    name: groups == "strangers"
                        ? "anybody in a group on \(account.name)" : "members on \(account.name)",
                    way: .group(sharesSession: root.at("session.groupScope").text == "main"),
                    link: "message in a group on \(account.name)",
                    channel: account.channel,
                    entrance: "group \(account.name)"
                )
            )
        }
        return found
    }

    /// Those whose words the agent reads without being spoken to.
    private func readers(_ agent: AgentPolicy) -> [Speaker] {
        var found: [Speaker] = []
        if let way = agent.readsPages {
            let name = "whoever writes a web page"
            found.append(
                Speaker(
                    name: name,
                    way: .read,
                    link: "text on a web page, read by \(way)",
                    channel: nil,
                    entrance: name
                )
            )
        }
        if agent.hasServers(in: agent.sandboxMode == "all" ? .sandbox : .host) {
            let name = "whoever writes what an MCP server returns"
            let link = "answer of an MCP server"
            found.append(Speaker(name: name, way: .read, link: link, channel: nil, entrance: name))
        }
        let hooks = root["hooks"]
        // Mappings name their agent; everything else goes to the default one.
        let named = hooks["mappings"].items.contains { ($0["agentId"].text).map { $0 == agent.id } ?? agent.isDefault }
        let ready = agent.isDefault && (!hooks["presets"].items.isEmpty || hooks["gmail"].isObject)
        if hooks["enabled"].flag == true, named || ready {
            let link = "text handed in by a webhook"
            let name = "whoever writes an e-mail or webhook"
            found.append(Speaker(name: name, way: .webhook, link: link, channel: nil, entrance: name))
        }
        return found
    }

    /// How a message comes.
    enum Audience { case direct, group }

    /// Whether messages of the account go to the agent: by a binding, or to the default agent by none.
    ///
    /// Of one way, or of either where none is named.
    func reaches(_ account: ChannelAccount, _ agent: AgentPolicy, by audience: Audience? = nil) -> Bool {
        let bindings = root["bindings"].items.filter { binding in
            let match = binding["match"]
            let fits = match["channel"].text.map { $0 == account.channel } ?? true
            let name = match["accountId"].text
            // A binding without an account is for the default one.
            return fits && (name == "*" || (name ?? "default") == account.account)
        }
        if bindings.contains(where: { $0["agentId"].text == agent.id && Self.takes($0["match"], audience) }) {
            return true
        }
        // A binding for some peers only leaves the rest to the default agent.
        let narrowing = ["peer", "guildId", "teamId", "roles"]
        return agent.isDefault
            && !bindings.contains { binding in !narrowing.contains { binding["match"][$0].isSet } }
    }

    /// Whether a binding takes messages that come so: one to a room, a guild or a team takes no direct ones.
    private static func takes(_ match: Setting, _ audience: Audience?) -> Bool {
        guard let audience else { return true }
        switch match["peer"]["kind"].text {
        case "direct", "dm", "user": return audience == .direct
        case "group", "channel", "room", "thread", "topic": return audience == .group
        default: return audience == .group || !["guildId", "teamId", "roles"].contains { match[$0].isSet }
        }
    }
}

extension AgentPolicy {
    /// How the agent comes to read pages of strangers; a command that nobody is asked about fetches them, too.
    fileprivate var readsPages: String? {
        let tools = self.tools
        if let tool = ["web_fetch", "browser", "web_search", "x_search"].first(where: tools.contains) { return tool }
        let place: Place = sandboxMode == "all" ? .sandbox : .host
        let isOffline = place == .sandbox && (sandbox("docker.network").text ?? "none") == "none"
        return canExec(in: place) && exec.isFree && !isOffline ? "a command" : nil
    }
}
