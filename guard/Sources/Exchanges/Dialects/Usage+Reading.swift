extension Usage {
    /// What an answer that came as a whole says that it took.
    public init(_ root: JSONNode, _ dialect: Dialect) {
        switch dialect {
        case .anthropic: self.init(anthropic: root["usage"])
        case .completions: self.init(completions: root["usage"])
        case .responses: self.init(responses: root["usage"])
        case .google: self.init(google: root["usageMetadata"])
        case .ollama: self.init(input: root.number("prompt_eval_count"), output: root.number("eval_count"))
        }
    }

    /// Anthropic counts what lies in its cache apart.
    init(anthropic usage: JSONNode?) {
        let read = usage?.number("cache_read_input_tokens") ?? 0
        let write = usage?.number("cache_creation_input_tokens") ?? 0
        self.init(
            input: (usage?.number("input_tokens") ?? 0) + read + write,
            output: usage?.number("output_tokens") ?? 0,
            cacheRead: read,
            cacheWrite: write
        )
    }

    /// The others count it as a part of the whole; what was put there is named by routers that speak this dialect.
    init(completions usage: JSONNode?) {
        let details = usage?["prompt_tokens_details"]
        self.init(
            input: usage?.number("prompt_tokens") ?? 0,
            output: usage?.number("completion_tokens") ?? 0,
            cacheRead: max(details?.number("cached_tokens") ?? 0, usage?.number("prompt_cache_hit_tokens") ?? 0),
            cacheWrite: details?.number("cache_write_tokens") ?? 0
        )
    }

    init(responses usage: JSONNode?) {
        self.init(
            input: usage?.number("input_tokens") ?? 0,
            output: usage?.number("output_tokens") ?? 0,
            cacheRead: usage?["input_tokens_details"]?.number("cached_tokens") ?? 0
        )
    }

    init(google usage: JSONNode?) {
        self.init(
            input: (usage?.number("promptTokenCount") ?? 0) + (usage?.number("toolUsePromptTokenCount") ?? 0),
            output: (usage?.number("candidatesTokenCount") ?? 0) + (usage?.number("thoughtsTokenCount") ?? 0),
            cacheRead: usage?.number("cachedContentTokenCount") ?? 0
        )
    }

    /// The larger of two, count by count: events of one answer repeat what they said before.
    func most(_ other: Usage) -> Usage {
        Usage(
            input: max(input, other.input),
            output: max(output, other.output),
            cacheRead: max(cacheRead, other.cacheRead),
            cacheWrite: max(cacheWrite, other.cacheWrite)
        )
    }
}
