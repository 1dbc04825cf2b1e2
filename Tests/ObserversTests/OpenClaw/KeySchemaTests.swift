import Hardening
import MachineTesting
import Surface
import Testing

@testable import Observers

@Suite struct KeySchemaTests {
    private func records(_ configuration: String) async -> [Record] {
        let observer = Observer(CannedSurface(files: ["/root/.openclaw/openclaw.json": configuration]))
        guard case .state(let state) = await observer.observe(.facts(.openclawProblems)) else { return [] }
        return state.records
    }

    /// What is refused for sure.
    private func problems(_ configuration: String) async -> [(String, Int?)] {
        await records(configuration).filter { $0[.isRefused] == true }
            .map { record in ("\(record[.problem])", record.origins[.problem]?.line) }
    }

    @Test func `a key that the version does not have is named with its line`() async {
        let found = await problems("{meta: {lastTouchedVersion: '2026.4.19'},\n gateway: {\n  host: 'x'}}")
        #expect(found.map(\.0) == ["OpenClaw 2026.4.19 does not know gateway.host"])
        #expect(found.map(\.1) == [3])
    }

    @Test(arguments: [
        ("{gateway: {terminal: {enabled: true}}}", "2026.4.19", false),
        ("{gateway: {terminal: {enabled: true}}}", "2026.9.4", true),
        ("{secrets: {providers: {}}}", "2026.2.12", false),
        ("{secrets: {providers: {}}}", "2026.2.26", true),
        ("{security: {installPolicy: {enabled: true}}}", "2026.4.3", false),
        ("{agents: {list: [{id: 'a', sandbox: {mode: 'all'}}]}}", "2026.4.19", true),
        ("{agents: {list: [{id: 'a', nonsense: 1}]}}", "2026.4.19", false),
        ("{gateway: {controlUi: {allowInsecureAuth: true}}}", "2026.3.28", true),
        ("{hooks: {mappings: [{allowUnsafeExternalContent: true}]}}", "2026.2.24", true),
        ("{$schema: 'x', logging: {redactPatterns: ['a']}}", "2026.4.19", true),
        ("{models: {providers: {any: {baseUrl: 'x', models: []}}}}", "2026.4.19", true),
    ])
    func `keys are gated by version`(_ text: String, _ version: String, _ isKnown: Bool) async {
        let found = await problems("{meta: {lastTouchedVersion: '\(version)'}, " + text.dropFirst())
        #expect(found.isEmpty == isKnown, "\(found)")
    }

    @Test(arguments: [
        "gateway.auth.identityScopes", "gateway.auth.trustedProxy.allowLoopback",
        "gateway.nodes.pairing", "gateway.nodes.commands", "gateway.terminal", "gateway.publicOrigin", "gateway.roles",
        "session.groupScope", "accessGroups", "tools.exec.mode", "tools.exec.reviewer", "tools.exec.timeoutSeconds",
        "tools.web.fetch.useTrustedEnvProxy", "agents.entries", "browser.extensionRelay",
        "skills.install.allowUploadedArchives", "skills.workshop", "logging.audit", "cron.webhookSsrfPolicy",
        "security",
        "mcp.apps", "proxy", "secrets.egressProxy",
    ])
    func `keys that came after 2026.4.19 stop that version, and are taken by later ones`(_ path: String) async {
        let keys = path.split(separator: ".")
        let nested = keys.map { "{\($0): " }.joined() + "{}" + String(repeating: "}", count: keys.count)
        let old = await problems("{meta: {lastTouchedVersion: '2026.4.19'}, " + nested.dropFirst())
        #expect(old.contains { $0.0.contains("does not know \(path)") }, "\(old)")
        // What the key holds is not what it wants.
        let new = await problems("{meta: {lastTouchedVersion: '2026.9.6'}, " + nested.dropFirst())
        #expect(!new.contains { $0.0.contains("does not know") || $0.0.contains("went away") }, "\(new)")
    }

    @Test(arguments: [
        ("{tools: {profile: 'none'}}", "tools.profile"),
        ("{agents: {list: [{id: 'a', sandbox: {mode: 'on'}}]}}", "agents.list[0].sandbox.mode"),
        ("{models: {providers: {any: {baseUrl: 'x', api: 'openai', models: []}}}}", "models.providers.any.api"),
        ("{channels: {telegram: {dmPolicy: 'paired'}}}", "channels.telegram.dmPolicy"),
        ("{channels: {telegram: {accounts: {b: {groupPolicy: 'x'}}}}}", "channels.telegram.accounts.b.groupPolicy"),
        ("{channels: {signal: {dmPolicy: 'paired'}}}", "channels.signal.dmPolicy"),
        ("{agents: []}", "agents has to be an object"),
        ("{agents: {list: {a: {}}}}", "agents.list has to be a list"),
    ])
    func `a value that no version takes is named with what they take`(_ text: String, _ words: String) async {
        let found = await problems("{meta: {lastTouchedVersion: '2026.4.19'}, " + text.dropFirst())
        #expect(found.count == 1 && found.first?.0.contains(words) == true, "\(found)")
        #expect(await problems("{meta: {lastTouchedVersion: '2026.9.4'}, " + text.dropFirst()).count <= 1)
    }

    @Test(arguments: ["2026.10.6", "2026.1.5"])
    func `beyond the versions that were looked at nothing is known`(_ version: String) async {
        let found = await records("{meta: {lastTouchedVersion: '\(version)'}, brandNew: {a: 1}}")
        #expect(found.count == 1 && found.first?[.problemKind] == .problem(.notJudged))
        #expect(found.first.map { "\($0[.isRefused])".contains("2026.9.6") || version == "2026.1.5" } == true)
    }

    @Test func `a channel of a plugin is not known, and plugins' own settings are left alone`() async {
        let plugins = "plugins: {entries: {x: {config: {deep: {er: 1}}}}}"
        #expect(await problems("{meta: {lastTouchedVersion: '2026.9.6'}, \(plugins)}").isEmpty)
        let channel = await records("{meta: {lastTouchedVersion: '2026.9.6'}, channels: {custom: {a: 1}}}")
        #expect(channel.map { $0[.problemKind] } == ["doubtful"])
    }
}
