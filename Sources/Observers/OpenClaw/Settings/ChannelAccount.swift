import Hardening

/// One account of one channel, with what it inherits.
struct ChannelAccount: Sendable {
    let channel: String
    let account: String
    let own: Setting
    let shared: Setting
    let defaults: Setting
    let root: Setting

    /// The account's setting, else the channel's.
    func setting(_ path: String) -> Setting { own.at(path).or(shared.at(path)) }

    /// The account's setting under either of its names, else the channel's.
    private func setting(_ path: String, older: String) -> Setting {
        own.at(path).or(own.at(older)).or(shared.at(path)).or(shared.at(older))
    }

    var name: String { account == "default" ? channel : "\(channel), account \(account)" }

    /// Every account of every channel that is not switched off.
    static func all(_ root: Setting) -> [ChannelAccount] {
        let defaults = root.at("channels.defaults")
        return root["channels"].entries.flatMap { entry -> [ChannelAccount] in
            // The web chat is the gateway's own page, behind its login.
            guard !["defaults", "modelByChannel", "webchat"].contains(entry.key), entry.value.isObject,
                entry.value["enabled"].flag != false
            else { return [] }
            let named = entry.value["accounts"].entries.map { ($0.key, $0.value) }
            let list = named.isEmpty ? [("default", Setting.missing)] : named
            return list.filter { $0.1["enabled"].flag != false }.map { name, own in
                ChannelAccount(
                    channel: entry.key,
                    account: name,
                    own: own,
                    shared: entry.value,
                    defaults: defaults,
                    root: root
                )
            }
        }
    }
}

extension ChannelAccount {
    /// The older spelling under `dm` counts where the same level does not have the newer.
    var dmPolicy: Setting { setting("dmPolicy", older: "dm.policy") }
    var allowFrom: Setting { expanded(setting("allowFrom", older: "dm.allowFrom")) }
    var groupPolicy: Setting { setting("groupPolicy").or(defaults["groupPolicy"]) }

    /// The people who may speak in groups; on Discord and Slack only guilds and channels name them.
    var groupAllowFrom: Setting {
        guard !["discord", "slack"].contains(channel) else { return .missing }
        let own = setting("groupAllowFrom")
        return own.isSet ? expanded(own) : allowFrom
    }

    /// The list with the people of the groups that it names as `accessGroup:NAME`.
    ///
    /// A group that does not exist lets nobody in. Who may see a channel of Discord only Discord knows: that entry stays.
    private func expanded(_ list: Setting) -> Setting {
        let prefix = "accessGroup:"
        guard list.texts.contains(where: { $0.hasPrefix(prefix) }) else { return list }
        let groups = root["accessGroups"]
        let items = list.items.flatMap { item -> [Setting] in
            guard let text = item.text?.trimmed, text.hasPrefix(prefix) else { return [item] }
            let group = groups[String(text.dropFirst(prefix.count))]
            if let doubt = group.innerDoubt { return [Setting(.unknown(doubt), origin: item.origin)] }
            guard group["type"].text == "message.senders" else { return group.isSet ? [item] : [] }
            return group["members"][channel].items + group["members"]["*"].items
        }
        return Setting(.list(items), origin: list.origin)
    }

    /// Whose direct messages are answered: `strangers`, `paired`, `listed` or `nobody`.
    var dmAudience: Value {
        if setting("dm.enabled").flag == false { return "nobody" }
        if let doubt = dmPolicy.doubt { return .unknown(doubt) }
        let policy = dmPolicy.text ?? "pairing"
        if policy == "disabled" { return "nobody" }
        let hasStar = allowFrom.texts.contains("*")
        if !hasStar, let doubt = allowFrom.innerDoubt { return .unknown(doubt) }
        // An open policy without the star is refused, or answers the listed ones.
        if hasStar { return "strangers" }
        return switch policy {
        case "open": allowFrom.texts.isEmpty ? "strangers" : "listed"
        case "allowlist": allowFrom.texts.isEmpty ? "nobody" : "listed"
        default: "paired"
        }
    }

    /// Whose messages in groups are answered: `strangers`, `members`, `listed` or `nobody`.
    var groupAudience: Value {
        if let doubt = groupPolicy.doubt { return .unknown(doubt) }
        if groupPolicy.text == "disabled" { return "nobody" }
        if groupPolicy.text == "open" { return "strangers" }
        let groups = self.groups
        guard !groups.isEmpty else {
            if groupAllowFrom.texts.contains("*") { return "strangers" }
            if let doubt = groupAllowFrom.innerDoubt { return .unknown(doubt) }
            return groupAllowFrom.texts.isEmpty ? "nobody" : "listed"
        }
        let open = groups.filter { $0.restriction == .none }
        if !open.isEmpty { return open.contains { $0.key == "*" } ? "strangers" : "members" }
        if let doubt = groups.lazy.compactMap(\.doubt).first { return .unknown(doubt) }
        return groups.contains { $0.restriction == .named } ? "listed" : "nobody"
    }
}
