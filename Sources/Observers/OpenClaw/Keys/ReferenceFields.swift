/// Which settings take a reference to a secret, so that it is resolved, by version.
///
/// Measured with the real program: each setting was given a reference, and the gateway asked whether it used the value.
/// Four versions were measured; one between two of them is taken to do what both do, and a later one what the last does.
enum ReferenceFields {
    /// What a measured version did with a reference.
    enum Answer: Character {
        /// It was resolved, and its value used.
        case used = "u"
        /// It was taken, and it is not known that anything resolves it.
        case inactive = "i"
        /// The configuration was refused.
        case rejected = "r"
    }

    /// The versions that were measured, oldest first.
    static let measured = [
        OpenClawVersion(2026, 2, 26), OpenClawVersion(2026, 4, 23), OpenClawVersion(2026, 7, 1),
        OpenClawVersion(2026, 9, 6),
    ]

    /// Setting, with `*` for any key, and the answers of the versions in their order.
    private static let table: [(pattern: [Substring], answers: [Answer])] = """
        gateway.auth.token ruuu
        gateway.auth.password ruuu
        gateway.remote.token ruuu
        gateway.remote.password ruuu
        models.providers.*.apiKey uuuu
        models.providers.*.headers.* ruuu
        models.providers.*.request.headers.* ruuu
        models.providers.*.request.auth.token ruuu
        channels.telegram.botToken ruuu
        channels.telegram.webhookSecret ruuu
        channels.telegram.accounts.*.botToken ruuu
        channels.discord.token ruii
        channels.discord.accounts.*.token ruii
        channels.slack.botToken ruii
        channels.slack.appToken ruii
        channels.slack.signingSecret ruii
        channels.slack.userToken ruii
        channels.matrix.accessToken iuii
        channels.matrix.password iuii
        channels.mattermost.botToken iuii
        channels.msteams.appPassword ruii
        channels.googlechat.serviceAccount uuii
        channels.feishu.appSecret iuii
        channels.nextcloud-talk.botSecret iuii
        channels.line.channelAccessToken irrr
        channels.bluebubbles.password rurr
        skills.entries.*.apiKey uuuu
        plugins.entries.brave.config.webSearch.apiKey iuii
        plugins.entries.perplexity.config.webSearch.apiKey iuii
        tools.web.search.apiKey riur
        tools.web.search.perplexity.apiKey rirr
        tools.web.search.gemini.apiKey rirr
        tools.web.fetch.firecrawl.apiKey riur
        cron.webhookToken ruuu
        talk.apiKey rirr
        talk.providers.elevenlabs.apiKey ruuu
        messages.tts.elevenlabs.apiKey rirr
        messages.tts.providers.elevenlabs.apiKey ruur
        tts.providers.elevenlabs.apiKey rrru
        agents.defaults.memorySearch.remote.apiKey ruur
        memory.search.remote.apiKey rrru
        agents.defaults.sandbox.ssh.identityData riii
        """
        .split(separator: "\n").map { line in
            let words = line.split(separator: " ")
            return (words[0].split(separator: "."), words[1].compactMap(Answer.init))
        }

    /// The newest version whose references do not protect: it writes what they stand for into `models.json`.
    static let unprotected = OpenClawVersion(2026, 2, 26)

    /// Why a version's references are no protection at all, or not known to be; none where they are.
    static func blocker(of version: OpenClawVersion?) -> String? {
        guard let version else { return "which version of OpenClaw runs is not known" }
        if version <= unprotected {
            return
                "OpenClaw up to 2026.2.26 writes what a reference stands for in clear into models.json; update it first"
        }
        guard version >= measured[1] else {
            return
                "it is not known whether OpenClaw \(version) keeps what a reference stands for to itself; update it first"
        }
        return nil
    }

    /// Why the setting keeps its value; none where a reference can stand for it.
    static func blocker(of setting: [String], in version: OpenClawVersion) -> String? {
        guard let row = table.first(where: { matches($0.pattern, setting) }) else {
            return "OpenClaw takes no reference there"
        }
        let below = measured.lastIndex { $0 <= version } ?? 0
        let above = measured.firstIndex { $0 >= version } ?? measured.count - 1
        let answers = [row.answers[below], row.answers[above]]
        if answers.contains(.rejected) { return "OpenClaw \(version) takes no reference there" }
        if answers.contains(.inactive) {
            return "OpenClaw \(version) takes a reference there, and it is not known that anything resolves it"
        }
        return nil
    }

    /// Whether a setting is one of those that some version takes a reference in.
    static func knows(_ setting: [String]) -> Bool { table.contains { matches($0.pattern, setting) } }

    private static func matches(_ pattern: [Substring], _ setting: [String]) -> Bool {
        pattern.count == setting.count && zip(pattern, setting).allSatisfy { $0 == "*" || $0 == $1 }
    }
}
