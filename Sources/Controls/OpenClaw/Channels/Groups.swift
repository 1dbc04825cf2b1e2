import Catalog
import Documents
import Hardening

extension ControlList {
    static let openclawGroups: [Control] = [
        .forbid(
            .openclaw,
            "close-open-groups",
            .openclawChannels,
            where: .channelScope == "account" && (.groupPolicy == "open" || .groupAudience == "strangers"),
            title: "Agents answer in groups only to listed groups and members",
            fault: "Groups are not limited to listed groups and people",
            rationale: "Anybody adds the bot to a group and gives it orders there.",
            .high,
            [
                .openclaw("security.exposure.open_groups_with_runtime_or_fs"),
                .openclaw("channels.<provider>.groups.open"), .openclaw("channels.telegram.groups.open"),
            ],
            fix: .openclaw(
                byHand:
                    "`openclaw config set channels.{CHANNEL}.groupPolicy allowlist`, without \"*\" in "
                    + "groupAllowFrom, or in allowFrom where that is not set",
                cost: "answers in groups that are not listed, and to people in groups who are not"
            ) { $0.listGroups },
            good: [.channelScope: "account", .groupPolicy: "allowlist", .groupAudience: "listed"],
            bad: [.channelScope: "account", .groupPolicy: "open", .groupAudience: "strangers"],
            [.channelScope: "account", .groupPolicy: "allowlist", .groupAudience: "strangers"]
        ),
        .forbid(
            .openclaw,
            "remove-wildcard-group-senders",
            .openclawChannels,
            where: .channelScope == "account" && .allowsAnyGroupSender == true && .groupPolicy != "disabled",
            title: "Lists of allowed group senders have no wildcard",
            fault: "A list of allowed group senders has a wildcard",
            rationale: "With the wildcard the agent obeys every member of every group.",
            .high,
            [.openclaw("channels.telegram.groups.allowFrom.wildcard")],
            fix: .withoutStar(
                in: "groupAllowFrom",
                byHand: "replace \"*\" in groupAllowFrom of the channel by the identifiers of the people"
            ),
            good: [.channelScope: "account", .allowsAnyGroupSender: false, .groupPolicy: "allowlist"],
            [.channelScope: "account", .allowsAnyGroupSender: true, .groupPolicy: "disabled"],
            bad: [.channelScope: "account", .allowsAnyGroupSender: true, .groupPolicy: "allowlist"]
        ),
        .forbid(
            .openclaw,
            "separate-group-sessions",
            .openclawChannels,
            where: .channelScope == "account" && .groupSessionScope == "main",
            title: "Groups do not share the owner's session",
            fault: "Groups share the owner's session",
            rationale: "What somebody says in a group stays in the session in which the owner gives orders.",
            .medium,
            [.openclaw("security.trust_model.group_scope_main")],
            fix: .openclaw(.unset("session.groupScope"), byHand: "`openclaw config unset session.groupScope`"),
            good: [.channelScope: "account", .groupSessionScope: .unset],
            bad: [.channelScope: "account", .groupSessionScope: "main"]
        ),
        .forbid(
            .openclaw,
            "list-group-senders",
            .openclawChannels,
            where: .channelScope == "group" && .restrictsSenders == false,
            title: "Groups have a list of allowed senders",
            fault: "A group has no list of allowed senders",
            rationale: "Every member, including one who joins tomorrow, gives the agent orders.",
            .medium,
            [
                .openclaw("channels.discord.allowlisted_groups.broad_members"),
                .openclaw("channels.telegram.groups.allowFrom.missing"),
            ],
            fix: .manual(
                "list them in groupAllowFrom of the channel, or in the group's users or roles",
                because: "You decide who may speak to the agent."
            ),
            good: [.channelScope: "group", .restrictsSenders: true],
            bad: [.channelScope: "group", .restrictsSenders: false]
        ),
        .forbid(
            .openclaw,
            "disable-replies-to-bots",
            .openclawChannels,
            where: .channelScope == "account" && .answersBots == true,
            title: "Agents do not reply to other bots",
            fault: "Agents reply to other bots",
            rationale:
                "Another bot in the room passes on what strangers tell it, or two of them answer each other all night.",
            .low,
            [Reference("OpenClaw documentation", "channels.*.allowBots")],
            fix: .channels(
                "allowBots",
                true,
                "mentions",
                by: false,
                byHand: "`openclaw config unset channels.{CHANNEL}.allowBots`, and take it out of the rooms that set it"
            ),
            good: [.channelScope: "account", .answersBots: false],
            bad: [.channelScope: "account", .answersBots: true]
        ),
        .forbid(
            .openclaw,
            "require-mention-in-groups",
            .openclawChannels,
            where: .channelScope == "group" && .requiresMention == false,
            title: "Agents answer in groups only when mentioned",
            fault: "Agents answer in a group without being mentioned",
            rationale: "Every message of every member is read as a possible order, and costs tokens.",
            .low,
            [Reference("OpenClaw documentation", "channels.*.groups.*.requireMention")],
            fix: .channels(
                "requireMention",
                false,
                by: true,
                byHand:
                    "set requireMention to true where the channel keeps the group: below groups; "
                    + "Discord: below guilds; Slack: below channels"
            ),
            good: [.channelScope: "group", .requiresMention: true],
            bad: [.channelScope: "group", .requiresMention: false]
        ),
        .field(
            .openclaw,
            "hide-context-of-unlisted-senders",
            .openclawChannels,
            .contextVisibility,
            .isOne(of: "allowlist", "allowlist_quote"),
            // Versions without the key have nothing to set.
            where: .channelScope == "account" && Field.contextVisibility.isSet
                && !Field.groupAudience.isOne(of: ["nobody"]),
            title: "Messages of unlisted people are not given to the model as context",
            fault: "Messages of unlisted people are given to the model as context",
            rationale: "A member whom the agent does not obey still puts instructions before the model.",
            .medium,
            [Reference("OpenClaw documentation", "channels.*.contextVisibility")],
            fix: .openclaw(
                byHand: "`openclaw config set channels.defaults.contextVisibility allowlist`, from 2026.4.3 on"
            ) { $0.hideUnlistedContext },
            good: "allowlist",
            bad: "all",
            with: [.channelScope: "account", .groupAudience: "members"]
        ),
        command(
            "bash",
            .commandBash,
            .critical,
            "A message that begins with ! runs a command on the server, from any account that the agent listens to."
        ),
        command(
            "config",
            .commandConfig,
            .high,
            "A message rewrites whom the agent obeys and what it may do, from any account that the agent listens to."
        ),
        command(
            "debug",
            .commandDebug,
            .medium,
            "A message overrides settings at run time, and no file shows it, from any account that the agent listens to."
        ),
        command(
            "mcp",
            .commandMCP,
            .high,
            "A message adds an MCP server, which is a program that runs on the server, from any account that the agent listens to."
        ),
        command(
            "restart",
            .commandRestart,
            .low,
            "A message restarts the gateway, again and again, from any account that the agent listens to.",
            cost: "the chat command /restart"
        ),
        .forbid(
            .openclaw,
            "list-command-users",
            .openclawChannels,
            where: .channelScope == "commands" && .anyoneCommands == true,
            title: "Chat commands are limited to named people",
            fault: "Chat commands are open to everybody",
            rationale: "Anybody in a shared room uses the bot's commands, whatever its lists of senders say.",
            .high,
            [
                .openclaw("channels.discord.commands.native.no_allowlists"),
                .openclaw("channels.slack.commands.slash.no_allowlists"),
            ],
            fix: .openclaw(
                .exclude(["*"], from: ConfigurationPattern("commands.allowFrom.*")),
                byHand: "replace \"*\" in commands.allowFrom by the identifiers of the people"
            ),
            good: [.channelScope: "commands", .anyoneCommands: false],
            bad: [.channelScope: "commands", .anyoneCommands: true]
        ),
        command(
            "plugins",
            .commandPlugins,
            .high,
            "A message installs code that runs inside the gateway, from any account that the agent listens to."
        ),
        .forbid(
            .openclaw,
            "remove-wildcard-owner",
            .openclawChannels,
            where: .channelScope == "commands" && .anyoneIsOwner == true,
            title: "List of owners has no wildcard",
            fault: "Everybody is an owner",
            rationale: "Anybody in a chat uses the commands that are meant for the owner alone.",
            .critical,
            [Reference("OpenClaw documentation", "commands.ownerAllowFrom")],
            fix: .openclaw(
                .exclude(["*"], from: ConfigurationPattern("commands.ownerAllowFrom")),
                byHand: "replace \"*\" in commands.ownerAllowFrom by the owner's identifiers"
            ),
            good: [.channelScope: "commands", .anyoneIsOwner: false],
            bad: [.channelScope: "commands", .anyoneIsOwner: true]
        ),
        .forbid(
            .openclaw,
            "set-owner-before-pairing",
            .openclawChannels,
            where: .channelScope == "commands" && .nextPairedIsOwner == true,
            title: "Owner is set before anybody is paired",
            fault: "First person who is paired becomes the owner",
            rationale:
                "Without an owner the first person approved on the command line becomes it: updates, restarts, settings and approvals.",
            .high,
            [Reference("OpenClaw documentation", "channels/pairing")],
            fix: .manual(
                "list your own identifier, with the channel before it, such as telegram:123456, in "
                    + "commands.ownerAllowFrom, before you approve anybody",
                because: "Only you know who the owner is."
            ),
            good: [.channelScope: "commands", .nextPairedIsOwner: false],
            bad: [.channelScope: "commands", .nextPairedIsOwner: true]
        ),
        .forbid(
            .openclaw,
            "keep-commands-behind-allow-lists",
            .openclawChannels,
            where: .channelScope == "commands" && .commandsUseAccessGroups == false,
            title: "Chat commands follow the channels' lists of allowed senders",
            fault: "Chat commands ignore the channels' lists of allowed senders",
            rationale: "Anybody in a shared room uses the bot's commands.",
            .high,
            [
                .openclaw("channels.discord.commands.native.unrestricted"),
                .openclaw("channels.slack.commands.slash.useAccessGroups_off"),
            ],
            fix: .openclaw(
                .unset("commands.useAccessGroups"),
                byHand: "`openclaw config unset commands.useAccessGroups`"
            ),
            good: [.channelScope: "commands", .commandsUseAccessGroups: true],
            bad: [.channelScope: "commands", .commandsUseAccessGroups: false]
        ),
    ]

    private static func command(
        _ name: String,
        _ field: Field,
        _ severity: Severity,
        _ rationale: String,
        cost: String? = nil
    ) -> Control {
        .forbid(
            .openclaw,
            "disable-\(name)-command",
            .openclawChannels,
            where: .channelScope == "commands" && field == true,
            title: "Chat command /\(name) is disabled",
            fault: "Chat command /\(name) is enabled",
            rationale: rationale,
            severity,
            [Reference("OpenClaw documentation", "commands.\(name)")],
            fix: .openclaw(
                .set("commands.\(name)", to: false),
                byHand: "`openclaw config set commands.\(name) false`",
                cost: cost
            ),
            good: [.channelScope: "commands", field: false],
            bad: [.channelScope: "commands", field: true]
        )
    }
}
