/// The built-in tools of some versions of OpenClaw: which group each belongs to, and which profiles hold it.
struct ToolCatalog: Sendable {
    struct Tool: Sendable {
        let name: String
        let group: String
        let profiles: Set<String>
    }

    /// The last version it holds for.
    let last: OpenClawVersion
    let tools: [Tool]
    let names: Set<String>
    /// Whether `tools.exec` or `tools.fs` beside a profile gives back the tools that it speaks of.
    let sectionsWiden: Bool
    /// Whether profiles other than `minimal` let tools of MCP servers in.
    let profilesHoldServers: Bool
    /// Whether `automations` is the name of the tool that older versions call `cron`.
    let renamesCron: Bool
    /// What sandboxed sessions have, and what they are denied, where nothing says so.
    let sandboxTools: [String]
    let sandboxDenied: [String]

    init(
        upTo last: OpenClawVersion,
        _ tools: [Tool],
        sectionsWiden: Bool = false,
        profilesHoldServers: Bool = true,
        renamesCron: Bool = false,
        sandboxTools: [String] = Self.olderSandboxTools,
        sandboxDenied: [String] = ["browser", "canvas", "nodes", "cron", "gateway"]
    ) {
        self.last = last
        self.tools = tools
        names = Set(tools.map(\.name))
        self.sectionsWiden = sectionsWiden
        self.profilesHoldServers = profilesHoldServers
        self.renamesCron = renamesCron
        self.sandboxTools = sandboxTools
        self.sandboxDenied = sandboxDenied
    }

    private static let olderSandboxTools = [
        "exec", "process", "read", "write", "edit", "apply_patch", "image", "sessions_list", "sessions_history",
        "sessions_send", "sessions_spawn", "sessions_yield", "subagents", "session_status",
    ]
}

extension ToolCatalog {
    /// The tools that can harm, in the order they are shown.
    static let risky = [
        "exec", "process", "code_execution", "terminal", "computer", "mobile_ui", "write", "edit", "apply_patch",
        "gateway", "openclaw", "plugins", "cron", "nodes", "browser", "portal", "secrets", "sessions_spawn",
        "sessions_send", "conversations_send", "message", "web_fetch", "skill_workshop",
    ]

    /// The profile's tools; none of them where the profile does not restrict.
    func profile(_ name: String) -> [String]? {
        guard ["minimal", "coding", "messaging"].contains(name) else { return nil }
        let servers = profilesHoldServers && name != "minimal" ? ["bundle-mcp"] : []
        return tools.filter { $0.profiles.contains(name) }.map(\.name) + servers
    }

    /// The patterns with groups replaced by their tools, and other names of a tool by the one used here.
    func expand(_ patterns: [String]) -> [String] {
        patterns.flatMap { raw -> [String] in
            let pattern = raw.trimmed.lowercased()
            switch pattern {
            case "": return []
            case "bash": return ["exec"]
            case "apply-patch": return ["apply_patch"]
            case "automations": return [renamesCron ? "cron" : pattern]
            // Everything but files and commands; some versions leave the canvas out, too.
            case "group:openclaw":
                return tools.filter { $0.group != "fs" && !["exec", "process", "canvas"].contains($0.name) }.map(\.name)
            default:
                guard pattern.hasPrefix("group:") else { return [pattern] }
                let group = pattern.dropFirst("group:".count)
                let members = tools.filter { $0.group == group }.map(\.name)
                return members.isEmpty ? [pattern] : members
            }
        }
    }

    static func section(
        _ group: String,
        coding: [String] = [],
        both: [String] = [],
        all: [String] = [],
        messaging: [String] = [],
        _ others: [String] = []
    ) -> [Tool] {
        func named(_ names: [String], _ profiles: Set<String>) -> [Tool] {
            names.map { Tool(name: $0, group: group, profiles: profiles) }
        }
        return named(coding, ["coding"]) + named(both, ["coding", "messaging"]) + named(messaging, ["messaging"])
            + named(all, ["minimal", "coding", "messaging"]) + named(others, [])
    }
}
