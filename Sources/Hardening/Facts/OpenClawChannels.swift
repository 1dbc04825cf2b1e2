// Fields of `Subject.openclawChannels`: one record for each account of each channel, one for each group, guild or team
// that the configuration names, and one for the chat commands of the installation. Disabled channels have none.
extension Field {
    /// `account`, `group` or `commands`: what the record speaks of.
    public static let channelScope = Field("kind of channel record")
    /// The channel's identifier, such as `telegram`.
    public static let channel = Field("channel")
    /// The account's identifier; `default` where the channel has no accounts.
    public static let channelAccount = Field("account")
    /// The key of a group, guild, team or room; `*` stands for all.
    public static let group = Field("group")

    /// `pairing`, `allowlist`, `open` or `disabled`, with the older spelling under `dm` resolved.
    public static let dmPolicy = Field("direct messages")
    /// `strangers`, `paired`, `listed` or `nobody`: whose direct messages the agent answers.
    public static let dmAudience = Field("who can write to it")
    /// Whether the list of allowed senders holds `*`.
    public static let allowsAnySender = Field("allows any sender")
    /// Entries of the sender lists that are not the channel's stable identifiers.
    public static let mutableSenders = Field("senders listed by a name they can change")
    /// Whether more than one person can share a direct-message session.
    public static let hasSeveralSenders = Field("several people can write")
    /// `main`, `per-peer`, `per-channel-peer` or `per-account-channel-peer`.
    public static let sessionScope = Field("session of direct messages")

    /// `allowlist`, `open` or `disabled`.
    public static let groupPolicy = Field("groups")
    /// `strangers`, `members`, `listed` or `nobody`: whose messages in groups the agent answers.
    public static let groupAudience = Field("who can speak to it in groups")
    /// Whether the policy says `open` and the list of senders does not, so that the version decides which counts.
    public static let dmPolicyContradicts = Field("open policy without a wildcard among the senders")
    /// Whether the list of senders allowed in groups holds `*` of its own.
    public static let allowsAnyGroupSender = Field("allows any sender in groups")
    /// `main` where groups share the owner's session; not set where nothing sets it.
    public static let groupSessionScope = Field("session.groupScope")
    /// Whether the agent's documents may be handed to whoever asks for them.
    public static let createsDocuments = Field("creates documents for their requester")
    /// Whether the agent answers in a group only where it is mentioned.
    public static let requiresMention = Field("answers only when mentioned")
    /// Whether a group, guild or team names the people or roles who may speak to the agent.
    public static let restrictsSenders = Field("names who may speak")

    /// `all`, `allowlist` or `allowlist_quote`: whose messages reach the model as context; not set where the version
    /// has no such key.
    public static let contextVisibility = Field("context comes from")
    /// Whether people on the channel may change the configuration by chatting; not set where the channel has no such key.
    public static let configWrites = Field("configuration changes from chat")
    /// Whether senders are matched by names they can change.
    public static let matchesNames = Field("matches senders by name")
    /// Whether messages of other bots are answered, somewhere on the channel.
    public static let answersBots = Field("answers other bots")
    /// Whether the channel receives its messages by a webhook of its own.
    public static let hasWebhook = Field("webhook")
    /// Whether that webhook checks a secret.
    public static let hasWebhookSecret = Field("webhook secret")
    /// Whether the channel's client may connect into private networks on request.
    public static let channelReachesPrivateNetwork = Field("channel may fetch from private networks")

    /// Whether `!` and `/bash` run commands on the gateway.
    public static let commandBash = Field("bash command")
    public static let commandConfig = Field("config command")
    public static let commandDebug = Field("debug command")
    public static let commandMCP = Field("mcp command")
    public static let commandPlugins = Field("plugins command")
    public static let commandRestart = Field("restart command")
    /// Whether anybody may use the commands on some channel, whatever its lists say.
    public static let anyoneCommands = Field("anyone may use commands")
    /// Whether anybody counts as the owner.
    public static let anyoneIsOwner = Field("anyone is owner")
    /// Whether nobody is owner yet, and a channel pairs: whoever is approved first on the command line becomes it.
    public static let nextPairedIsOwner = Field("the next paired person becomes owner")
    /// Whether commands obey the channels' allow lists.
    public static let commandsUseAccessGroups = Field("commands obey the allow lists")
}
