import Hardening

/// One agent of an installation, and what its settings come to.
///
/// A setting of the agent wins over the same setting for all: `agents.defaults` for the sandbox and the model, `tools`
/// for the tools.
struct AgentPolicy: Sendable {
    let id: String
    let isDefault: Bool
    /// The agent's own entry; missing for the implicit agent.
    let own: Setting
    let root: Setting
    let version: OpenClawVersion?
    /// The file of approvals beside the configuration.
    let approvals: Setting
    /// Where the agent's entry is in the configuration, such as `agents.list[2]`.
    let path: String

    /// The setting under `tools`, the agent's own first.
    func tool(_ path: String) -> Setting { own["tools"].at(path).or(root["tools"].at(path)) }

    /// The setting under `sandbox`, the agent's own first.
    func sandbox(_ path: String) -> Setting {
        let shared = root.at("agents.defaults.sandbox").at(path)
        // A container that all agents share cannot follow the wishes of one.
        if path.hasPrefix("docker") || path.hasPrefix("browser"), sandboxScope == "shared" { return shared }
        return own["sandbox"].at(path).or(shared)
    }

    var sandboxMode: String { sandbox("mode").text ?? "off" }

    var sandboxScope: String {
        let shared = root.at("agents.defaults.sandbox")
        if let scope = own.at("sandbox.scope").or(shared["scope"]).text { return scope }
        let perSession = own.at("sandbox.perSession").or(shared["perSession"]).flag
        return switch perSession {
        case true: "session"
        case false: "shared"
        default: "agent"
        }
    }

    var profile: String { tool("profile").text ?? "full" }

    /// The agents an installation has, in the order of its configuration.
    static func all(_ root: Setting, version: OpenClawVersion?, approvals: Setting) -> [AgentPolicy] {
        let entries = root.at("agents.entries").entries.map { entry in
            (id: entry.key, own: entry.value, path: "agents.entries.\(entry.key)")
        }
        let list = root.at("agents.list").items.enumerated().compactMap { index, own in
            own["id"].text.map { (id: $0, own: own, path: "agents.list[\(index)]") }
        }
        let roster = entries.isEmpty ? list : entries
        let fallback = roster.firstIndex { $0.own["default"].flag == true } ?? 0
        guard !roster.isEmpty else {
            return [
                AgentPolicy(
                    id: "main",
                    isDefault: true,
                    own: .missing,
                    root: root,
                    version: version,
                    approvals: approvals,
                    path: "agents.defaults"
                )
            ]
        }
        return roster.enumerated().map { index, agent in
            AgentPolicy(
                id: agent.id,
                isDefault: index == fallback,
                own: agent.own,
                root: root,
                version: version,
                approvals: approvals,
                path: agent.path
            )
        }
    }
}
