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

    var name: String { account == "default" ? channel : "\(channel), account \(account)" }

    /// Every account of every channel that is not switched off.
    static func all(_ root: Setting) -> [ChannelAccount] {
        let defaults = root.at("channels.defaults")
        return root["channels"].entries.flatMap { entry -> [ChannelAccount] in
            guard !["defaults", "modelByChannel"].contains(entry.key), entry.value.isObject,
                entry.value["enabled"].flag != false
            else { return [] }
            let accounts = entry.value["accounts"].entries.filter { $0.value["enabled"].flag != false }
            let named = accounts.map { ($0.key, $0.value) }
            let list = named.isEmpty ? [("default", Setting.missing)] : named
            return list.map { name, own in
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
    /// The older spelling under `dm` counts where the newer is not set.
    var dmPolicy: Setting { setting("dmPolicy").or(setting("dm.policy")) }
    var allowFrom: Setting { setting("allowFrom").or(setting("dm.allowFrom")) }
    var groupPolicy: Setting { setting("groupPolicy").or(defaults["groupPolicy"]) }
    var groupAllowFrom: Setting { setting("groupAllowFrom").or(allowFrom) }

    /// Groups, guilds or teams the account names.
    var groups: [Setting.Entry] {
        for key in ["groups", "guilds", "teams", "rooms", "channels"] {
            let place = setting(key)
            if place.isObject { return place.entries.filter { $0.value["enabled"].flag != false } }
        }
        return []
    }

    /// Whose direct messages are answered: `strangers`, `paired`, `listed` or `nobody`.
    var dmAudience: Value {
        if let doubt = dmPolicy.doubt { return .unknown(doubt) }
        if setting("dm.enabled").flag == false { return "nobody" }
        switch dmPolicy.text ?? "pairing" {
        case "open":
            if let doubt = allowFrom.doubt { return .unknown(doubt) }
            // Without the star OpenClaw refuses the configuration, or answers the listed ones.
            return allowFrom.texts.contains("*") ? "strangers" : allowFrom.texts.isEmpty ? "strangers" : "listed"
        case "allowlist":
            if let doubt = allowFrom.doubt { return .unknown(doubt) }
            return allowFrom.texts.contains("*") ? "strangers" : allowFrom.texts.isEmpty ? "nobody" : "listed"
        case "disabled": return "nobody"
        default: return allowFrom.texts.contains("*") ? "strangers" : "paired"
        }
    }

    /// Whose messages in groups are answered: `strangers`, `members`, `listed` or `nobody`.
    var groupAudience: Value {
        if let doubt = groupPolicy.doubt { return .unknown(doubt) }
        switch groupPolicy.text ?? "allowlist" {
        case "open": return "strangers"
        case "disabled": return "nobody"
        default:
            if let doubt = groupAllowFrom.doubt { return .unknown(doubt) }
            if groupAllowFrom.texts.contains("*") { return groups.isEmpty ? "strangers" : "members" }
            if !groupAllowFrom.texts.isEmpty { return "listed" }
            return groups.isEmpty ? "nobody" : "members"
        }
    }
}
