import Catalog
import Documents
import Hardening

extension ControlList {
    static let openclawHooks: [Control] = [
        .forbid(
            .openclaw,
            "use-long-hooks-token",
            .openclawSettings,
            where: .hooks == true && Field.hooksTokenLength < 24,
            title: "Webhook token has at least 24 characters",
            fault: "Webhook token has fewer than 24 characters",
            rationale: "Whoever guesses the token gives the agent instructions from anywhere.",
            .high,
            [.openclaw("hooks.token_too_short")],
            fix: .manual(
                "Make a token: `openssl rand -hex 32`; put it as OPENCLAW_HOOKS_TOKEN into the "
                    + "environment of the gateway, and \"${OPENCLAW_HOOKS_TOKEN}\" into hooks.token",
                because: "Every sender of a webhook needs the new token."
            ),
            good: [.hooks: true, .hooksTokenLength: 64],
            [.hooks: false, .hooksTokenLength: 0],
            bad: [.hooks: true, .hooksTokenLength: 0]
        ),
        .forbid(
            .openclaw,
            "use-separate-hooks-token",
            .openclawSettings,
            where: .hooks == true && .hooksTokenReused == true,
            title: "Webhooks do not use the gateway's token",
            fault: "Webhooks use the gateway's token",
            rationale: "Every service that sends a webhook holds the gateway's token, and with it the whole gateway.",
            .critical,
            [.openclaw("hooks.token_reuse_gateway_token")],
            fix: .manual(
                "Make a token: `openssl rand -hex 32`; put it as OPENCLAW_HOOKS_TOKEN into the "
                    + "environment of the gateway, and \"${OPENCLAW_HOOKS_TOKEN}\" into hooks.token; then "
                    + "replace the gateway's token",
                because: "Every sender of a webhook holds the gateway's token now, so that both have to be replaced."
            ),
            good: [.hooks: true, .hooksTokenReused: false],
            bad: [.hooks: true, .hooksTokenReused: true]
        ),
        .forbid(
            .openclaw,
            "keep-hooks-token-out-of-file",
            .openclawSettings,
            where: .hooks == true && .hooksTokenInline == true,
            title: "Webhook token is not stored in openclaw.json",
            fault: "Webhook token is stored in openclaw.json",
            rationale:
                "The file is copied into backups and read by the agent's file tools; whoever reads it can call the webhooks.",
            .medium,
            [.openclaw("config.secrets.hooks_token_in_config")],
            fix: .movingSecrets(
                of: "hooks",
                byHand:
                    "write \"${OPENCLAW_HOOKS_TOKEN}\" in hooks.token, and the value as OPENCLAW_HOOKS_TOKEN into the environment of the gateway"
            ),
            good: [.hooks: true, .hooksTokenInline: false],
            bad: [.hooks: true, .hooksTokenInline: true]
        ),
        .forbid(
            .openclaw,
            "set-hooks-path",
            .openclawSettings,
            where: .hooks == true && (.hooksPath == "/" || .hooksPath == ""),
            title: "Webhooks have a path of their own",
            fault: "Webhooks are at the root path",
            rationale: "At the root they answer for every path of the gateway, and no proxy rule can distinguish them.",
            .high,
            [.openclaw("hooks.path_root")],
            fix: .manual(
                "tell every sender the new address, then `openclaw config set hooks.path /hooks`",
                because: "Every sender needs the new address."
            ),
            good: [.hooks: true, .hooksPath: "/hooks"],
            bad: [.hooks: true, .hooksPath: "/"]
        ),
        .forbid(
            .openclaw,
            "limit-hook-agents",
            .openclawSettings,
            where: .hooks == true && Field.hooksAgents.contains("*"),
            title: "Webhooks reach only listed agents",
            fault: "Webhooks reach every agent",
            rationale: "A webhook's sender chooses the agent with the most tools.",
            .medium,
            [.openclaw("hooks.allowed_agent_ids_unrestricted")],
            fix: .openclaw(byHand: "`openclaw config set hooks.allowedAgentIds '[\"main\"]' --strict-json`") {
                $0.limitHookAgents
            },
            good: [.hooks: true, .hooksAgents: ["main"]],
            bad: [.hooks: true, .hooksAgents: ["*"]]
        ),
        .forbid(
            .openclaw,
            "disable-session-keys-from-hooks",
            .openclawSettings,
            where: .hooks == true && .hooksRequestSessionKey == true && .hooksSessionPrefixes == [],
            title: "Webhook senders cannot choose any session",
            fault: "Webhook senders can choose any session",
            rationale: "The sender writes to another person's session and reads what it answers.",
            .medium,
            [.openclaw("hooks.request_session_key_enabled"), .openclaw("hooks.request_session_key_prefixes_missing")],
            fix: .openclaw(
                .replace("hooks.allowRequestSessionKey", true, by: false),
                byHand: "`openclaw config set hooks.allowRequestSessionKey false`"
            ),
            good: [.hooks: true, .hooksRequestSessionKey: false, .hooksSessionPrefixes: []],
            [.hooks: true, .hooksRequestSessionKey: true, .hooksSessionPrefixes: ["hook:"]],
            bad: [.hooks: true, .hooksRequestSessionKey: true, .hooksSessionPrefixes: []]
        ),
        .forbid(
            .openclaw,
            "set-hooks-session",
            .openclawSettings,
            where: .hooks == true && .hooksSessionKey == .unset,
            title: "Webhooks have a default session",
            fault: "Webhooks have no default session",
            rationale:
                "Each call opens a new session, so that a flood of them fills the disk and hides the one that matters.",
            .low,
            [.openclaw("hooks.default_session_key_unset")],
            fix: .openclaw(byHand: "`openclaw config set hooks.defaultSessionKey hook:ingress`") { $0.setHooksSession },
            good: [.hooks: true, .hooksSessionKey: "hook:ingress"],
            [.hooks: false, .hooksSessionKey: .unset],
            bad: [.hooks: true, .hooksSessionKey: .unset]
        ),
        .forbid(
            .openclaw,
            "mark-hook-content-untrusted",
            .openclawSettings,
            where: .hooks == true && .hooksUnsafeContent != [],
            title: "External content from webhooks is marked as untrusted",
            fault: "External content from webhooks is not marked as untrusted",
            rationale: "Instructions in an email look like the operator's own, and the agent follows them.",
            .high,
            [.openclaw("config.insecure_or_dangerous_flags")],
            fix: .openclaw(
                .replace("hooks.mappings[].allowUnsafeExternalContent", true, by: false),
                .replace("hooks.gmail.allowUnsafeExternalContent", true, by: false),
                byHand: "remove allowUnsafeExternalContent from the mapping, and from hooks.gmail"
            ),
            good: [.hooks: true, .hooksUnsafeContent: []],
            bad: [.hooks: true, .hooksUnsafeContent: ["gmail"]]
        ),
        .field(
            .openclaw,
            "confine-hook-transforms",
            .openclawSettings,
            .hooksTransforms,
            .is(false),
            title: "Webhook transforms are in the configuration's directory",
            fault: "Webhook transforms are outside the configuration's directory",
            rationale: "Whoever can write to that other directory runs code in the gateway with the next webhook.",
            .high,
            [Reference("OpenClaw documentation", "hooks.transformsDir")],
            fix: .manual(
                "review the code, move it below the state directory, and set hooks.transformsDir to it",
                because: "The code has to be reviewed first."
            ),
            good: false,
            bad: true
        ),
    ]
}
