/// Names that OpenClaw's rules hold by heart.
enum BuiltInProviders {
    /// Providers of models that may be changed without `baseUrl` and `models`, in 2026.9.6.
    static let names: Set<String> = Set(
        """
        amazon-bedrock amazon-bedrock-mantle anthropic anthropic-vertex arcee azure-openai-responses byteplus \
        byteplus-plan cerebras chutes claude-cli clawrouter cloudflare-ai-gateway codex comfy copilot-proxy dashscope \
        deepinfra deepseek fal fireworks github-copilot gmi gmi-cloud gmicloud google google-antigravity \
        google-gemini-cli google-vertex groq huggingface kilocode kimi kimi-coding litellm lmstudio meta \
        microsoft-foundry minimax minimax-portal mistral modelstudio moonshot moonshot-ai moonshotai nvidia novita \
        novita-ai novitaai ollama ollama-cloud openai opencode opencode-go openrouter qianfan qwen qwen-token-plan \
        qwencloud sglang stepfun stepfun-plan synthetic tencent-tokenhub tencent-tokenplan together venice \
        vercel-ai-gateway vllm volcengine volcengine-plan vydra x-ai xai xiaomi xiaomi-token-plan zai
        """
        .split(separator: " ").map(String.init)
    )

    /// Keys of servers of tools that later versions refuse.
    static let formerServerKeys: Set<String> = [
        "connectTimeout", "connect_timeout", "timeout", "workingDirectory", "supports_parallel_tool_calls",
        "ssl_verify", "client_cert", "client_key", "disabled",
    ]

    /// Whether a model is of a family that its provider shut down.
    static func isRetired(_ model: String) -> Bool {
        ["google/gemini-1.", "google/gemini-2.0-"].contains { model.hasPrefix($0) }
    }

    /// What `tools.web.search` held for single providers until 2026.7.
    static let formerSearches: Set<String> = [
        "apiKey", "brave", "duckduckgo", "exa", "firecrawl", "gemini", "grok", "kimi", "minimax", "ollama",
        "perplexity", "searxng", "tavily",
    ]
}
