/// OpenClaw's built-in tools: which group each belongs to, and which profiles hold it.
///
/// After `src/agents/tool-catalog.ts` of openclaw/openclaw, 2026.3 to 2026.8, as the union of the versions: a tool that
/// a version does not have is granted by nobody there.
enum ToolCatalogue {
    struct Tool: Sendable {
        let name: String
        let group: String
        let profiles: Set<String>
    }

    static let tools: [Tool] =
        section("fs", coding: ["read", "write", "edit", "apply_patch"])
        + section("runtime", coding: ["exec", "process", "code_execution"], ["terminal"])
        + section("web", coding: ["web_search", "web_fetch", "x_search"])
        + section("memory", coding: ["memory_search", "memory_get"])
        + section("sessions", both: ["sessions_list", "sessions_history", "sessions_send"])
        + section("sessions", coding: ["sessions_spawn", "sessions_yield", "subagents"])
        + [Tool(name: "session_status", group: "sessions", profiles: ["minimal", "coding", "messaging"])]
        + section("ui", ["browser", "canvas", "computer", "screen"])
        + [Tool(name: "message", group: "messaging", profiles: ["messaging"])]
        + section("messaging", ["conversations_list", "conversations_send", "conversations_turn"])
        + section("automation", coding: ["cron"], ["gateway"])
        + section("nodes", ["nodes"])
        + section("agents", ["agents_list"])
        + section("agents", coding: ["update_plan", "skill_workshop"])
        + section("media", coding: ["image", "image_generate"], ["music_generate", "video_generate", "tts", "pdf"])

    static let names: Set<String> = Set(tools.map(\.name))

    /// The tools that can harm, in the order they are shown.
    static let risky = [
        "exec", "process", "code_execution", "terminal", "computer", "write", "edit", "apply_patch", "gateway", "cron",
        "nodes", "browser", "sessions_spawn", "sessions_send", "message", "web_fetch", "skill_workshop",
    ]

    /// The profile's tools; none of them where the profile does not restrict.
    static func profile(_ name: String) -> [String]? {
        guard ["minimal", "coding", "messaging"].contains(name) else { return nil }
        return tools.filter { $0.profiles.contains(name) }.map(\.name)
    }

    /// The patterns with groups replaced by their tools, and older names by today's.
    static func expand(_ patterns: [String]) -> [String] {
        patterns.flatMap { raw -> [String] in
            let pattern = raw.trimmed.lowercased()
            switch pattern {
            case "": return []
            case "bash": return ["exec"]
            case "apply-patch": return ["apply_patch"]
            case "automations": return ["cron"]
            // Everything but files and commands, which older and newer versions leave out alike.
            case "group:openclaw": return tools.filter { !["fs", "runtime"].contains($0.group) }.map(\.name)
            default:
                guard pattern.hasPrefix("group:") else { return [pattern] }
                let group = pattern.dropFirst("group:".count)
                let members = tools.filter { $0.group == group }.map(\.name)
                return members.isEmpty ? [pattern] : members
            }
        }
    }

    private static func section(
        _ group: String,
        coding: [String] = [],
        both: [String] = [],
        _ others: [String] = []
    ) -> [Tool] {
        coding.map { Tool(name: $0, group: group, profiles: ["coding"]) }
            + both.map { Tool(name: $0, group: group, profiles: ["coding", "messaging"]) }
            + others.map { Tool(name: $0, group: group, profiles: []) }
    }
}
