import Documents
import Hardening

extension OpenClawRemedy {
    static let channels: [OpenClawRemedy] =
        [
            OpenClawRemedy("let-no-stranger-write", .openclawChannels, way: noStrangers),
            OpenClawRemedy("list-no-star-sender", .openclawChannels, way: noStrangers),
            OpenClawRemedy("settle-direct-messages", .openclawChannels) { drift in
                .rules(drift.levels.map { settled($0, drift.profile.openclaw.dmPolicy) })
            },
            everywhere("match-senders-by-identifier", "dangerouslyAllowNameMatching", true, by: false),
            everywhere("keep-channels-off-private-networks", "dangerouslyAllowPrivateNetwork", true, by: false),
            everywhere("answer-no-bots", "allowBots", true, "mentions", by: false),
            everywhere("answer-only-when-mentioned", "requireMention", false, by: true),
            .rules(
                "separate-direct-sessions",
                .openclawChannels,
                .set("session.dmScope", to: "per-channel-peer", orOne: "per-account-channel-peer", "per-peer")
            ),
            .rules("separate-group-sessions", .openclawChannels, .unset("session.groupScope")),
            OpenClawRemedy("refuse-settings-from-chat", .openclawChannels) { drift in
                .rules(
                    drift.levels.map { level in
                        let key = level.pattern + ConfigurationPattern("configWrites")
                        return level.isAccount
                            ? .replace(key, [true], by: false) : .set(key, to: false, anchor: level.pattern.steps.count)
                    }
                )
            },
            OpenClawRemedy("own-created-documents", .openclawChannels) { drift in
                .rules(
                    drift.levels.map { level in
                        let key = level.pattern + ConfigurationPattern("tools.doc")
                        return level.isAccount
                            ? .replace(key, [true], by: false) : .set(key, to: false, anchor: level.pattern.steps.count)
                    }
                )
            },
            OpenClawRemedy("close-open-groups", .openclawChannels, way: namedGroups),
            OpenClawRemedy("list-no-star-in-groups", .openclawChannels) { drift in
                .rules(drift.levels.map { .exclude(["*"], from: $0.pattern + ConfigurationPattern("groupAllowFrom")) })
            },
            OpenClawRemedy("hide-context-of-others", .openclawChannels) { drift in
                let own = drift.levels.map { level in
                    ConfigurationRule.replace(
                        level.pattern + ConfigurationPattern("contextVisibility"),
                        ["all"],
                        by: "allowlist"
                    )
                }
                return .rules(
                    own + [.set("channels.defaults.contextVisibility", to: "allowlist", orOne: "allowlist_quote")]
                )
            },
            .rules(
                "name-users-of-commands",
                .openclawChannels,
                .exclude(["*"], from: ConfigurationPattern("commands.allowFrom.*"))
            ),
            .rules(
                "name-the-owner",
                .openclawChannels,
                .exclude(["*"], from: ConfigurationPattern("commands.ownerAllowFrom"))
            ),
            .rules("keep-commands-behind-allow-lists", .openclawChannels, .unset("commands.useAccessGroups")),
        ]
        + ["bash", "config", "debug", "mcp", "plugins", "restart"].map { name in
            .rules("turn-off-\(name)-command", .openclawChannels, .set("commands.\(name)", to: false))
        }

    /// The star goes, and where the policy was open, the profile's takes its place.
    ///
    /// The version decides whether an open policy without a star is refused, so that both go together.
    private static let noStrangers: @Sendable (Drift) -> Way = { drift in
        let policy = JSONValue.string(drift.profile.openclaw.dmPolicy)
        return .rules(
            drift.levels.flatMap { level -> [ConfigurationRule] in
                ["", "dm."].flatMap { prefix -> [ConfigurationRule] in
                    let senders = level.pattern + ConfigurationPattern(prefix + "allowFrom")
                    let name = level.pattern + ConfigurationPattern(prefix.isEmpty ? "dmPolicy" : "dm.policy")
                    return [.exclude(["*"], from: senders), .replace(name, ["open"], by: policy)]
                } + [withoutAnybody(level)]
            }
        )
    }

    /// A list that is left empty lets nobody in, as does no policy but `disabled` in all versions: those up to 2026.3
    /// refuse a file that asks for a list and has none.
    private static func withoutAnybody(_ level: ChannelLevel) -> ConfigurationRule {
        ConfigurationRule(level.pattern, creates: false, "\(level.pattern) has no empty list of senders") { node in
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
    private static func settled(_ level: ChannelLevel, _ policy: String) -> ConfigurationRule {
        ConfigurationRule(level.pattern, creates: false, "\(level.pattern).dmPolicy agrees with its allowFrom") {
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

    private static let namedGroups: @Sendable (Drift) -> Way = { drift in
        // A star among the rooms themselves is taken for a room; which rooms were meant nobody can tell.
        let starred = drift.records.first { account in
            drift.all.contains { group in
                group.name.hasPrefix("\(account.channelName), group *") && group[.restrictsSenders] == false
                    && !gatesSenders(account[.channel].text ?? "")
            }
        }
        if let starred {
            return .advice(
                "\(starred.name) lists the room \"*\", which is every room; name the rooms that are meant in its place."
            )
        }
        let rooms = ["groups", "guilds", "teams", "rooms", "channels"].flatMap {
            ["\($0).*", "\($0).*.channels.*", "\($0).*.topics.*"]
        }
        let levels = drift.levels.flatMap { level -> [ConfigurationRule] in
            let places = ["groupPolicy"] + rooms.map { "\($0).groupPolicy" }
            let policies = places.map {
                ConfigurationRule.replace(level.pattern + ConfigurationPattern($0), ["open"], by: "allowlist")
            }
            return policies + [
                .exclude(["*"], from: level.pattern + ConfigurationPattern("groupAllowFrom")),
                withoutFallback(level, drift.profile.openclaw.dmPolicy),
            ]
        }
        return .rules(levels + [.replace("channels.defaults.groupPolicy", "open", by: "allowlist")])
    }

    /// Where no list is for groups, the list of senders counts there; its star goes, unless direct messages are open.
    ///
    /// With an open policy the star has to stay, which is for the control of direct messages to change.
    private static func withoutFallback(_ level: ChannelLevel, _ policy: String) -> ConfigurationRule {
        ConfigurationRule(level.pattern, creates: false, "\(level.pattern) lets no stranger speak in groups") { node in
            guard let node, let items = node["allowFrom"]?.items else { return .keep }
            let stars = items.indices.filter { items[$0].text == "*" }
            guard !stars.isEmpty, node["groupAllowFrom"] == nil else { return .keep }
            return .edits(
                stars.reversed().map { .remove(at: ["allowFrom", .index($0)]) }
                    + (node["dmPolicy"]?.text == "open" ? [.set(.string(policy), at: ["dmPolicy"])] : [])
            )
        }
    }

    /// Where a list of groups lets nobody in by its star alone, because senders have to be listed, too.
    private static func gatesSenders(_ channel: String) -> Bool {
        ["telegram", "whatsapp", "signal", "imessage", "bluebubbles", "line", "mattermost", "zalo"].contains(channel)
    }

    /// A key at any depth of the channels that drifted.
    private static func everywhere(_ phrase: String, _ key: String, _ bad: JSONValue..., by good: JSONValue) -> Self {
        Self(phrase, .openclawChannels) { drift in
            let names = Set(drift.records.compactMap { $0[.channel].text }).sorted()
            return .rules(
                names.map { name in
                    let channel = ConfigurationPattern([.key("channels"), .key(name), .anywhere, .key(key)])
                    return .replace(channel, bad, by: good)
                }
            )
        }
    }
}

/// A channel, or all of its accounts: the two levels that may set the same keys.
struct ChannelLevel: Sendable {
    let pattern: ConfigurationPattern
    let isAccount: Bool
}

extension OpenClawRemedy.Drift {
    /// The levels of every channel that drifted.
    fileprivate var levels: [ChannelLevel] {
        Set(records.compactMap { $0[.channel].text }).sorted().flatMap { name -> [ChannelLevel] in
            let channel = ConfigurationPattern([.key("channels"), .key(name)])
            let accounts = channel + ConfigurationPattern("accounts.*")
            return [ChannelLevel(pattern: channel, isAccount: false), ChannelLevel(pattern: accounts, isAccount: true)]
        }
    }
}

extension Record {
    /// The name without the installation's.
    fileprivate var channelName: String {
        name.firstRange(of: " in /").map { String(name[..<$0.lowerBound]) } ?? name
    }
}
