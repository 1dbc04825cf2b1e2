import Hardening

extension Observer {
    /// Accounts of channels, the groups they name, and the chat commands.
    func openclawChannels() async -> Observation {
        switch await openclawInstallations() {
        case .absent: return .state(.absent)
        case .unreadable(let why): return .unreadable(why)
        case .found(let all):
            return .state(all.isEmpty ? .absent : .records(all.flatMap(Self.channels)))
        }
    }

    static func channels(_ installation: Installation) -> [Record] {
        if let doubt = installation.root.doubt { return [unresolved(installation, doubt)] }
        let accounts = ChannelAccount.all(installation.root)
        return accounts.map { account($0, installation) } + accounts.flatMap(groups) + [commands(installation)]
    }

    private static func unresolved(_ installation: Installation, _ doubt: String) -> Record {
        Record(installation.name, [.channelScope: .unknown(doubt)])
    }

    private static func account(_ account: ChannelAccount, _ installation: Installation) -> Record {
        var record = Record(account.name, [.channelScope: "account", .channel: .text(account.channel)])
        record[.channelAccount] = .text(account.account)
        record.set(.dmPolicy, account.dmPolicy, default: "pairing")
        record.set(.dmAudience, account.dmAudience, from: account.dmPolicy.origin ?? account.allowFrom.origin)
        record.set(.allowsAnySender, .flag(account.allowFrom.texts.contains("*")), from: account.allowFrom.origin)
        let senders = account.allowFrom.texts + account.groupAllowFrom.texts
        let mutable = senders.filter { SenderForm(account.channel).isMutable($0) }
        record.set(.mutableSenders, .list(Array(Set(mutable)).sorted()), from: account.allowFrom.origin)
        let several =
            account.dmAudience != "nobody" && !(account.dmAudience == "listed" && account.allowFrom.items.count < 2)
        record[.hasSeveralSenders] = .flag(several)
        record.set(.sessionScope, installation.root.at("session.dmScope"), default: "main")
        record.set(.groupPolicy, account.groupPolicy, default: "allowlist")
        record.set(
            .groupAudience,
            account.groupAudience,
            from: account.groupPolicy.origin ?? account.groupAllowFrom.origin
        )
        record.set(
            .allowsAnyGroupSender,
            .flag(account.groupAllowFrom.texts.contains("*")),
            from: account.groupAllowFrom.origin
        )
        record.set(
            .contextVisibility,
            account.setting("contextVisibility").or(account.defaults["contextVisibility"]),
            default: "all"
        )
        record.set(.configWrites, account.setting("configWrites"), default: true)
        record.set(.matchesNames, account.setting("dangerouslyAllowNameMatching"), default: false)
        let webhook = account.setting("webhookUrl")
        let secret = account.setting("webhookSecret").or(account.setting("signingSecret")).or(
            account.setting("channelSecret")
        )
        record.set(.hasWebhook, .flag(webhook.isSet), from: webhook.origin)
        record.set(.hasWebhookSecret, .flag(secret.isSet), from: secret.origin)
        record.set(
            .channelReachesPrivateNetwork,
            account.setting("network.dangerouslyAllowPrivateNetwork"),
            default: false
        )
        return record
    }

    private static func groups(_ account: ChannelAccount) -> [Record] {
        account.groups.prefix(500).map { group in
            var record = Record(
                "\(account.name), group \(group.key)",
                [.channelScope: "group", .channel: .text(account.channel)]
            )
            let mention = group.value["requireMention"].or(account.setting("requireMention"))
            record.set(.requiresMention, mention, default: true)
            let people = ["users", "roles", "allowFrom"].map { group.value[$0] }.first(where: \.isSet) ?? .missing
            let open = people.texts.contains("*") || (people.texts.isEmpty && account.groupAllowFrom.texts.isEmpty)
            let named = !open && !(people.texts.isEmpty && account.groupAllowFrom.texts.contains("*"))
            record.set(.restrictsSenders, .flag(named), from: people.origin ?? group.value.origin)
            return record
        }
    }

    private static func commands(_ installation: Installation) -> Record {
        let place = installation.root["commands"]
        var record = Record("chat commands", [.channelScope: "commands"])
        record.set(.commandBash, place["bash"], default: false)
        record.set(.commandConfig, place["config"], default: false)
        record.set(.commandDebug, place["debug"], default: false)
        record.set(.commandMCP, place["mcp"], default: false)
        record.set(.commandPlugins, place["plugins"], default: false)
        record.set(.commandRestart, place["restart"], default: true)
        record.set(
            .anyoneIsOwner,
            .flag(place["ownerAllowFrom"].texts.contains("*")),
            from: place["ownerAllowFrom"].origin
        )
        record.set(.commandsUseAccessGroups, place["useAccessGroups"], default: true)
        return record
    }
}

/// What a channel's stable identifiers look like.
private struct SenderForm {
    let channel: String

    init(_ channel: String) { self.channel = channel }

    /// Telegram and Discord number their users; a name there can be changed and taken over.
    func isMutable(_ sender: String) -> Bool {
        guard sender != "*" else { return false }
        let bare = sender.split(separator: ":").last.map(String.init) ?? sender
        switch channel {
        case "telegram", "discord":
            return !bare.drop { $0 == "-" || $0 == "@" }.allSatisfy(\.isNumber) || bare.hasPrefix("@")
        case "googlechat", "msteams": return bare.contains("@")
        default: return false
        }
    }
}
