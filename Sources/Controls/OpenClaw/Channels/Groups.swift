import Catalog
import Hardening

extension Catalogue {
    static let openclawGroups: [Control] = [
        .forbid(
            .openclaw,
            "close-open-groups",
            .openclawChannels,
            where: .channelScope == "account" && (.groupPolicy == "open" || .groupAudience == "strangers"),
            title: "The agent answers in named groups only",
            rationale: "Anybody adds the bot to a group and gives it orders there.",
            .high,
            [
                .openclaw("security.exposure.open_groups_with_runtime_or_fs"),
                .openclaw("channels.<provider>.groups.open"), .openclaw("channels.telegram.groups.open"),
            ],
            remedy:
                "openclaw config set channels.NAME.groupPolicy allowlist, without \"*\" in groupAllowFrom, or in allowFrom where that is not set",
            good: [.channelScope: "account", .groupPolicy: "allowlist", .groupAudience: "listed"],
            bad: [.channelScope: "account", .groupPolicy: "open", .groupAudience: "strangers"],
            [.channelScope: "account", .groupPolicy: "allowlist", .groupAudience: "strangers"]
        ),
        .forbid(
            .openclaw,
            "list-no-star-in-groups",
            .openclawChannels,
            where: .channelScope == "account" && .allowsAnyGroupSender == true && .groupPolicy != "disabled",
            title: "No list of people who may speak in groups holds a star",
            rationale: "The star makes every member of every group somebody whom the agent obeys.",
            .high,
            [.openclaw("channels.telegram.groups.allowFrom.wildcard")],
            remedy: "replace \"*\" in channels.NAME.groupAllowFrom by the identifiers of the people",
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
            rationale: "What somebody says in a group stays in the session in which the owner gives orders.",
            .medium,
            [.openclaw("security.trust_model.group_scope_main")],
            remedy: "openclaw config unset session.groupScope",
            good: [.channelScope: "account", .groupSessionScope: .unset],
            bad: [.channelScope: "account", .groupSessionScope: "main"]
        ),
        .forbid(
            .openclaw,
            "name-senders-in-groups",
            .openclawChannels,
            where: .channelScope == "group" && .restrictsSenders == false,
            title: "Groups name the people who may speak to the agent",
            rationale: "Every member, also one who joins tomorrow, gives the agent orders.",
            .medium,
            [
                .openclaw("channels.discord.allowlisted_groups.broad_members"),
                .openclaw("channels.telegram.groups.allowFrom.missing"),
            ],
            remedy: "list them in channels.NAME.groupAllowFrom, or in the group's users or roles",
            good: [.channelScope: "group", .restrictsSenders: true],
            bad: [.channelScope: "group", .restrictsSenders: false]
        ),
        .forbid(
            .openclaw,
            "answer-no-bots",
            .openclawChannels,
            where: .channelScope == "account" && .answersBots == true,
            title: "The agent does not answer other bots",
            rationale: "Another bot in the room passes on what strangers tell it, or two of them talk all night.",
            .low,
            [Reference("OpenClaw documentation", "channels.*.allowBots")],
            remedy: "openclaw config unset channels.NAME.allowBots, and in the rooms that set it",
            good: [.channelScope: "account", .answersBots: false],
            bad: [.channelScope: "account", .answersBots: true]
        ),
        .forbid(
            .openclaw,
            "answer-only-when-mentioned",
            .openclawChannels,
            where: .channelScope == "group" && .requiresMention == false,
            title: "In groups the agent answers only when it is mentioned",
            rationale: "Every message of every member is read as a possible order, and costs tokens.",
            .low,
            [Reference("OpenClaw documentation", "channels.*.groups.*.requireMention")],
            remedy:
                "openclaw config set channels.NAME.groups.ID.requireMention true; Discord: channels.discord.guilds.ID.requireMention, Slack: channels.slack.channels.ID.requireMention",
            good: [.channelScope: "group", .requiresMention: true],
            bad: [.channelScope: "group", .requiresMention: false]
        ),
        .field(
            .openclaw,
            "hide-context-of-others",
            .openclawChannels,
            .contextVisibility,
            .isOne(of: "allowlist", "allowlist_quote"),
            // Versions without the key have nothing to set.
            where: .channelScope == "account" && Field.contextVisibility.isSet
                && !Field.groupAudience.isOne(of: ["nobody"]),
            title: "Messages of people who are not listed do not reach the model as context",
            rationale: "A member whom the agent does not obey still puts instructions before the model.",
            .medium,
            [Reference("OpenClaw documentation", "channels.*.contextVisibility")],
            remedy: "openclaw config set channels.defaults.contextVisibility allowlist, from 2026.4.3 on",
            good: "allowlist",
            bad: "all",
            with: [.channelScope: "account", .groupAudience: "members"]
        ),
        command("bash", .commandBash, "A message that begins with ! runs a command on the server", .critical),
        command("config", .commandConfig, "A message rewrites whom the agent obeys and what it may do", .high),
        command("debug", .commandDebug, "A message overrides settings at run time, and no file shows it", .medium),
        command("mcp", .commandMCP, "A message adds an MCP server, which is a program that runs on the server", .high),
        command("restart", .commandRestart, "A message restarts the gateway, again and again", .low),
        .forbid(
            .openclaw,
            "name-users-of-commands",
            .openclawChannels,
            where: .channelScope == "commands" && .anyoneCommands == true,
            title: "Chat commands are for named people",
            rationale: "Anybody in a shared room uses the bot's commands, whatever its lists of senders say.",
            .high,
            [
                .openclaw("channels.discord.commands.native.no_allowlists"),
                .openclaw("channels.slack.commands.slash.no_allowlists"),
            ],
            remedy: "replace \"*\" in commands.allowFrom by the identifiers of the people",
            good: [.channelScope: "commands", .anyoneCommands: false],
            bad: [.channelScope: "commands", .anyoneCommands: true]
        ),
        command("plugins", .commandPlugins, "A message installs code that runs inside the gateway", .high),
        .forbid(
            .openclaw,
            "name-the-owner",
            .openclawChannels,
            where: .channelScope == "commands" && .anyoneIsOwner == true,
            title: "Not everybody is the owner",
            rationale: "Anybody in a chat uses the commands that are for the owner alone.",
            .critical,
            [Reference("OpenClaw documentation", "commands.ownerAllowFrom")],
            remedy: "replace \"*\" in commands.ownerAllowFrom by the owner's identifiers",
            good: [.channelScope: "commands", .anyoneIsOwner: false],
            bad: [.channelScope: "commands", .anyoneIsOwner: true]
        ),
        .forbid(
            .openclaw,
            "choose-owner-before-pairing",
            .openclawChannels,
            where: .channelScope == "commands" && .nextPairedIsOwner == true,
            title: "The owner is named before anybody is paired",
            rationale:
                "Without an owner the first person approved on the command line becomes it: updates, restarts, settings and approvals.",
            .high,
            [Reference("OpenClaw documentation", "channels/pairing")],
            remedy: "openclaw config set commands.ownerAllowFrom '[\"CHANNEL:YOUR_ID\"]' --strict-json",
            good: [.channelScope: "commands", .nextPairedIsOwner: false],
            bad: [.channelScope: "commands", .nextPairedIsOwner: true]
        ),
        .forbid(
            .openclaw,
            "keep-commands-behind-allow-lists",
            .openclawChannels,
            where: .channelScope == "commands" && .commandsUseAccessGroups == false,
            title: "Chat commands obey the allow lists of their channels",
            rationale: "Anybody in a shared room uses the bot's commands.",
            .high,
            [
                .openclaw("channels.discord.commands.native.unrestricted"),
                .openclaw("channels.slack.commands.slash.useAccessGroups_off"),
            ],
            remedy: "openclaw config unset commands.useAccessGroups",
            good: [.channelScope: "commands", .commandsUseAccessGroups: true],
            bad: [.channelScope: "commands", .commandsUseAccessGroups: false]
        ),
    ]

    private static func command(_ name: String, _ field: Field, _ gain: String, _ severity: Severity) -> Control {
        .forbid(
            .openclaw,
            "turn-off-\(name)-command",
            .openclawChannels,
            where: .channelScope == "commands" && field == true,
            title: "The chat command /\(name) is off",
            rationale: "\(gain), from any account the agent listens to.",
            severity,
            [Reference("OpenClaw documentation", "commands.\(name)")],
            remedy: "openclaw config set commands.\(name) false",
            good: [.channelScope: "commands", field: false],
            bad: [.channelScope: "commands", field: true]
        )
    }
}
