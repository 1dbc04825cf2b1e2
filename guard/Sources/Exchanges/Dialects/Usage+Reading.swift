extension Usage {
    /// What an answer that came as a whole says that it took.
    public init(_ root: JSONNode, _ dialect: Dialect) {
        let usage = root["usage"]
        switch dialect {
        case .anthropic:
            self.init(input: AnthropicReader.input(usage), output: usage?.number("output_tokens") ?? 0)
        case .completions:
            self.init(
                input: usage?.number("prompt_tokens") ?? 0,
                output: usage?.number("completion_tokens") ?? 0
            )
        case .responses:
            self.init(input: usage?.number("input_tokens") ?? 0, output: usage?.number("output_tokens") ?? 0)
        case .google:
            let usage = root["usageMetadata"]
            self.init(
                input: usage?.number("promptTokenCount") ?? 0,
                output: (usage?.number("candidatesTokenCount") ?? 0) + (usage?.number("thoughtsTokenCount") ?? 0)
            )
        case .ollama: self.init(input: root.number("prompt_eval_count"), output: root.number("eval_count"))
        }
    }
}
