/// The tools that a name is looked up in.
struct ToolSet {
    private let offered: [NameReadings.Word]
    private let others: [NameReadings.Word]

    /// Tools that come with OpenClaw and run by name although a request does not offer them, in some settings.
    static let core: [String] = [
        "agents_list", "apply_patch", "automations", "browser", "canvas", "cron", "edit", "exec", "find", "gateway",
        "grep", "image", "image_generate", "ls", "memory_get", "memory_search", "message", "music_generate", "nodes",
        "openclaw", "pdf", "process", "read", "session_status", "sessions_history", "sessions_list", "sessions_send",
        "sessions_spawn", "sessions_yield", "skill_workshop", "subagents", "tool_call", "tool_describe",
        "tool_search", "tool_search_code", "tts", "update_plan", "video_generate", "wait", "web_fetch", "web_search",
        "write",
    ]

    /// Takes the names that a request offers; without them, none is known to be offered.
    init(offered: [String]?) {
        self.offered = (offered ?? []).map { Array($0.unicodeScalars) }
        others = Self.core.map { Array($0.unicodeScalars) }
    }

    /// The tools that a name may mean: the one of just that name, or else all that a reading fits.
    func tools(named name: String) -> [(name: String, isOffered: Bool)] {
        let whole = ScriptText.trimmed(name.unicodeScalars)
        if offered.contains(whole) { return [(ScriptText.string(whole), true)] }
        let words = NameReadings(name).words
        let found = Self.matches(of: words, in: offered)
        let hidden = Self.matches(of: words, in: others).filter { !found.contains($0) }
        let tools = found.map { (ScriptText.string($0), true) } + hidden.map { (ScriptText.string($0), false) }
        guard tools.isEmpty, let last = Self.bare(whole) else { return tools }
        return [(ScriptText.string(last), false)]
    }

    private static func matches(of words: [NameReadings.Word], in tools: [NameReadings.Word]) -> [NameReadings.Word] {
        let folded = Set(words.map { ScriptText.lowercased($0) })
        return tools.filter { folded.contains(ScriptText.lowercased(ScriptText.trimmed($0))) }
    }

    /// What follows the last dot or slash, in small letters.
    private static func bare(_ word: NameReadings.Word) -> NameReadings.Word? {
        let parts = word.split { $0 == "." || $0 == "/" }.map { ScriptText.trimmed($0) }.filter { !$0.isEmpty }
        return (parts.last ?? (word.isEmpty ? nil : word)).map { ScriptText.lowercased($0) }
    }
}
