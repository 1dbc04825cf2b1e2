import Catalog

/// A group, guild, team or room that an account names, or a channel inside one, with what it inherits.
struct ChannelGroup: Sendable {
    enum Restriction: Equatable, Sendable {
        /// Every member may speak to the agent.
        case none
        /// People or roles are named.
        case named
        /// The group is let in, and none of its members.
        case nobody
        case unclear(Unknown)
    }

    let key: String
    let own: Setting
    let requireMention: Setting
    /// The people or roles who may speak.
    let people: Setting
    let restriction: Restriction

    var doubt: Unknown? { if case .unclear(let why) = restriction { why } else { nil } }
}

extension ChannelAccount {
    /// Channels whose list of groups lets nobody in by its star alone: the sender has to be listed, too.
    private static let senderGated: Set<String> = [
        "telegram", "whatsapp", "signal", "imessage", "bluebubbles", "line", "mattermost", "zalo",
    ]

    /// People whom guilds and channels name, and groups that are listed by a name.
    var namedInGroups: [String] {
        switch channel {
        case "discord": groups.flatMap { $0.own["users"].texts }
        case "zalouser": groups.map(\.key)
        default: []
        }
    }

    /// Every group the account names and does not switch off, with the channels and topics inside that say more.
    var groups: [ChannelGroup] {
        let places = ["groups", "guilds", "teams", "rooms", "channels"].map { setting($0) }
        guard let place = places.first(where: \.isObject) else { return [] }
        // What `*` says holds for the groups that do not say otherwise.
        let shared = place["*"]["requireMention"].or(setting("requireMention"))
        return place.entries.filter { !$0.value.isOff }.flatMap { entry -> [ChannelGroup] in
            let outer = group(entry.key, entry.value, mention: shared, people: groupAllowFrom)
            let inner = (entry.value["channels"].entries + entry.value["topics"].entries).filter { !$0.value.isOff }
            return [outer]
                + inner.map {
                    group("\(entry.key)/\($0.key)", $0.value, mention: outer.requireMention, people: outer.people)
                }
        }
    }

    private func group(_ key: String, _ own: Setting, mention: Setting, people inherited: Setting) -> ChannelGroup {
        let policy = own["groupPolicy"].or(groupPolicy)
        let isOpen = policy.text == "open"
        // An open policy asks for no list but the group's own.
        let people =
            ["users", "roles", "allowFrom"].map { own[$0] }.first { !$0.items.isEmpty }
            ?? (isOpen ? .missing : inherited)
        let isGated = !isOpen && key == "*" && Self.senderGated.contains(channel)
        let restriction: ChannelGroup.Restriction =
            if people.texts.contains("*") {
                .none
            } else if let doubt = people.innerDoubt ?? policy.doubt {
                .unclear(doubt)
            } else if people.texts.isEmpty {
                isGated ? .nobody : .none
            } else {
                .named
            }
        return ChannelGroup(
            key: key,
            own: own,
            requireMention: own["requireMention"].or(mention),
            people: people,
            restriction: restriction
        )
    }
}

extension Setting {
    /// Whether the group is switched off; Slack and Discord spell that `allow` too.
    fileprivate var isOff: Bool {
        self["enabled"].flag == false || self["allow"].flag == false || self["groupPolicy"].text == "disabled"
    }
}
