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

    /// The tools that a name may mean: the one of just that name, or else all that a reading fits, and one of that name
    /// that is not offered.
    func tools(named name: String) -> [(name: String, isOffered: Bool)] {
        let whole = ScriptText.trimmed(name.unicodeScalars)
        if offered.contains(whole) { return [(canonical(whole), true)] }
        let words = NameReadings(name).words
        var tools = Self.matches(of: words, in: offered).map { (name: canonical($0), isOffered: true) }
        for hidden in Self.matches(of: words, in: others) { add(hidden, to: &tools) }
        // What follows the last dot or slash.
        let parts = whole.split { $0 == "." || $0 == "/" }.map { ScriptText.trimmed($0) }.filter { !$0.isEmpty }
        let last = parts.last ?? whole
        if tools.isEmpty || last.allSatisfy(Self.isInNames), !last.isEmpty { add(last, to: &tools) }
        return tools
    }

    private func add(_ word: NameReadings.Word, to tools: inout [(name: String, isOffered: Bool)]) {
        let name = canonical(word)
        if !tools.contains(where: { $0.name == name }) { tools.append((name, false)) }
    }

    /// The name of a tool of OpenClaw in small letters, which some requests write in others; else as it stands.
    private func canonical(_ word: NameReadings.Word) -> String {
        let folded = ScriptText.lowercased(ScriptText.trimmed(word))
        return ScriptText.string(others.contains(folded) ? folded : word)
    }

    private static func matches(of words: [NameReadings.Word], in tools: [NameReadings.Word]) -> [NameReadings.Word] {
        let folded = Set(words.map { ScriptText.lowercased($0) })
        return tools.filter { folded.contains(ScriptText.lowercased(ScriptText.trimmed($0))) }
    }

    /// Whether a tool's name may hold it.
    private static func isInNames(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isASCII
            && (scalar.properties.isAlphabetic || ScriptText.isDigit(scalar) || "_-:".unicodeScalars.contains(scalar))
    }
}
