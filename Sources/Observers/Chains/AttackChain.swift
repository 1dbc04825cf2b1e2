/// One way from somebody outside to something that matters, over one agent.
struct AttackChain: Hashable, Sendable {
    let speaker: Speaker
    let agent: String
    let end: End

    /// What makes two chains the same problem: a longer way to the same end is not another one.
    struct Key: Hashable, Sendable {
        let speaker: String
        let agent: String
        let kind: String
    }

    var key: Key { Key(speaker: speaker.entrance, agent: agent, kind: end.kind) }
    var links: [String] { [speaker.link, "agent \(agent)"] + end.links }
}
