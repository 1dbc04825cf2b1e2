import Catalog
import Documents
import Hardening

extension ControlList {
    static func openclawDirectMessages(_ profile: Profile) -> [Control] {
        [
            .forbid(
                .openclaw,
                "restrict-direct-messages",
                .openclawChannels,
                where: .channelScope == "account" && .dmAudience == "strangers",
                title: "Channels do not answer direct messages of strangers",
                fault: "A channel answers direct messages of strangers",
                rationale:
                    "Anybody who finds the bot gives it orders, and it carries them out with the owner's tools and keys.",
                .critical,
                [.openclaw("channels.<provider>.dm.open"), Reference("eight layers", "8")],
                fix: .openclaw(
                    byHand:
                        "`openclaw config set channels.{CHANNEL}.dmPolicy pairing`, without \"*\" in "
                        + "allowFrom; an account's own policy wins, and so do dm.policy and dm.allowFrom "
                        + "of Discord and Slack where older versions wrote them",
                    cost:
                        "answers to strangers who write to the bot: they get a code, and you let them in (openclaw pairing approve)"
                ) { $0.removeStrangers },
                good: [.channelScope: "account", .dmAudience: "paired"],
                [.channelScope: "account", .dmAudience: "listed"],
                bad: [.channelScope: "account", .dmAudience: "strangers"]
            ),
            .forbid(
                .openclaw,
                "remove-wildcard-senders",
                .openclawChannels,
                where: .channelScope == "account" && .allowsAnySender == true,
                title: "Lists of allowed senders have no wildcard",
                fault: "A list of allowed senders has a wildcard",
                rationale: "The wildcard makes everybody a listed sender, even where the policy is pairing.",
                .critical,
                [.openclaw("channels.<provider>.dm.open")],
                fix: .openclaw(byHand: "replace \"*\" in allowFrom of the channel by the identifiers of the people") {
                    $0.removeStrangers
                },
                good: [.channelScope: "account", .allowsAnySender: false],
                bad: [.channelScope: "account", .allowsAnySender: true]
            ),
            .forbid(
                .openclaw,
                "match-direct-message-policy",
                .openclawChannels,
                where: .channelScope == "account" && .dmPolicyContradicts == true,
                title: "Direct message policy matches the list of allowed senders",
                fault: "Direct message policy contradicts the list of allowed senders",
                rationale:
                    "The version decides whether everybody may write or the gateway refuses to start, and an update changes it.",
                .low,
                [.openclaw("channels.<provider>.dm.open_invalid")],
                fix: .openclaw(byHand: "`openclaw config set channels.{CHANNEL}.dmPolicy \(profile.openclaw.dmPolicy)`")
                {
                    fault in .rules(fault.levels.map { .matchingPolicy($0, fault.profile.openclaw.dmPolicy) })
                },
                good: [.channelScope: "account", .dmPolicyContradicts: false],
                bad: [.channelScope: "account", .dmPolicyContradicts: true]
            ),
            .forbid(
                .openclaw,
                "disable-feishu-document-tool",
                .openclawChannels,
                where: .channelScope == "account" && .createsDocuments == true,
                title: "Agents do not create documents owned by the requester",
                fault: "Agents create documents owned by the requester",
                rationale: "A requester has a document made in the owner's name and becomes its owner.",
                .low,
                [.openclaw("channels.feishu.doc_owner_open_id")],
                fix: .disablingInChannels("tools.doc", byHand: "`openclaw config set channels.feishu.tools.doc false`"),
                good: [.channelScope: "account", .createsDocuments: false],
                bad: [.channelScope: "account", .createsDocuments: true]
            ),
            .forbid(
                .openclaw,
                "list-senders-by-identifier",
                .openclawChannels,
                where: .channelScope == "account" && .mutableSenders != [],
                title: "Allowed senders are listed by permanent identifiers",
                fault: "Allowed senders are listed by names that can change",
                rationale: "A name can be given up and taken by somebody else, who is then the listed person.",
                .medium,
                [
                    .openclaw("channels.telegram.allowFrom.invalid_entries"),
                    .openclaw("channels.discord.allowFrom.name_based_entries"),
                    .openclaw("channels.zalouser.groups.mutable_entries"),
                    .openclaw("channels.<provider>.allowFrom.mutable_entries_inert"),
                ],
                fix: .manual(
                    "use the channel's numeric identifiers in allowFrom",
                    because: "Only you know whose identifier belongs to a name."
                ),
                good: [.channelScope: "account", .mutableSenders: []],
                bad: [.channelScope: "account", .mutableSenders: ["@owner"]]
            ),
            .forbid(
                .openclaw,
                "match-senders-by-identifier",
                .openclawChannels,
                where: .channelScope == "account" && .matchesNames == true,
                title: "Channels do not match senders by changeable names",
                fault: "A channel matches senders by changeable names",
                rationale: "Whoever takes the owner's name is treated as the owner.",
                .high,
                [
                    .openclaw("channels.<provider>.allowFrom.dangerous_name_matching_enabled"),
                    .openclaw("channels.synology-chat.reply.dangerous_name_matching_enabled"),
                ],
                fix: .channels(
                    "dangerouslyAllowNameMatching",
                    true,
                    by: false,
                    byHand: "`openclaw config unset channels.{CHANNEL}.dangerouslyAllowNameMatching`"
                ),
                good: [.channelScope: "account", .matchesNames: false],
                bad: [.channelScope: "account", .matchesNames: true]
            ),
            .forbid(
                .openclaw,
                "separate-direct-sessions",
                .openclawChannels,
                where: .channelScope == "account" && .hasSeveralSenders == true
                    && Field.sessionScope.isOne(of: ["main"]),
                title: "People who write to the agent have separate sessions",
                fault: "People who write to the agent share one session",
                rationale: "Each sees what the others said, and can leave instructions for the agent in it.",
                .medium,
                [
                    .openclaw("channels.<provider>.dm.scope_main_multiuser"),
                    .openclaw("channels.dm.session_collision"),
                    .openclaw("security.trust_model.multi_user_heuristic"),
                ],
                fix: .openclaw(
                    .set("session.dmScope", to: "per-channel-peer", orOne: "per-account-channel-peer", "per-peer"),
                    byHand: "`openclaw config set session.dmScope per-channel-peer`"
                ),
                good: [.channelScope: "account", .hasSeveralSenders: true, .sessionScope: "per-channel-peer"],
                [.channelScope: "account", .hasSeveralSenders: false, .sessionScope: "main"],
                bad: [.channelScope: "account", .hasSeveralSenders: true, .sessionScope: "main"]
            ),
            .forbid(
                .openclaw,
                "disable-configuration-writes-from-chat",
                .openclawChannels,
                where: .channelScope == "account" && .configWrites == true,
                title: "Configuration cannot be changed from chats",
                fault: "Configuration can be changed from chats",
                rationale:
                    "Events of the channel rewrite the file; with the /config command enabled, so does one stolen messenger account.",
                .low,
                [Reference("OpenClaw documentation", "channels.*.configWrites")],
                fix: .disablingInChannels(
                    "configWrites",
                    byHand: "`openclaw config set channels.{CHANNEL}.configWrites false`"
                ),
                good: [.channelScope: "account", .configWrites: false],
                bad: [.channelScope: "account", .configWrites: true]
            ),
            .forbid(
                .openclaw,
                "set-webhook-secret",
                .openclawChannels,
                where: .channelScope == "account" && .hasWebhook == true && .hasWebhookSecret == false,
                title: "Webhooks of channels check a secret",
                fault: "A channel's webhook checks no secret",
                rationale: "Anybody who knows the address sends messages in any person's name.",
                .high,
                [Reference("OpenClaw documentation", "channels.telegram.webhookSecret")],
                fix: .manual(
                    "set webhookSecret of the channel to a variable such as "
                        + "\"${TELEGRAM_WEBHOOK_SECRET}\", and give the same secret to the channel's provider",
                    because: "The channel's provider needs the same secret."
                ),
                good: [.channelScope: "account", .hasWebhook: true, .hasWebhookSecret: true],
                bad: [.channelScope: "account", .hasWebhook: true, .hasWebhookSecret: false]
            ),
            .forbid(
                .openclaw,
                "keep-channels-off-private-networks",
                .openclawChannels,
                where: .channelScope == "account" && .channelReachesPrivateNetwork == true,
                title: "Channels cannot fetch from private networks",
                fault: "A channel can fetch from private networks",
                rationale: "A message with a crafted link makes the gateway fetch from the server's own network.",
                .medium,
                [Reference("OpenClaw documentation", "channels.telegram.network")],
                fix: .channels(
                    "dangerouslyAllowPrivateNetwork",
                    true,
                    by: false,
                    byHand: "`openclaw config unset channels.{CHANNEL}.network.dangerouslyAllowPrivateNetwork`"
                ),
                good: [.channelScope: "account", .channelReachesPrivateNetwork: false],
                bad: [.channelScope: "account", .channelReachesPrivateNetwork: true]
            ),
        ]
    }
}
