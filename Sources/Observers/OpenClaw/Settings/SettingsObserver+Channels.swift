import Catalog
import Hardening
import Surface

extension SettingsObserver {
    /// Accounts of channels, the groups they name, and the chat commands.
    func openclawChannels() async throws(Unknown) -> [Record]? {
        guard let all = try await installations.openclawInstallations().get() else { return nil }
        let gateways = all.filter { !$0.isClient }
        let records = gateways.flatMap { GatewayObserver.named(Self.channels($0), after: $0, of: all) }
        return gateways.isEmpty ? nil : records
    }

    static func channels(_ installation: Installation) -> [Record] {
        if let doubt = installation.root.doubt { return [unresolved(installation, doubt)] }
        let accounts = ChannelAccount.all(installation.root)
        return accounts.map { account($0, installation) } + accounts.flatMap(groups) + [commands(installation)]
    }

    private static func unresolved(_ installation: Installation, _ doubt: Unknown) -> Record {
        Record(installation.name, [.channelScope: .unknown(doubt)], doubt: doubt)
    }

    private static func account(_ account: ChannelAccount, _ installation: Installation) -> Record {
        var record = Record(account.name, [.channelScope: "account", .channel: .text(account.channel)])
        record[.channelAccount] = .text(account.account)
        record.set(.dmPolicy, account.dmPolicy, default: "pairing")
        record.set(.dmAudience, account.dmAudience, from: account.dmPolicy.origin ?? account.allowFrom.origin)
        record.set(.allowsAnySender, hasStar(account.allowFrom), from: account.allowFrom.origin)
        let contradicts = account.dmPolicy.text == "open" && !account.allowFrom.texts.contains("*")
        record.set(.dmPolicyContradicts, .flag(contradicts), from: account.dmPolicy.origin)
        let senders = account.allowFrom.texts + account.groupAllowFrom.texts + account.namedInGroups
        let mutable = senders.filter { !$0.hasPrefix("accessGroup:") && SenderForm(account.channel).isMutable($0) }
        let doubt = mutable.isEmpty ? account.allowFrom.innerDoubt ?? account.groupAllowFrom.innerDoubt : nil
        let names = Value.list(Array(Set(mutable)).sorted())
        record.set(.mutableSenders, names, unless: doubt, from: account.allowFrom.origin)
        record.set(.hasSeveralSenders, severalSenders(account), from: account.allowFrom.origin)
        record.set(.sessionScope, installation.root.at("session.dmScope"), default: "main")
        record.set(.groupPolicy, account.groupPolicy, default: "allowlist")
        record.set(
            .groupAudience,
            account.groupAudience,
            from: account.groupPolicy.origin ?? account.groupAllowFrom.origin
        )
        let inGroups = account.setting("groupAllowFrom")
        record.set(.allowsAnyGroupSender, hasStar(inGroups), from: inGroups.origin)
        record.set(.groupSessionScope, installation.root.at("session.groupScope"), default: .unset)
        let documents = account.setting("tools.doc")
        let creates = account.channel == "feishu" && documents.flag != false
        record.set(.createsDocuments, .flag(creates), unless: documents.doubt, from: documents.origin)
        // Known since 2026.4.3; before, all that was said reached the model, and no key changed it.
        let hasVisibility = installation.version.map { $0 >= OpenClawVersion(2026, 4, 3) } ?? true
        let visibility = account.setting("contextVisibility").or(account.defaults["contextVisibility"])
        record.set(.contextVisibility, visibility, default: hasVisibility ? "all" : .unset)
        let hasWrites = takesConfigWrites(account.channel, installation.version)
        record.set(.configWrites, account.setting("configWrites"), default: hasWrites ? true : .unset)
        record.set(.matchesNames, account.setting("dangerouslyAllowNameMatching"), default: false)
        let bots = ([account.setting("allowBots")] + account.groups.map { $0.own["allowBots"] }).filter(\.isSet)
        let answered = bots.first { $0.flag == true || $0.text == "mentions" }
        let hidden = answered == nil ? bots.lazy.compactMap(\.doubt).first : nil
        record.set(.answersBots, .flag(answered != nil), unless: hidden, from: answered?.origin)
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

    /// Whether the channel has the key in that version; where it has not, the key would stop the gateway.
    private static func takesConfigWrites(_ channel: String, _ version: OpenClawVersion?) -> Bool {
        guard let version else {
            return writingChannels.contains(channel) && !["irc", "bluebubbles"].contains(channel)
        }
        switch channel {
        case "irc": return version < OpenClawVersion(2026, 3, 28) || version >= OpenClawVersion(2026, 8, 1)
        case "bluebubbles": return version <= OpenClawVersion(2026, 3, 22)
        default: return writingChannels.contains(channel)
        }
    }

    /// Channels that have the key, by the schemas of 2026.1.30 to 2026.9.6.
    private static let writingChannels: Set<String> = [
        "bluebubbles", "discord", "googlechat", "imessage", "irc", "msteams", "signal", "slack", "telegram", "whatsapp",
    ]

    /// Whether a list of people lets in everybody; a star that is there settles it whatever else could not be determined.
    private static func hasStar(_ list: Setting) -> Value {
        if list.texts.contains("*") { return true }
        return list.innerDoubt.map { .unknown($0) } ?? false
    }

    private static func severalSenders(_ account: ChannelAccount) -> Value {
        switch account.dmAudience {
        case "nobody": false
        case "listed": .flag(account.allowFrom.items.count > 1)
        case .unknown(let why): .unknown(why)
        default: true
        }
    }

    private static func groups(_ account: ChannelAccount) -> [Record] {
        // What is said of groups counts for nothing where none is answered.
        guard account.groupPolicy.text != "disabled" else { return [] }
        return account.groups.map { group in
            var record = Record(
                "\(account.name), group \(group.key)",
                [.channelScope: "group", .channel: .text(account.channel)],
                identity: [.channelAccount: .text(account.account), .group: .text(group.key)]
            )
            record.set(.requiresMention, group.requireMention, default: true)
            let named: Value =
                switch group.restriction {
                case .none: false
                case .named, .nobody: true
                case .unclear(let why): .unknown(why)
                }
            record.set(.restrictsSenders, named, from: group.people.origin ?? group.own.origin)
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
            hasStar(place["ownerAllowFrom"]),
            from: place["ownerAllowFrom"].origin
        )
        let allowed = place["allowFrom"].entries.filter { $0.value.texts.contains("*") }
        let doubt = allowed.isEmpty ? place["allowFrom"].innerDoubt : nil
        record.set(.anyoneCommands, .flag(!allowed.isEmpty), unless: doubt, from: allowed.first?.value.origin)
        record.set(.nextPairedIsOwner, nextPairedIsOwner(installation), from: place["ownerAllowFrom"].origin)
        record.set(.commandsUseAccessGroups, place["useAccessGroups"], default: true)
        return record
    }
}

extension SettingsObserver {
    private static func nextPairedIsOwner(_ installation: Installation) -> Value {
        let owners = installation.root.at("commands.ownerAllowFrom")
        if let doubt = owners.innerDoubt { return .unknown(doubt) }
        let audiences = ChannelAccount.all(installation.root).map(\.dmAudience)
        // A star names nobody, and whoever lets strangers in now pairs people next.
        let isNamed = owners.texts.contains { $0 != "*" }
        guard !isNamed, audiences.contains("paired") || audiences.contains("strangers") else {
            let doubt = !isNamed ? audiences.first { if case .unknown = $0 { true } else { false } } : nil
            return doubt ?? false
        }
        return MeasuredDefault.pairingMakesOwner.value(in: installation.version)
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
        case "zalouser": return !bare.allSatisfy(\.isNumber)
        default: return false
        }
    }
}
