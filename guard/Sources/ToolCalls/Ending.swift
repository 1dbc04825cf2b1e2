import Exchanges

/// Whether an answer's calls run at all, by how it ended.
enum Ending {
    /// Words after which a version that was tried runs none of the calls.
    ///
    /// Versions that were not tried are taken to run calls after any word. So is `stop` in Chat Completions, which
    /// runs them where no text is visible, and what is visible hangs on how reasoning is marked.
    static func runsNothing(_ finish: String?, _ dialect: Dialect, _ version: ClientVersion?) -> Bool {
        guard let finish, version == ClientVersion(2026, 9, 6) else { return false }
        switch dialect {
        case .anthropic:
            return [
                "end_turn", "stop_sequence", "pause_turn", "max_tokens", "model_context_window_exceeded", "compaction",
                "refusal", "sensitive",
            ].contains(finish)
        case .completions: return ["length", "content_filter", "network_error"].contains(finish)
        case .google: return finish == "MAX_TOKENS"
        case .ollama: return finish == "length"
        case .responses: return false
        }
    }
}
