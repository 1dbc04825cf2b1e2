import Hardening

/// One way from somebody outside to something that matters, over one agent.
struct AttackChain: Hashable, Sendable {
    /// Who begins it.
    let speaker: String
    let agent: String
    /// What is at the far end, such as `commands`, `private data` or `files`.
    let kind: String
    /// What becomes visible, where something does.
    let sees: String?
    let act: String
    let links: [String]
    /// The setting whose change breaks it at the least cost.
    let cut: String
}

/// Who can put words before the model.
struct Speaker: Hashable, Sendable {
    let name: String
    /// Whether anybody in the world can do it, without being let in first.
    let isStranger: Bool
    let link: String
    /// What cuts the speaker off.
    let cut: String
}

extension AttackChain {
    /// Every chain of an agent: each outsider with each thing the agent's tools let be done.
    ///
    /// Adding a restriction can only remove chains: each condition below asks for a permission, never for its absence.
    static func all(_ agent: AgentPolicy, speakers: [Speaker]) -> [AttackChain] {
        let place: AgentPolicy.Place = agent.sandboxMode == "all" ? .sandbox : .host
        let tools = agent.tools(in: place)
        let ends = Ends(agent, tools, place).all
        var readers = speakers
        if tools.contains("web_fetch") || tools.contains("browser") {
            readers.append(.pages(by: tools.contains("web_fetch") ? "web_fetch" : "browser"))
        }
        return readers.flatMap { speaker in
            ends.map { end in
                AttackChain(
                    speaker: speaker.name,
                    agent: agent.id,
                    kind: end.kind,
                    sees: end.sees,
                    act: end.act,
                    links: [speaker.link, "agent \(agent.id)"] + end.links,
                    cut: end.loss <= 1 ? end.cut : speaker.isStranger && speaker.isRead == false ? speaker.cut : end.cut
                )
            }
        }
    }
}

extension Speaker {
    /// Whoever writes a page that the agent reads.
    static func pages(by tool: String) -> Speaker {
        Speaker(
            name: "whoever writes a web page",
            isStranger: true,
            link: "text on a web page, read by \(tool)",
            cut: "tools.deny: [\"web_fetch\", \"browser\"]"
        )
    }

    /// Whether the words come from something the agent reads instead of somebody who writes to it.
    var isRead: Bool { name.hasPrefix("whoever writes") }
}
