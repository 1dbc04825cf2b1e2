// After `src/agents/tool-catalog.ts` and the tool policies of the programs of 2026.3.13, 2026.4.23, 2026.6.11, 2026.7.35,
// 2026.8.1, 2026.9.3 and 2026.9.6. Between two of them the one that gives an agent more counts.
extension ToolCatalog {
    /// The catalog of a version; every one where the version is not known, or newer than what was looked at.
    static func possible(in version: OpenClawVersion?) -> [ToolCatalog] {
        guard let version, let known = all.first(where: { version <= $0.last }) else { return all }
        return [known]
    }

    /// The tools of all versions.
    static let names: Set<String> = all.reduce(into: []) { $0.formUnion($1.names) }

    /// The oldest first.
    static let all: [ToolCatalog] = [
        ToolCatalog(
            upTo: OpenClawVersion(2026, 2, 26),
            older(web: section("web", ["web_search", "web_fetch"])),
            profilesHoldServers: false
        ),
        ToolCatalog(upTo: OpenClawVersion(2026, 3, 2), older(web: olderWeb), profilesHoldServers: false),
        // In 2026.3.2 a section beside a profile gave nothing back, in 2026.3.13, 2026.4.20 and 2026.4.23 it did, and
        // in 2026.4.29 no longer.
        ToolCatalog(
            upTo: OpenClawVersion(2026, 3, 99),
            older(web: olderWeb),
            sectionsWiden: true,
            profilesHoldServers: false
        ),
        ToolCatalog(upTo: OpenClawVersion(2026, 4, 28), middle, sectionsWiden: true),
        ToolCatalog(upTo: OpenClawVersion(2026, 7, 39), middle),
        newer(upTo: OpenClawVersion(2026, 9, 3), newest: false),
        newer(upTo: MeasuredDefault.newest, newest: true),
    ]

    private static let olderWeb = section("web", coding: ["web_search", "web_fetch"])

    private static func older(web: [Tool]) -> [Tool] {
        section("runtime", coding: ["exec", "process"]) + web + common + section("automation", coding: ["cron"])
            + section("automation", ["gateway"]) + section("nodes", ["nodes"]) + section("media", coding: ["image"])
            + section("sessions", coding: ["sessions_spawn", "sessions_yield", "subagents"])
    }

    private static let middle: [Tool] =
        section("runtime", coding: ["exec", "process", "code_execution"])
        + section("web", coding: ["web_search", "web_fetch", "x_search"]) + common
        + section("sessions", coding: ["sessions_spawn", "sessions_yield", "subagents"])
        + section("automation", coding: ["cron"], ["gateway", "heartbeat_respond"]) + section("nodes", ["nodes"])
        + section(
            "agents",
            coding: ["update_plan", "skill_workshop", "get_goal", "create_goal", "update_goal"]
        )
        + section("media", coding: ["image", "image_generate", "music_generate", "video_generate"])

    private static func newer(upTo last: OpenClawVersion, newest: Bool) -> ToolCatalog {
        let changed =
            newest
            ? section("automation", all: ["gateway"]) + section("automation", coding: ["plugins"], ["openclaw"])
                + section("ui", both: ["theme"]) + section("media", ["pdf"])
            : section("automation", ["gateway"])
        return ToolCatalog(
            upTo: last,
            changed + recent + common,
            renamesCron: true,
            sandboxTools: [
                "exec", "process", "read", "ls", "write", "edit", "apply_patch", "view_image", "sessions_list",
                "sessions_history", "sessions_search", "sessions_send", "sessions_spawn", "sessions_yield", "subagents",
                "session_status",
            ],
            sandboxDenied: ["browser", "canvas", "computer", "mobile_ui", "nodes", "cron", "gateway"]
        )
    }

    /// What 2026.8.1 to 2026.9.6 have in common, beside what every version has.
    private static let recent: [Tool] =
        section("fs", coding: ["ls"])
        + section("runtime", coding: ["exec", "process", "code_execution"], both: ["secrets"])
        + section("web", coding: ["web_search", "web_fetch", "x_search"])
        + section(
            "sessions",
            coding: ["github_identity_status", "github_publish", "agents_wait", "suggest_task", "dismiss_task"],
            both: [
                "sessions", "sessions_search", "conversations_list", "conversations_send", "conversations_turn",
                "sessions_spawn", "sessions_yield", "subagents",
            ]
        )
        + section("ui", coding: ["screen", "dashboard", "terminal", "portal"], ["show_widget"])
        + section("automation", coding: ["cron"], ["heartbeat_respond"])
        + section("nodes", ["nodes", "computer", "mobile_ui"])
        + section(
            "agents",
            coding: ["get_goal", "create_goal", "update_goal", "progress_card", "skill_workshop"],
            both: ["ask_user"]
        )
        + section("media", coding: ["view_image", "image_generate", "music_generate", "video_generate"])

    /// What every version has.
    private static let common: [Tool] =
        section("fs", coding: ["read", "write", "edit", "apply_patch"])
        + section("memory", coding: ["memory_search", "memory_get"])
        + section("sessions", both: ["sessions_list", "sessions_history", "sessions_send"], all: ["session_status"])
        + section("ui", ["browser", "canvas"]) + section("messaging", messaging: ["message"])
        + section("agents", ["agents_list"]) + section("media", ["tts"])
}
