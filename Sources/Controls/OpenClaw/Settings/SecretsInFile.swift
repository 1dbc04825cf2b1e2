import Catalog
import Documents
import Hardening

extension ControlList {
    /// Keys and passwords that stand in openclaw.json as they are, by what they open.
    static let openclawSecretsInFile: [Control] = [
        .field(
            .openclaw,
            "keep-model-keys-out-of-file",
            .openclawSettings,
            .inlineModelKeys,
            .is([]),
            title: "Keys of model providers are not stored in openclaw.json",
            fault: "Keys of model providers are stored in openclaw.json",
            rationale: "The file is in backups and within reach of the agent's file tools; the key costs real money.",
            .high,
            [Reference("OpenClaw documentation", "gateway/secrets")],
            fix: .movingSecrets(
                of: "model",
                byHand:
                    "write \"apiKey\": \"${ANTHROPIC_API_KEY}\", and the value into the environment of the gateway or a secret provider"
            ),
            good: [],
            bad: ["anthropic"]
        ),
        .field(
            .openclaw,
            "keep-secrets-out-of-env-block",
            .openclawSettings,
            .inlineVariables,
            .is([]),
            title: "env block of openclaw.json holds no secrets",
            fault: "env block of openclaw.json holds secrets",
            rationale:
                "Whoever reads one backup of the file has the keys, and every tool that the agent runs inherits them.",
            .medium,
            [Reference("OpenClaw documentation", "gateway/configuration")],
            fix: .manual(
                "move the variables to .env in the state directory, mode 600, or to the service's environment, and replace the secrets at their issuers",
                because: "The secret was in a file that is copied, so that moving it is not enough."
            ),
            good: [],
            bad: ["OPENROUTER_API_KEY"]
        ),
        .field(
            .openclaw,
            "keep-channel-tokens-out-of-file",
            .openclawSettings,
            .inlineChannelTokens,
            .is([]),
            title: "Channel tokens are not stored in openclaw.json",
            fault: "Channel tokens are stored in openclaw.json",
            rationale: "With the token anybody speaks as the bot and reads everything that is written to it.",
            .medium,
            [Reference("OpenClaw documentation", "gateway/secrets")],
            fix: .movingSecrets(
                of: "channel",
                byHand:
                    "write \"botToken\": \"${TELEGRAM_BOT_TOKEN}\", and the value into the environment of the gateway or a secret provider"
            ),
            good: [],
            bad: ["telegram.botToken"]
        ),
        .field(
            .openclaw,
            "keep-other-secrets-out-of-file",
            .openclawSettings,
            .inlineOthers,
            .is([]),
            title: "Keys of skills, plugins and tools are not stored in openclaw.json",
            fault: "Keys of skills, plugins or tools are stored in openclaw.json",
            rationale:
                "The file is in backups and within reach of the agent's file tools, which read it out on request.",
            .medium,
            [.openclaw("config.plaintext_secrets"), Reference("OpenClaw documentation", "gateway/secrets")],
            fix: .movingSecrets(
                of: "other",
                byHand:
                    "write \"apiKey\": \"${BRAVE_API_KEY}\", and the value into the environment of the gateway or a secret provider"
            ),
            good: [],
            bad: ["skills.entries.sag.apiKey"]
        ),
    ]
}
