import Catalog
import Hardening

extension Catalogue {
    static func openclawDirectMessages(_ profile: Profile) -> [Control] {
        [
            .forbid(
                .openclaw,
                "let-no-stranger-write",
                .openclawChannels,
                where: .channelScope == "account" && .dmAudience == "strangers",
                title: "No channel answers direct messages of strangers",
                rationale:
                    "Anybody who finds the bot gives it orders, and it carries them out with the owner's tools and keys.",
                .critical,
                [.openclaw("channels.<provider>.dm.open"), Reference("eight layers", "8")],
                remedy:
                    "openclaw config set channels.NAME.dmPolicy pairing, without \"*\" in allowFrom; an account's own policy wins, and so do dm.policy and dm.allowFrom of Discord and Slack where older versions wrote them",
                good: [.channelScope: "account", .dmAudience: "paired"],
                [.channelScope: "account", .dmAudience: "listed"],
                bad: [.channelScope: "account", .dmAudience: "strangers"]
            ),
            .forbid(
                .openclaw,
                "list-no-star-sender",
                .openclawChannels,
                where: .channelScope == "account" && .allowsAnySender == true,
                title: "No list of allowed senders holds a star",
                rationale: "The star makes everybody a listed sender, also where the policy says pairing.",
                .critical,
                [.openclaw("channels.<provider>.dm.open")],
                remedy: "replace \"*\" in channels.NAME.allowFrom by the identifiers of the people",
                good: [.channelScope: "account", .allowsAnySender: false],
                bad: [.channelScope: "account", .allowsAnySender: true]
            ),
            .forbid(
                .openclaw,
                "settle-direct-messages",
                .openclawChannels,
                where: .channelScope == "account" && .dmPolicyContradicts == true,
                title: "Policy and list of direct messages say the same",
                rationale:
                    "The version decides whether everybody may write or the gateway refuses to start, and an update changes it.",
                .low,
                [.openclaw("channels.<provider>.dm.open_invalid")],
                remedy: "openclaw config set channels.NAME.dmPolicy \(profile.openclaw.dmPolicy)",
                good: [.channelScope: "account", .dmPolicyContradicts: false],
                bad: [.channelScope: "account", .dmPolicyContradicts: true]
            ),
            .forbid(
                .openclaw,
                "own-created-documents",
                .openclawChannels,
                where: .channelScope == "account" && .createsDocuments == true,
                title: "The agent's documents are not handed to whoever asks for them",
                rationale: "A requester has a document made in the owner's name and becomes its owner.",
                .low,
                [.openclaw("channels.feishu.doc_owner_open_id")],
                remedy: "openclaw config set channels.feishu.tools.doc false",
                good: [.channelScope: "account", .createsDocuments: false],
                bad: [.channelScope: "account", .createsDocuments: true]
            ),
            .forbid(
                .openclaw,
                "list-senders-by-identifier",
                .openclawChannels,
                where: .channelScope == "account" && .mutableSenders != [],
                title: "Allowed senders are listed by identifiers that stay",
                rationale: "A name can be given up and taken by somebody else, who is then the listed person.",
                .medium,
                [
                    .openclaw("channels.telegram.allowFrom.invalid_entries"),
                    .openclaw("channels.discord.allowFrom.name_based_entries"),
                    .openclaw("channels.zalouser.groups.mutable_entries"),
                    .openclaw("channels.<provider>.allowFrom.mutable_entries_inert"),
                ],
                remedy: "use the channel's numeric identifiers in allowFrom",
                good: [.channelScope: "account", .mutableSenders: []],
                bad: [.channelScope: "account", .mutableSenders: ["@owner"]]
            ),
            .forbid(
                .openclaw,
                "match-senders-by-identifier",
                .openclawChannels,
                where: .channelScope == "account" && .matchesNames == true,
                title: "No channel matches senders by a name they can change",
                rationale: "Whoever calls themselves like the owner is the owner.",
                .high,
                [
                    .openclaw("channels.<provider>.allowFrom.dangerous_name_matching_enabled"),
                    .openclaw("channels.synology-chat.reply.dangerous_name_matching_enabled"),
                ],
                remedy: "openclaw config unset channels.NAME.dangerouslyAllowNameMatching",
                good: [.channelScope: "account", .matchesNames: false],
                bad: [.channelScope: "account", .matchesNames: true]
            ),
            .forbid(
                .openclaw,
                "separate-direct-sessions",
                .openclawChannels,
                where: .channelScope == "account" && .hasSeveralSenders == true
                    && Field.sessionScope.isOne(of: ["main"]),
                title: "People who write to the agent do not share one session",
                rationale: "Each sees what the others said, and can leave instructions for the agent in it.",
                .medium,
                [
                    .openclaw("channels.<provider>.dm.scope_main_multiuser"),
                    .openclaw("channels.dm.session_collision"),
                    .openclaw("security.trust_model.multi_user_heuristic"),
                ],
                remedy: "openclaw config set session.dmScope per-channel-peer",
                good: [.channelScope: "account", .hasSeveralSenders: true, .sessionScope: "per-channel-peer"],
                [.channelScope: "account", .hasSeveralSenders: false, .sessionScope: "main"],
                bad: [.channelScope: "account", .hasSeveralSenders: true, .sessionScope: "main"]
            ),
            .forbid(
                .openclaw,
                "refuse-settings-from-chat",
                .openclawChannels,
                where: .channelScope == "account" && .configWrites == true,
                title: "The configuration is not changed from chats",
                rationale:
                    "Events of the channel rewrite the file, and with the /config command on, one stolen messenger account does.",
                .low,
                [Reference("OpenClaw documentation", "channels.*.configWrites")],
                remedy: "openclaw config set channels.NAME.configWrites false",
                good: [.channelScope: "account", .configWrites: false],
                bad: [.channelScope: "account", .configWrites: true]
            ),
            .forbid(
                .openclaw,
                "check-webhook-secret",
                .openclawChannels,
                where: .channelScope == "account" && .hasWebhook == true && .hasWebhookSecret == false,
                title: "A channel's webhook checks a secret",
                rationale: "Anybody who knows the address sends messages in any person's name.",
                .high,
                [Reference("OpenClaw documentation", "channels.telegram.webhookSecret")],
                remedy: "openclaw config set channels.NAME.webhookSecret '${NAME_WEBHOOK_SECRET}'",
                good: [.channelScope: "account", .hasWebhook: true, .hasWebhookSecret: true],
                bad: [.channelScope: "account", .hasWebhook: true, .hasWebhookSecret: false]
            ),
            .forbid(
                .openclaw,
                "keep-channels-off-private-networks",
                .openclawChannels,
                where: .channelScope == "account" && .channelReachesPrivateNetwork == true,
                title: "No channel fetches from private networks",
                rationale: "A message with a crafted link makes the gateway fetch from the server's own network.",
                .medium,
                [Reference("OpenClaw documentation", "channels.telegram.network")],
                remedy: "openclaw config unset channels.NAME.network.dangerouslyAllowPrivateNetwork",
                good: [.channelScope: "account", .channelReachesPrivateNetwork: false],
                bad: [.channelScope: "account", .channelReachesPrivateNetwork: true]
            ),
        ]
    }
}
