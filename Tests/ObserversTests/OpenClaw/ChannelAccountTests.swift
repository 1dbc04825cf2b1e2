import Hardening
import MachineTesting
import Surface
import Testing

@testable import Observers

@Suite struct ChannelAccountTests {
    private func accounts(_ channels: String) async -> [ChannelAccount] {
        ChannelAccount.all(await Exposure.reading("{channels: {\(channels)}}").root)
    }

    private func audiences(_ channels: String) async -> [[Value]] {
        await accounts(channels).map { [$0.dmAudience, $0.groupAudience] }
    }

    @Test func `an account's setting wins over its channel's, and that over the defaults`() async {
        let found = await accounts(
            """
            defaults: {groupPolicy: 'disabled'},
            telegram: {dmPolicy: 'open', allowFrom: ['*'], groupPolicy: 'allowlist', accounts: {
              own: {dmPolicy: 'allowlist', allowFrom: ['1'], groupPolicy: 'open'}, plain: {}, off: {enabled: false}}},
            whatsapp: {}, signal: {enabled: false}
            """
        )
        #expect(found.map(\.name) == ["telegram, account own", "telegram, account plain", "whatsapp"])
        #expect(found.map(\.dmAudience) == ["listed", "strangers", "paired"])
        #expect(found.map(\.groupAudience) == ["strangers", "strangers", "nobody"])
    }

    @Test func `a group of people stands for its members`() async {
        func audience(_ list: String, _ groups: String) async -> Value? {
            let text =
                "{channels: {telegram: {dmPolicy: 'allowlist', allowFrom: [\(list)]}}, accessGroups: {\(groups)}}"
            return ChannelAccount.all(await Exposure.reading(text).root).first?.dmAudience
        }
        let family = "family: {type: 'message.senders', members: {telegram: ['1', '2'], discord: ['*']}}"
        #expect(await audience("'accessGroup:family'", family) == "listed")
        #expect(await audience("'accessGroup:family'", family.replacing("'1', '2'", with: "'*'")) == "strangers")
        #expect(await audience("'accessGroup:nobody'", family) == "nobody")
        #expect(await audience("'accessGroup:nobody', '7'", family) == "listed")
    }

    @Test func `a channel whose accounts are all off has none`() async {
        #expect(await accounts("telegram: {accounts: {a: {enabled: false}}}").isEmpty)
    }

    @Test func `the older spelling of an account wins over the newer one of its channel`() async {
        let found = await audiences(
            "discord: {dmPolicy: 'disabled', accounts: {a: {dm: {policy: 'open', allowFrom: ['*']}}}}"
        )
        #expect(found.map(\.first) == ["strangers"])
    }

    @Test func `a star lets strangers in whatever the policy, and none where messages are off`() async {
        #expect(await audiences("telegram: {allowFrom: ['*']}").first?.first == "strangers")
        #expect(await audiences("telegram: {dmPolicy: 'allowlist', allowFrom: ['*']}").first?.first == "strangers")
        #expect(await audiences("telegram: {dmPolicy: 'disabled', allowFrom: ['*']}").first?.first == "nobody")
        #expect(await audiences("slack: {dm: {enabled: false, policy: 'open'}}").first?.first == "nobody")
    }

    @Test func `a sender that only a missing variable names leaves open who can write`() async {
        let found = await accounts("telegram: {dmPolicy: 'allowlist', allowFrom: ['${OWNER}']}")
        #expect(found.map { $0.dmAudience.isUnknown && $0.groupAudience.isUnknown } == [true])
        let star = await accounts("telegram: {dmPolicy: 'allowlist', allowFrom: ['${OWNER}', '*']}")
        #expect(star.map(\.dmAudience) == ["strangers"])
    }

    @Test func `senders listed for direct messages guard groups, but no guilds of Discord`() async {
        let groups = "allowFrom: ['1'], groups: {'-100': {}}"
        #expect(await audiences("telegram: {\(groups)}") == [["paired", "listed"]])
        let guilds = "dmPolicy: 'allowlist', allowFrom: ['1'], guilds: {'100': {}}"
        #expect(await audiences("discord: {\(guilds)}") == [["listed", "members"]])
        #expect(await audiences("discord: {guilds: {'100': {users: ['1']}}}") == [["paired", "listed"]])
    }

    @Test func `a star among the groups lets any group in, and a star in one opens that one`() async {
        let any = "groups: {'*': {}}"
        #expect(await audiences("telegram: {\(any), groupAllowFrom: ['*']}") == [["paired", "strangers"]])
        // Where senders are gated, the star among the groups lets nobody in by itself.
        #expect(await audiences("telegram: {\(any)}") == [["paired", "nobody"]])
        #expect(await audiences("googlechat: {\(any)}") == [["paired", "strangers"]])
        #expect(await audiences("telegram: {groups: {'-1': {}}}") == [["paired", "members"]])
        let open = "groupAllowFrom: ['1'], groups: {'-100': {allowFrom: ['*']}}"
        #expect(await audiences("telegram: {\(open)}") == [["paired", "members"]])
        #expect(await audiences("telegram: {groups: {'-1': {enabled: false}}}") == [["paired", "nobody"]])
    }

    @Test func `an open policy asks for no list but the group's own`() async {
        let found = await accounts(
            "telegram: {groupPolicy: 'open', groupAllowFrom: ['1'], groups: {'-1': {}, '-2': {allowFrom: ['2']}}}"
        )
        #expect(found.flatMap(\.groups).map(\.restriction) == [.none, .named])
    }

    @Test func `the chat of the control UI is no channel`() async {
        #expect(await accounts("webchat: {enabled: true}").isEmpty)
    }

    @Test func `groups and the channels in them inherit whether they wait to be mentioned`() async {
        let found = await accounts(
            "telegram: {groups: {'*': {requireMention: false}, '-1': {topics: {'7': {requireMention: true}}}}}"
        )
        let mentions = found.flatMap(\.groups).map { "\($0.key) \($0.requireMention.flag.map(String.init) ?? "-")" }
        #expect(mentions == ["* false", "-1 false", "-1/7 true"])
    }
}

extension Value {
    fileprivate var isUnknown: Bool { if case .unknown = self { true } else { false } }
}

/// What chats decide of the configuration, by version.
@Suite struct ChannelVersionTests {
    private func records(_ text: String, _ version: String) async throws -> [Record] {
        struct Missing: Error {}
        let file = "{meta: {lastTouchedVersion: '\(version)'}, \(text)}"
        let observer = Observer(CannedSurface(files: ["/root/.openclaw/openclaw.json": file]))
        guard case .state(let state) = await observer.observe(.facts(.openclawChannels)) else { throw Missing() }
        return state.records
    }

    @Test(
        arguments: [
            ("2026.4.23", "telegram: {}", false), ("2026.6.11", "telegram: {}", true),
            ("2026.9.6", "telegram: {}", true), ("2026.9.6", "telegram: {dmPolicy: 'disabled'}", false),
        ] as [(String, String, Value)]
    )
    func `who is paired first becomes owner where there is none`(_ version: String, _ channel: String, _ becomes: Value)
        async throws
    {
        let found = try await records("channels: {\(channel)}", version)
        #expect(found.last?[.nextPairedIsOwner] == becomes)
        let named = try await records("channels: {\(channel)}, commands: {ownerAllowFrom: ['telegram:7']}", version)
        #expect(named.last?[.nextPairedIsOwner] == false)
        #expect(found.last?[.channelScope] == "commands")
    }

    @Test(
        arguments: [
            ("irc", "2026.3.22", true), ("irc", "2026.3.28", .unset), ("irc", "2026.7.35", .unset),
            ("irc", "2026.8.1", true), ("bluebubbles", "2026.3.22", true), ("bluebubbles", "2026.4.23", .unset),
            ("telegram", "2026.9.6", true),
        ] as [(String, String, Value)]
    )
    func `a channel has the switch for its version`(_ channel: String, _ version: String, _ writes: Value) async throws
    {
        #expect(try await records("channels: {\(channel): {}}", version).first?[.configWrites] == writes)
    }
}
