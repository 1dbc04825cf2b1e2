import Documents
import Hardening

/// A channel, or all of its accounts: the two levels that may set the same keys.
struct ChannelLevel: Sendable {
    let pattern: ConfigurationPattern
    let isAccount: Bool
}

extension OpenClawFault {
    /// The levels of every channel that drifted.
    var levels: [ChannelLevel] {
        Set(records.compactMap { $0[.channel].text }).sorted().flatMap { name -> [ChannelLevel] in
            let channel = ConfigurationPattern([.key("channels"), .key(name)])
            let accounts = channel + ConfigurationPattern("accounts.*")
            return [ChannelLevel(pattern: channel, isAccount: false), ChannelLevel(pattern: accounts, isAccount: true)]
        }
    }
}

extension Fix {
    /// A key that is corrected at any depth of the channels that drifted.
    static func channels(_ key: String, _ bad: JSONValue..., by good: JSONValue, byHand: String) -> Self {
        openclaw(byHand: byHand) { fault in
            let names = Set(fault.records.compactMap { $0[.channel].text }).sorted()
            return .rules(
                names.map { name in
                    let channel = ConfigurationPattern([.key("channels"), .key(name), .anywhere, .key(key)])
                    return .replace(channel, bad, by: good)
                }
            )
        }
    }

    /// A key that is off in the channels that drifted, and where one of their accounts turns it on.
    static func disablingInChannels(_ key: String, byHand: String) -> Self {
        openclaw(byHand: byHand) { fault in
            .rules(
                fault.levels.map { level in
                    let setting = level.pattern + ConfigurationPattern(key)
                    return level.isAccount
                        ? .replace(setting, [true], by: false)
                        : .set(setting, to: false, requiredSteps: level.pattern.steps.count)
                }
            )
        }
    }

    /// No list of the channels that drifted holds a star under this key.
    static func withoutStar(in key: String, byHand: String) -> Self {
        openclaw(byHand: byHand) { fault in
            .rules(fault.levels.map { .exclude(["*"], from: $0.pattern + ConfigurationPattern(key)) })
        }
    }
}
