import Documents
import Hardening

/// Webhooks, extensions, logs and the rest.
extension OpenClawRemedy {
    static let settings: [OpenClawRemedy] = [
        OpenClawRemedy("name-agents-of-hooks", .openclawSettings) { drift in
            let agents = drift.agents.compactMap { $0[.agent].text }
            guard agents.count == 1 else {
                return .advice("Which of the agents webhooks are for is for you to say, in hooks.allowedAgentIds.")
            }
            return .rules([.set("hooks.allowedAgentIds", to: .array(agents.map { .string($0) }))])
        },
        .rules(
            "choose-sessions-of-hooks-here",
            .openclawSettings,
            .replace("hooks.allowRequestSessionKey", true, by: false)
        ),
        OpenClawRemedy("give-hooks-a-session", .openclawSettings) { drift in
            // It has to begin as the list of prefixes says.
            let prefix = drift.items(.hooksSessionPrefixes).first ?? "hook:"
            return .rules([.set("hooks.defaultSessionKey", to: .string(prefix + "ingress"))])
        },
        .rules(
            "mark-content-of-hooks",
            .openclawSettings,
            .replace("hooks.mappings[].allowUnsafeExternalContent", true, by: false),
            .replace("hooks.gmail.allowUnsafeExternalContent", true, by: false)
        ),
        .rules(
            "ask-before-plugin-actions",
            .openclawSettings,
            .replace("plugins.entries.*.config.permissionMode", "approve-all", by: "approve-reads")
        ),
        .rules(
            "refuse-uploaded-skills",
            .openclawSettings,
            .replace("skills.install.allowUploadedArchives", true, by: false)
        ),
        .rules(
            "stop-self-written-skills",
            .openclawSettings,
            .set("skills.workshop.autonomous.mode", to: "off", orOne: "propose")
        ),
        .rules("approve-written-skills", .openclawSettings, .set("skills.workshop.approvalPolicy", to: "pending")),
        .rules("announce-little", .openclawSettings, .set("discovery.mdns.mode", to: "off", orOne: "minimal")),
        // Newer versions have no such switch: there the domain is it.
        .rules(
            "announce-nothing-by-dns",
            .openclawSettings,
            .replace("discovery.wideArea.enabled", true, by: false),
            .unset("discovery.wideArea.domain")
        ),
        // Versions that no longer know the key always mask.
        .rules("redact-logs", .openclawSettings, .unset("logging.redactSensitive")),
        .rules("log-no-conversations", .openclawSettings, .replace("logging.level", "debug", "trace", by: "info")),
        .rules("keep-model-catalogue", .openclawSettings, .set("models.catalogRefresh.enabled", to: false)),
        .rules("update-node-hosts-by-hand", .openclawSettings, .set("nodeHost.autoUpdate.enabled", to: false)),
        .rules("show-no-pages-of-mcp-servers", .openclawSettings, .replace("mcp.apps.enabled", true, by: false)),
        .rules("send-no-telemetry", .openclawSettings, .set("telemetry.enabled", to: false)),
        .rules("look-for-updates", .openclawSettings, .replace("update.checkOnStart", false, by: true)),
        .rules("show-all-audit-findings", .openclawSettings, .unset("security.audit.suppressions")),
        .rules(
            "stay-on-stable-channel",
            .openclawSettings,
            .set("update.channel", to: "stable", orOne: "extended-stable")
        ),
        OpenClawRemedy("unset-dangerous-switches", .openclawSettings) { drift in
            let flags = drift.items(.dangerousFlags)
            let keepsOrigins = drift.namesOrigins || !flags.contains("gateway.controlUi.\(hostFallback)")
            guard keepsOrigins || drift.origins != nil else {
                return .advice(
                    "Without gateway.controlUi.allowedOrigins an exposed gateway refuses to start. Name the control UI's origin there, then unset \(flags.joined(separator: ", "))."
                )
            }
            let named = keepsOrigins ? [] : drift.origins.map { [ConfigurationRule.set(allowedOrigins, to: $0)] } ?? []
            return .rules(named + [.unset(dangerous, keyed: "dangerously")])
        },
    ]

    private static let dangerous = ConfigurationPattern("**")
}

extension ConfigurationRule {
    /// No switch whose key begins so is on, anywhere.
    fileprivate static func unset(_ pattern: ConfigurationPattern, keyed prefix: String) -> Self {
        Self(pattern, creates: false, "no \(prefix)… switch is on") { node in
            let keys = (node?.members ?? []).filter { $0.key.hasPrefix(prefix) && $0.value.flag == true }.map(\.key)
            return keys.isEmpty ? .keep : .edits(keys.map { .remove(at: [.key($0)]) })
        }
    }
}
