/// A group, guild, team or room that an account names, or a channel inside one, with what it inherits.
struct ChannelGroup: Sendable {
    enum Restriction: Equatable, Sendable {
        /// Every member may speak to the agent.
        case none
        /// People or roles are named.
        case named
        case unclear(String)
    }

    let key: String
    let own: Setting
    let requireMention: Setting
    /// The people or roles who may speak.
    let people: Setting
    let restriction: Restriction

    var doubt: String? { if case .unclear(let why) = restriction { why } else { nil } }
}

extension ChannelAccount {
    /// Every group the account names and does not switch off, with the channels and topics inside that say more.
    var groups: [ChannelGroup] {
        let places = ["groups", "guilds", "teams", "rooms", "channels"].map { setting($0) }
        guard let place = places.first(where: \.isObject) else { return [] }
        // What `*` says holds for the groups that do not say otherwise.
        let shared = place["*"]["requireMention"].or(setting("requireMention"))
        return place.entries.prefix(500).filter { !$0.value.isOff }.flatMap { entry -> [ChannelGroup] in
            let outer = group(entry.key, entry.value, mention: shared, people: groupAllowFrom)
            let inner = (entry.value["channels"].entries + entry.value["topics"].entries).filter { !$0.value.isOff }
            return [outer]
                + inner.prefix(500).map {
                    group("\(entry.key)/\($0.key)", $0.value, mention: outer.requireMention, people: outer.people)
                }
        }
    }

    private func group(_ key: String, _ own: Setting, mention: Setting, people inherited: Setting) -> ChannelGroup {
        let people = ["users", "roles", "allowFrom"].map { own[$0] }.first { !$0.items.isEmpty } ?? inherited
        let doubt = people.innerDoubt ?? own["groupPolicy"].doubt
        let isOpen = own["groupPolicy"].text == "open" || people.texts.contains("*")
        let restriction: ChannelGroup.Restriction =
            isOpen ? .none : doubt.map { .unclear($0) } ?? (people.texts.isEmpty ? .none : .named)
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
    fileprivate var isOff: Bool { self["enabled"].flag == false || self["allow"].flag == false }
}
