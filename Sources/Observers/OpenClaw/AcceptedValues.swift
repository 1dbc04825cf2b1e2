/// The words that settings of security take, as of the last version whose source was read.
///
/// After the schema of openclaw/openclaw 2026.4.19; a word that it does not know keeps the gateway from starting.
enum AcceptedValues {
    private static let gateway: [String: [String]] = [
        "gateway.mode": ["local", "remote"],
        "gateway.auth.mode": ["none", "token", "password", "trusted-proxy"],
        "gateway.tailscale.mode": ["off", "serve", "funnel"],
        "gateway.controlUi.embedSandbox": ["strict", "scripts", "trusted"],
        "gateway.nodes.browser.mode": ["auto", "manual", "off"],
        "discovery.mdns.mode": ["off", "minimal", "full"],
        "logging.redactSensitive": ["off", "tools"],
        "session.dmScope": ["main", "per-peer", "per-channel-peer", "per-account-channel-peer"],
        "tools.sessions.visibility": ["self", "tree", "agent", "all"],
        "models.providers.*.auth": ["api-key", "aws-sdk", "oauth", "token"],
        "models.providers.*.api": [
            "openai-completions", "openai-responses", "openai-codex-responses", "anthropic-messages",
            "google-generative-ai", "github-copilot", "bedrock-converse-stream", "ollama", "azure-openai-responses",
        ],
    ]

    private static let ofAgents: [String: [String]] = [
        "tools.profile": ["minimal", "coding", "messaging", "full"],
        "tools.exec.host": ["auto", "sandbox", "gateway", "node"],
        "tools.exec.security": ["deny", "allowlist", "full"],
        "tools.exec.ask": ["off", "on-miss", "always"],
        "sandbox.mode": ["off", "non-main", "all"],
        "sandbox.scope": ["session", "agent", "shared"],
        "sandbox.workspaceAccess": ["none", "ro", "rw"],
        "sandbox.sessionToolsVisibility": ["spawned", "all"],
    ]

    private static let all: [String: [String]] = {
        var all = gateway
        for (key, words) in ofAgents {
            for agent in ["agents.list[]", "agents.entries.*"] { all["\(agent).\(key)"] = words }
            all[key.hasPrefix("sandbox") ? "agents.defaults.\(key)" : key] = words
        }
        return all
    }()

    /// The words that a place takes, where it takes few and they are known.
    static func words(at pattern: String) -> [String]? { all[pattern] }

    /// The policies of channels, whose keys channels bring themselves; Feishu has spellings of its own.
    static func words(atChannel path: String) -> [String]? {
        guard path.hasPrefix("channels."), !path.hasPrefix("channels.feishu") else { return nil }
        if path.hasSuffix(".dmPolicy") { return ["pairing", "allowlist", "open", "disabled"] }
        return path.hasSuffix(".groupPolicy") ? ["allowlist", "open", "disabled"] : nil
    }
}
