import Documents
import Hardening

extension OpenClawFault {
    /// The star goes, and where the policy was open, the profile's takes its place.
    ///
    /// The version decides whether an open policy without a star is refused, so that both go together.
    var removeStrangers: OpenClawChange {
        let policy = JSONValue.string(profile.openclaw.dmPolicy)
        return .rules(
            levels.flatMap { level -> [ConfigurationRule] in
                ["", "dm."].flatMap { prefix -> [ConfigurationRule] in
                    let senders = level.pattern + ConfigurationPattern(prefix + "allowFrom")
                    let name = level.pattern + ConfigurationPattern(prefix.isEmpty ? "dmPolicy" : "dm.policy")
                    return [.exclude(["*"], from: senders), .replace(name, ["open"], by: policy)]
                } + [.withoutEmptyLists(level)]
            }
        )
    }

    /// Groups are answered that a list names, and people in them who are listed.
    var listGroups: OpenClawChange {
        // A star among the rooms themselves is taken for a room; which rooms were meant nobody can tell.
        let starred = records.first { account in
            all.contains { group in
                group[.channelScope] == "group" && group[.group] == "*" && group[.restrictsSenders] == false
                    && group[.channel] == account[.channel] && group[.channelAccount] == account[.channelAccount]
                    && !Self.gatesSenders(account[.channel].text ?? "")
            }
        }
        if let starred {
            return .manual(
                "name the rooms that are meant in its place",
                because: "\(starred.name) lists the room \"*\", which is every room."
            )
        }
        let rooms = ["groups", "guilds", "teams", "rooms", "channels"].flatMap {
            ["\($0).*", "\($0).*.channels.*", "\($0).*.topics.*"]
        }
        let named = levels.flatMap { level -> [ConfigurationRule] in
            let places = ["groupPolicy"] + rooms.map { "\($0).groupPolicy" }
            let policies = places.map {
                ConfigurationRule.replace(level.pattern + ConfigurationPattern($0), ["open"], by: "allowlist")
            }
            return policies + [
                .exclude(["*"], from: level.pattern + ConfigurationPattern("groupAllowFrom")),
                .withoutFallback(level, profile.openclaw.dmPolicy),
            ]
        }
        return .rules(named + [.replace("channels.defaults.groupPolicy", "open", by: "allowlist")])
    }

    /// Context comes from listed people.
    var hideUnlistedContext: OpenClawChange {
        let own = levels.map { level in
            ConfigurationRule.replace(
                level.pattern + ConfigurationPattern("contextVisibility"),
                ["all"],
                by: "allowlist"
            )
        }
        return .rules(own + [.set("channels.defaults.contextVisibility", to: "allowlist", orOne: "allowlist_quote")])
    }

    /// Where a list of groups lets nobody in by its star alone, because senders have to be listed, too.
    private static func gatesSenders(_ channel: String) -> Bool {
        ["telegram", "whatsapp", "signal", "imessage", "bluebubbles", "line", "mattermost", "zalo"].contains(channel)
    }
}

extension ConfigurationRule {
    /// A list that is left empty lets nobody in, as does no policy but `disabled` in all versions: those up to 2026.3
    /// refuse a file that asks for a list and has none.
    fileprivate static func withoutEmptyLists(_ level: ChannelLevel) -> ConfigurationRule {
        Self(level.pattern, creates: false, "\(level.pattern) has no empty list of senders") { node in
            guard let node else { return .keep }
            let places: [([JSONPathComponent], [JSONPathComponent])] = [
                (["dmPolicy"], ["allowFrom"]), (["dm", "policy"], ["dm", "allowFrom"]),
            ]
            let empty = places.filter { policy, senders in
                node[policy]?.text == "allowlist" && node[senders]?.items?.isEmpty == true
            }
            return empty.isEmpty ? .keep : .edits(empty.map { .set("disabled", at: $0.0) })
        }
    }

    /// Who is listed stays listed, and nobody else is let in.
    static func matchingPolicy(_ level: ChannelLevel, _ policy: String) -> ConfigurationRule {
        Self(level.pattern, creates: false, "\(level.pattern).dmPolicy agrees with its allowFrom") {
            node in
            guard let node else { return .keep }
            let senders = (node["allowFrom"] ?? node["dm"]?["allowFrom"])?.items ?? []
            guard !senders.contains(where: { $0.text == "*" }) else { return .keep }
            let value = JSONValue.string(senders.isEmpty ? policy : "allowlist")
            let places: [[JSONPathComponent]] = [["dmPolicy"], ["dm", "policy"]]
            let open = places.filter { node[$0]?.text == "open" }
            return open.isEmpty ? .keep : .edits(open.map { .set(value, at: $0) })
        }
    }

    /// Where no list is for groups, the list of senders counts there; its star goes, unless direct messages are open.
    ///
    /// With an open policy the star has to stay, which is for the control of direct messages to change.
    fileprivate static func withoutFallback(_ level: ChannelLevel, _ policy: String) -> ConfigurationRule {
        Self(level.pattern, creates: false, "\(level.pattern) lets no stranger speak in groups") { node in
            guard let node, let items = node["allowFrom"]?.items else { return .keep }
            let stars = items.indices.filter { items[$0].text == "*" }
            guard !stars.isEmpty, node["groupAllowFrom"] == nil else { return .keep }
            return .edits(
                stars.reversed().map { .remove(at: ["allowFrom", .index($0)]) }
                    + (node["dmPolicy"]?.text == "open" ? [.set(.string(policy), at: ["dmPolicy"])] : [])
            )
        }
    }
}
