import Hardening

/// What some versions move, complete or drop by themselves when they read the file, before they judge it.
extension ConfigurationJudge {
    /// Whether versions of April 2026 mend the place by themselves when they read the file.
    func isRepaired(_ pattern: String) -> Bool {
        // Later versions drop this one key, with a warning.
        if pattern == "agents.defaults.contextTokens" { return since(OpenClawVersion(2026, 8, 1)) }
        // Until summer these were taken away before the file was judged.
        let isBefore8 = !since(OpenClawVersion(2026, 7, 1)) && since(OpenClawVersion(2026, 4, 29))
        if isBefore8, pattern == "commands.modelsWrite" || pattern == "plugins.installs" { return true }
        guard since(OpenClawVersion(2026, 4, 14)), !since(OpenClawVersion(2026, 5, 7)) else { return false }
        return Self.repaired.contains(pattern)
            || pattern.hasPrefix("channels.") && Self.repairedInChannels.contains { pattern.hasSuffix($0) }
    }

    /// Whether they take such a word for another one.
    func isRepaired(_ pattern: String, word: String) -> Bool {
        guard since(OpenClawVersion(2026, 4, 14)), !since(OpenClawVersion(2026, 5, 7)) else { return false }
        switch pattern {
        case "gateway.bind": return ["localhost", "127.0.0.1", "0.0.0.0"].contains(word)
        case "models.providers.*.api": return word == "openai" && since(OpenClawVersion(2026, 4, 29))
        default: return false
        }
    }

    /// Whether they make what they want out of such a kind of value.
    func isRepaired(_ pattern: String, given kind: String) -> Bool {
        guard pattern.hasSuffix(".streaming") else { return isRepaired(pattern) }
        return isRepaired(pattern) && (kind == "a text" || kind == "true or false")
    }

    private static let repaired: Set<String> = [
        "agents.defaults.sandbox.perSession", "agents.list[].sandbox.perSession", "plugins.installs",
        "tools.message.allowCrossContextSend", "browser.ssrfPolicy.allowPrivateNetwork", "talk.apiKey",
        "messages.tts.openai", "messages.tts.elevenlabs", "messages.tts.edge", "messages.tts.microsoft",
        "tools.web.search.apiKey", "tools.web.search.brave", "tools.web.search.gemini", "tools.web.search.grok",
        "tools.web.search.kimi", "tools.web.search.perplexity",
    ]
    private static let repairedInChannels = [".streamMode", ".streaming"]

    /// Whether a version of April 2026 reads the file, which moves and completes what it knows from before.
    var mendsOnReading: Bool { since(OpenClawVersion(2026, 4, 14)) && !since(OpenClawVersion(2026, 5, 7)) }

    /// Whether such a version makes something of the place of which it depends on the rest whether it takes it.
    func mayBeRepaired(_ pattern: String) -> Bool {
        guard mendsOnReading else { return false }
        if ["gateway.controlUi", "gateway.controlUi.allowedOrigins"].contains(pattern) { return true }
        if pattern.hasPrefix("plugins.entries.voice-call.config.tts.") { return true }
        let channels = ["discord", "matrix", "mattermost", "slack", "telegram"]
        let keys = ["blockStreaming", "blockStreamingCoalesce", "chunkMode", "draftChunk", "nativeStreaming"]
        return channels.contains { pattern.hasPrefix("channels.\($0).") }
            && keys.contains { pattern.hasSuffix(".\($0)") }
    }

    /// Places that such a version empties into others before it judges; those take other things than these did.
    private static let emptied = [
        "audio.transcription", "gateway.controlUi.allowedOrigins", "tools.web.search.apiKey",
        "tools.web.x_search.apiKey",
    ]

    /// Keys that channels' own repairs move, wherever in a channel they stand.
    private static let movedInChannels: Set<String> = [
        "allow", "allowPrivateNetwork", "edge", "elevenlabs", "groupMentionsOnly", "microsoft", "openai",
        "ttlHours",
    ]

    /// Whether such a version may move a key that it does not know.
    func mayMove(_ key: String, below pattern: String) -> Bool {
        if mayBeRepaired(pattern.isEmpty ? key : "\(pattern).\(key)") { return true }
        return mendsOnReading && pattern.hasPrefix("channels.") && Self.movedInChannels.contains(key)
    }

    /// Refuses a place, or doubts it where the version makes something else of it before it judges.
    mutating func refuse(_ kind: Judgement.Refusal.Kind, _ path: String, _ reason: String, _ origin: Origin?) {
        let isEmptied = Self.emptied.contains { path == $0 || path.hasPrefix("\($0).") || path.hasPrefix("\($0)[") }
        guard mendsOnReading, isEmptied else {
            return judgement.refuse(kind, path, reason, origin)
        }
        judgement.doubt(path, "\(reason); what OpenClaw \(name) makes of it when it reads the file is not known")
    }

    mutating func refuse(_ kind: Judgement.Refusal.Kind, _ path: String, _ reason: String, _ value: Setting) {
        refuse(kind, path, reason, value.origin)
    }
}
