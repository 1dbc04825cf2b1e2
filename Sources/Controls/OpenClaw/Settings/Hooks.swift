import Catalog
import Hardening

extension Catalogue {
    static let openclawHooks: [Control] = [
        .forbid(
            .openclaw,
            "use-long-hooks-token",
            .openclawSettings,
            where: .hooks == true && Field.hooksTokenLength < 24,
            title: "Webhooks are protected by a token of at least 24 characters",
            rationale: "Whoever guesses the token puts words before the agent from anywhere.",
            .high,
            [.openclaw("hooks.token_too_short")],
            remedy: "openssl rand -hex 32, as hooks.token: \"${OPENCLAW_HOOKS_TOKEN}\"",
            good: [.hooks: true, .hooksTokenLength: 64],
            [.hooks: false, .hooksTokenLength: 0],
            bad: [.hooks: true, .hooksTokenLength: 0]
        ),
        .forbid(
            .openclaw,
            "use-own-hooks-token",
            .openclawSettings,
            where: .hooks == true && .hooksTokenReused == true,
            title: "Webhooks have a token of their own",
            rationale:
                "Every service that sends a webhook holds the gateway's own token, and with it the whole gateway.",
            .critical,
            [.openclaw("hooks.token_reuse_gateway_token")],
            remedy: "openssl rand -hex 32, as hooks.token: \"${OPENCLAW_HOOKS_TOKEN}\"",
            good: [.hooks: true, .hooksTokenReused: false],
            bad: [.hooks: true, .hooksTokenReused: true]
        ),
        .forbid(
            .openclaw,
            "keep-hooks-token-out-of-file",
            .openclawSettings,
            where: .hooks == true && .hooksTokenInline == true,
            title: "The webhooks' token does not stand in openclaw.json",
            rationale: "The file is copied into backups and read by the agent's file tools; with it goes the way in.",
            .medium,
            [.openclaw("config.secrets.hooks_token_in_config")],
            remedy: "hooks.token: \"${OPENCLAW_HOOKS_TOKEN}\", and the value in the environment",
            good: [.hooks: true, .hooksTokenInline: false],
            bad: [.hooks: true, .hooksTokenInline: true]
        ),
        .forbid(
            .openclaw,
            "give-hooks-a-path",
            .openclawSettings,
            where: .hooks == true && (.hooksPath == "/" || .hooksPath == ""),
            title: "Webhooks have a path of their own",
            rationale: "At the root they answer for every path of the gateway, and no proxy rule can tell them apart.",
            .high,
            [.openclaw("hooks.path_root")],
            remedy: "openclaw config set hooks.path /hooks",
            good: [.hooks: true, .hooksPath: "/hooks"],
            bad: [.hooks: true, .hooksPath: "/"]
        ),
        .forbid(
            .openclaw,
            "name-agents-of-hooks",
            .openclawSettings,
            where: .hooks == true && Field.hooksAgents.contains("*"),
            title: "Webhooks reach named agents only",
            rationale: "A webhook's sender chooses the agent with the most tools.",
            .medium,
            [.openclaw("hooks.allowed_agent_ids_unrestricted")],
            remedy: "openclaw config set hooks.allowedAgentIds '[\"main\"]' --strict-json",
            good: [.hooks: true, .hooksAgents: ["main"]],
            bad: [.hooks: true, .hooksAgents: ["*"]]
        ),
        .forbid(
            .openclaw,
            "choose-sessions-of-hooks-here",
            .openclawSettings,
            where: .hooks == true && .hooksRequestSessionKey == true && .hooksSessionPrefixes == [],
            title: "Senders of webhooks do not choose any session",
            rationale: "The sender speaks in another person's session and reads what it answers.",
            .medium,
            [.openclaw("hooks.request_session_key_enabled"), .openclaw("hooks.request_session_key_prefixes_missing")],
            remedy: "openclaw config set hooks.allowRequestSessionKey false",
            good: [.hooks: true, .hooksRequestSessionKey: false, .hooksSessionPrefixes: []],
            [.hooks: true, .hooksRequestSessionKey: true, .hooksSessionPrefixes: ["hook:"]],
            bad: [.hooks: true, .hooksRequestSessionKey: true, .hooksSessionPrefixes: []]
        ),
        .forbid(
            .openclaw,
            "give-hooks-a-session",
            .openclawSettings,
            where: .hooks == true && .hooksSessionKey == .unset,
            title: "Webhooks have a session of their own",
            rationale:
                "Each call opens a new session, so a flood of them fills the disk and hides the one that matters.",
            .low,
            [.openclaw("hooks.default_session_key_unset")],
            remedy: "openclaw config set hooks.defaultSessionKey hook:ingress",
            good: [.hooks: true, .hooksSessionKey: "hook:ingress"],
            [.hooks: false, .hooksSessionKey: .unset],
            bad: [.hooks: true, .hooksSessionKey: .unset]
        ),
        .forbid(
            .openclaw,
            "mark-content-of-hooks",
            .openclawSettings,
            where: .hooks == true && .hooksUnsafeContent != [],
            title: "Outside text from webhooks reaches the model marked as such",
            rationale: "Instructions in an e-mail read like the operator's own, and the agent follows them.",
            .high,
            [.openclaw("config.insecure_or_dangerous_flags")],
            remedy: "remove allowUnsafeExternalContent from the mapping",
            good: [.hooks: true, .hooksUnsafeContent: []],
            bad: [.hooks: true, .hooksUnsafeContent: ["gmail"]]
        ),
        .field(
            .openclaw,
            "keep-hook-transforms-inside",
            .openclawSettings,
            .hooksTransforms,
            .is(false),
            title: "Code that transforms webhooks lies in the configuration's directory",
            rationale: "Whoever writes to that other directory runs code in the gateway with the next webhook.",
            .high,
            [Reference("OpenClaw documentation", "hooks.transformsDir")],
            remedy: "move the transforms below the state directory and set hooks.transformsDir to them",
            good: false,
            bad: true
        ),
    ]
}
