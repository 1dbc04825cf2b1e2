import Hardening

extension ConfigurationJudge {
    /// Channels whose policies are judged together with their lists of senders.
    private static let listed: Set<String> = [
        "bluebubbles", "discord", "googlechat", "imessage", "irc", "msteams", "signal", "slack", "telegram", "whatsapp",
    ]
    /// Channels that hold the policy of direct messages in an object of its own, besides.
    private static let nested: Set<String> = ["discord", "googlechat", "slack"]

    mutating func judgeUnknownChannel(_ entry: Setting.Entry) {
        let path = "channels.\(entry.key)"
        guard since(OpenClawVersion(2026, 4, 14)) else {
            return judgement.doubt(path, "what \(path) takes is its plugin's in OpenClaw \(name), and is not known")
        }
        judgement.doubt(
            path,
            "OpenClaw \(name) has no channel \(entry.key) of its own and refuses the file unless a plugin brings it"
        )
    }

    mutating func judgeChannels(_ root: Setting) {
        for entry in root["channels"].entries where Self.listed.contains(entry.key) && entry.value.isObject {
            let path = "channels.\(entry.key)"
            judgeSenders(entry.value, of: entry.key, path, above: nil)
            for account in entry.value["accounts"].entries where account.value.isObject {
                judgeSenders(account.value, of: entry.key, "\(path).accounts.\(account.key)", above: entry.value)
            }
        }
        let telegram = root.at("channels.telegram")
        if telegram["webhookUrl"].text?.isEmpty == false, !telegram["webhookSecret"].isSet {
            var span = RuleSpan.since(OpenClawVersion(2026, 2, 26), after: OpenClawVersion(2026, 1, 30))
            span.until = OpenClawVersion(2026, 3, 13)
            span.absentFrom = OpenClawVersion(2026, 4, 23)
            rule(span, "channels.telegram.webhookSecret", "webhookUrl needs it", telegram["webhookUrl"])
        }
        let robot = root.at("channels.qqbot")
        for (path, place) in [("", robot)] + robot["accounts"].entries.map({ (".accounts.\($0.key)", $0.value) }) {
            guard place["streaming"].isObject, !place["streaming"]["mode"].isSet else { continue }
            let path = "channels.qqbot\(path).streaming.mode"
            if mendsOnReading {
                refuse(.missing, path, "OpenClaw \(name) wants \(path), which is missing", place["streaming"])
            } else if !since(OpenClawVersion(2026, 6, 11)) {
                judgement.doubt(path, "whether OpenClaw \(name) wants it is not known")
            }
        }
        let twitch = root.at("channels.twitch")
        if since(OpenClawVersion(2026, 4, 14)), twitch.isObject, !twitch["accounts"].isObject {
            for key in ["username", "accessToken", "channel"] where !twitch[key].isSet {
                refuse(.missing, "channels.twitch.\(key)", "channels.twitch needs \(key), or accounts", twitch)
            }
        }
    }

    /// Up to spring 2026 the gateway did not start with a policy of direct messages that lacks its senders.
    private mutating func judgeSenders(_ channel: Setting, of name: String, _ path: String, above: Setting?) {
        let dm = Self.nested.contains(name) ? channel["dm"] : .missing
        let policy = channel["dmPolicy"].or(dm["policy"])
        var senders = channel["allowFrom"].or(dm["allowFrom"])
        let comesFromAbove = !senders.isSet && above != nil
        if comesFromAbove, let above, since(OpenClawVersion(2026, 2, 26)) { senders = above["allowFrom"] }
        let lacksAll = policy.text == "open" && !senders.texts.contains("*")
        guard lacksAll || policy.text == "allowlist" && senders.texts.isEmpty else { return }
        var span = RuleSpan.always
        if policy.text == "allowlist" {
            span = .since(OpenClawVersion(2026, 2, 26), after: OpenClawVersion(2026, 1, 30))
        }
        span.until = OpenClawVersion(2026, 3, 13)
        span.absentFrom = OpenClawVersion(2026, 4, 23)
        let wanted = lacksAll ? "dmPolicy open wants \"*\" in it" : "dmPolicy allowlist wants a sender in it"
        rule(span, "\(path).allowFrom", wanted, policy)
    }
}
