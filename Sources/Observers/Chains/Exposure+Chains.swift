import Catalog
import Hardening

/// Everything that decides which chains an installation has: its configuration, version and approvals.
///
/// A pure model, so that a cut can be tried on a changed configuration.
struct Exposure: Sendable {
    let root: Setting
    let version: OpenClawVersion?
    let approvals: Setting
    /// Whether a container engine is there that could start sandboxes.
    var hasEngine = true

    var agents: [AgentPolicy] { AgentPolicy.all(root, version: version, approvals: approvals) }

    /// Every chain of an agent: each outsider with each thing that the tools let be done in the outsider's conversation.
    ///
    /// Adding a restriction only removes chains: every condition asks for a permission, never for the lack of one.
    func chains(of agent: AgentPolicy) -> [AttackChain] {
        speakers(of: agent).flatMap { speaker in
            Ends(agent, speaker).all.map { AttackChain(speaker: speaker, agent: agent.id, end: $0) }
        }
    }

    /// What keeps the chains of an agent from being told, as far as its own settings go.
    func doubt(about agent: AgentPolicy) -> Unknown? {
        if let doubt = agent.toolDoubt ?? agent.execDoubt ?? agent.sandboxDoubt { return doubt }
        return agent.tool("fs.workspaceOnly").doubt ?? root.at("tools.sessions.visibility").doubt
            ?? root["bindings"].innerDoubt ?? agent.tool("elevated").innerDoubt
    }

    /// What keeps the people who can speak to an agent from being told.
    func doubts(aboutSpeakersTo agent: AgentPolicy) -> [Unknown] {
        let accounts = ChannelAccount.all(root).filter { reaches($0, agent) }
        let audiences = accounts.flatMap { [$0.dmAudience, $0.groupAudience] }
        let hooks = [root.at("hooks.enabled").doubt].compactMap { $0 }
        let sessions = speakers(of: agent).compactMap { Ends(agent, $0).sessionsDoubt }
        return hooks + audiences.compactMap(\.doubt) + sessions
    }
}

extension Value {
    /// Why it could not be determined.
    fileprivate var doubt: Unknown? { if case .unknown(let why) = self { why } else { nil } }
}
