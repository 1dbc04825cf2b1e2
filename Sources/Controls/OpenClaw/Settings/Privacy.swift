import Catalog
import Documents
import Hardening

extension ControlList {
    static let openclawPrivacy: [Control] = [
        .field(
            .openclaw,
            "limit-mdns-announcements",
            .openclawSettings,
            .mdns,
            .isOne(of: "off", "minimal"),
            title: "mDNS announcements are off or minimal",
            fault: "mDNS announcements are not limited",
            rationale:
                "Everybody on the network learns where the gateway is, which version it has, and how to reach its shell.",
            .low,
            [.openclaw("discovery.mdns_full_mode")],
            fix: .openclaw(
                .set("discovery.mdns.mode", to: "off", orOne: "minimal"),
                byHand: "`openclaw config set discovery.mdns.mode off`"
            ),
            good: "minimal",
            bad: "full"
        ),
        .field(
            .openclaw,
            "disable-wide-area-discovery",
            .openclawSettings,
            .wideArea,
            .is(false),
            title: "Gateway is not published in DNS",
            fault: "Gateway is published in DNS",
            rationale: "The record tells everybody where to look for an agent gateway.",
            .low,
            [Reference("OpenClaw documentation", "discovery.wideArea")],
            fix: .openclaw(
                // Newer versions have no such switch: there the domain is it.
                .replace("discovery.wideArea.enabled", true, by: false),
                .unset("discovery.wideArea.domain"),
                byHand: "`openclaw config set discovery.wideArea.enabled false`"
            ),
            good: false,
            bad: true
        ),
        .field(
            .openclaw,
            "redact-logs",
            .openclawSettings,
            .logRedaction,
            .is("tools"),
            title: "Secrets are masked in logs",
            fault: "Secrets are not masked in logs",
            rationale: "Keys that tools print end up in the log, where the agent, backups and support see them.",
            .medium,
            [.openclaw("logging.redact_off")],
            fix: .openclaw(
                // Versions that no longer know the key always mask.
                .unset("logging.redactSensitive"),
                byHand:
                    "`openclaw config set logging.redactSensitive tools`; newer versions always mask, "
                    + "and want it unset"
            ),
            good: "tools",
            bad: "off"
        ),
        .field(
            .openclaw,
            "keep-default-redaction",
            .openclawSettings,
            .logPatternsReplaced,
            .is(false),
            title: "Built-in redaction patterns are in effect",
            fault: "Built-in redaction patterns are replaced",
            rationale: "Custom patterns replace the built-in ones, and the keys that those match appear in the log.",
            .low,
            [Reference("OpenClaw documentation", "logging.redactPatterns")],
            fix: .manual(
                "repeat the built-in patterns in logging.redactPatterns, or unset it",
                because: "Your own patterns mask what the built-in ones do not know."
            ),
            good: false,
            bad: true
        ),
        .field(
            .openclaw,
            "limit-log-level",
            .openclawSettings,
            .logLevel,
            .isNone(of: "debug", "trace", otherwise: "info"),
            title: "Log level excludes debug and trace",
            fault: "Log level is debug or trace",
            rationale: "At that level requests and tool output are written to the log, which is read by many.",
            .low,
            [Reference("OpenClaw documentation", "logging.level")],
            fix: .openclaw(
                .replace("logging.level", "debug", "trace", by: "info"),
                byHand: "`openclaw config set logging.level info`"
            ),
            good: "info",
            bad: "trace"
        ),
        .field(
            .openclaw,
            "set-cron-webhook-token",
            .openclawSettings,
            .cronWebhook,
            .is(false),
            title: "Webhooks of scheduled runs carry a token",
            fault: "Webhooks of scheduled runs carry no token",
            rationale: "Whoever finds the receiver's address sends it results that the agent never had.",
            .low,
            [Reference("OpenClaw documentation", "cron.webhookToken")],
            fix: .manual(
                "set cron.webhookToken to \"${CRON_WEBHOOK_TOKEN}\", and the value in the environment",
                because: "The receiver needs the same token."
            ),
            good: false,
            bad: true
        ),
        .field(
            .openclaw,
            "disable-model-catalog-refresh",
            .openclawSettings,
            .catalogRefresh,
            .is(false),
            where: Field.catalogRefresh.isSet,
            title: "Model catalog is not fetched from elsewhere",
            fault: "Model catalog is fetched from elsewhere",
            rationale: "Every six hours others learn that and what runs here, and choose what its models are called.",
            .low,
            [Reference("OpenClaw documentation", "models.catalogRefresh")],
            fix: .openclaw(
                .set("models.catalogRefresh.enabled", to: false),
                byHand: "`openclaw config set models.catalogRefresh.enabled false`"
            ),
            good: false,
            bad: true
        ),
        .field(
            .openclaw,
            "disable-node-host-updates",
            .openclawSettings,
            .nodeHostUpdates,
            .is(false),
            where: Field.nodeHostUpdates.isSet,
            title: "Node software does not update itself",
            fault: "Node software updates itself",
            rationale:
                "Each hour whatever the publisher, or who took over their account, has published since runs here.",
            .low,
            [Reference("OpenClaw documentation", "nodeHost.autoUpdate")],
            fix: .openclaw(
                .set("nodeHost.autoUpdate.enabled", to: false),
                byHand: "`openclaw config set nodeHost.autoUpdate.enabled false`"
            ),
            good: false,
            bad: true
        ),
        .field(
            .openclaw,
            "disable-telemetry",
            .openclawSettings,
            .telemetry,
            .is(false),
            title: "Telemetry is disabled",
            fault: "Telemetry is enabled",
            rationale: "Others learn what the agents here do, when, and with which tools.",
            .low,
            [Reference("OpenClaw documentation", "telemetry")],
            fix: .openclaw(
                .set("telemetry.enabled", to: false),
                byHand: "`openclaw config set telemetry.enabled false`"
            ),
            good: false,
            bad: true
        ),
        .field(
            .openclaw,
            "remove-scheduled-commands",
            .openclawSettings,
            .scheduledCommands,
            .is([]),
            title: "No scheduled job runs commands without approval",
            fault: "Scheduled jobs run commands without approval",
            rationale:
                "Whoever was in once leaves a command that runs every night, and tools.exec does not apply to it.",
            .high,
            [Reference("OpenClaw documentation", "automation/cron-jobs/payloads")],
            fix: .manual(
                "`openclaw cron list` shows them; remove each that you did not plan with openclaw cron "
                    + "rm, and make a systemd timer of the others, which is seen",
                because: "Only you know which of them you planned."
            ),
            good: [],
            bad: ["nightly"]
        ),
        .field(
            .openclaw,
            "enable-update-checks",
            .openclawSettings,
            .updateCheck,
            .is(true),
            where: Field.updateCheck.isSet,
            title: "Update checks at start are enabled",
            fault: "Update checks at start are disabled",
            rationale: "A fix, which also shows the flaw, has been out for weeks, and nobody on this server knows.",
            .low,
            [Reference("OpenClaw documentation", "update.checkOnStart")],
            fix: .openclaw(
                .replace("update.checkOnStart", false, by: true),
                byHand:
                    "`openclaw config set update.checkOnStart true`; from 2026.8.1 on it asks "
                    + "telemetry.openclaw.ai each day, and off is as good"
            ),
            good: true,
            bad: false
        ),
        .field(
            .openclaw,
            "show-all-audit-findings",
            .openclawSettings,
            .auditSuppressions,
            .atMost(0),
            title: "No finding of OpenClaw's own audit is suppressed",
            fault: "Findings of OpenClaw's own audit are suppressed",
            rationale: "A risk that appears after the suppression is never shown.",
            .low,
            [.openclaw("security.audit.suppressions.active")],
            fix: .openclaw(
                .unset("security.audit.suppressions"),
                byHand: "`openclaw config unset security.audit.suppressions`"
            ),
            good: 0,
            bad: 3
        ),
        .field(
            .openclaw,
            "disable-shell-environment-import",
            .openclawSettings,
            .shellEnvironment,
            .is(false),
            title: "Login shell's variables are not imported",
            fault: "Login shell's variables are imported into the gateway",
            rationale:
                "Every secret that a person ever exported is then in the agent's environment, within reach of a command.",
            .low,
            [Reference("OpenClaw documentation", "env.shellEnv")],
            fix: .manual(
                "put the keys that the gateway needs into .env, then: `openclaw config set "
                    + "env.shellEnv.enabled false`",
                because: "A key that the gateway takes from the login shell would be missing."
            ),
            good: false,
            bad: true
        ),
        .field(
            .openclaw,
            "check-secret-paths",
            .openclawSettings,
            .looseSecretProviders,
            .is([]),
            title: "Secret providers check the paths that they read and run",
            fault: "Secret providers do not check the paths that they read and run",
            rationale: "Another account replaces the file or the command, and the gateway takes secrets from it.",
            .medium,
            [Reference("OpenClaw documentation", "secrets.providers")],
            fix: .manual(
                "correct the path, then remove allowInsecurePath and allowSymlinkCommand from what the "
                    + "evidence names in secrets.providers",
                because: "A provider whose path fails the check would give no secrets, and the gateway would not start."
            ),
            good: [],
            bad: ["vault"]
        ),
        .field(
            .openclaw,
            "encrypt-model-traffic",
            .openclawSettings,
            .plainProviders,
            .is([]),
            title: "Connections to remote models use verified encryption",
            fault: "Connections to remote models are not encrypted, or not verified",
            rationale:
                "Whoever is on the network path reads every conversation and the key, and answers in the model's name.",
            .high,
            [Reference("OpenClaw documentation", "models.providers")],
            fix: .manual(
                "use https:// in baseUrl of the providers below models.providers that the evidence "
                    + "names, without insecureSkipVerify",
                because: "The model's server has to offer TLS that can be verified."
            ),
            good: [],
            bad: ["local-llm"]
        ),
        .field(
            .openclaw,
            "unset-dangerous-switches",
            .openclawSettings,
            .dangerousFlags,
            .is([]),
            title: "No setting named dangerously… is on",
            fault: "Settings named dangerously…, which disable security checks, are on",
            rationale: "Each disables a check that OpenClaw's developers thought nobody should be without.",
            .high,
            [.openclaw("config.insecure_or_dangerous_flags")],
            fix: .openclaw(byHand: "`openclaw config unset {KEY}`") {
                $0.unsetDangerousSwitches
            },
            good: [],
            bad: ["channels.slack.dangerouslyAllowNameMatching"]
        ),
        .field(
            .openclaw,
            "use-stable-update-channel",
            .openclawSettings,
            .updateChannel,
            .isOne(of: "stable", "extended-stable"),
            title: "Updates come from a stable channel",
            fault: "Updates come from a channel that is not stable",
            rationale: "Code that nobody has run before runs with the keys and the tools.",
            .low,
            [Reference("OpenClaw documentation", "update.channel")],
            fix: .openclaw(
                .set("update.channel", to: "stable", orOne: "extended-stable"),
                byHand: "`openclaw config set update.channel stable`"
            ),
            good: "stable",
            bad: "dev"
        ),
    ]
}
