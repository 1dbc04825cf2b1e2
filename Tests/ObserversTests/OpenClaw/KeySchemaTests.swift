import Hardening
import MachineTesting
import Testing

@testable import Observers

@Suite struct KeySchemaTests {
    private func problems(_ configuration: String) async -> [(String, Int?)] {
        let observer = Observer(CannedSurface(files: ["/root/.openclaw/openclaw.json": configuration]))
        guard case .state(let state) = await observer.observe(.facts(.openclawProblems)) else { return [] }
        return state.records.map { record in ("\(record[.problem])", record.origins[.problem]?.line) }
    }

    @Test func `a key that the version does not have is named with its line`() async {
        let found = await problems("{meta: {lastTouchedVersion: '2026.4.19'},\n gateway: {\n  host: 'x'}}")
        #expect(found.map(\.0) == ["OpenClaw 2026.4.19 does not know gateway.host"])
        #expect(found.map(\.1) == [3])
    }

    @Test(arguments: [
        ("{gateway: {terminal: {enabled: true}}}", "2026.4.19", false),
        ("{gateway: {terminal: {enabled: true}}}", "2026.9.4", true),
        ("{secrets: {providers: {}}}", "2026.2.24", false),
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
        "gateway.http.allowSessionKeyOverride",
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
        #expect(old.count == 1 && old.first?.0.contains(path) == true, "\(old)")
        #expect(await problems("{meta: {lastTouchedVersion: '2026.9.4'}, " + nested.dropFirst()).isEmpty)
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
        let found = await problems(text)
        #expect(found.count == 1 && found.first?.0.contains(words) == true, "\(found)")
        #expect(await problems("{meta: {lastTouchedVersion: '2026.9.4'}, " + text.dropFirst()).count <= 1)
    }

    @Test func `the bound of a key may be a fix of a release`() {
        let schema = KeySchema("a 3.8-3.13-1\n b\n")
        #expect(schema.look(up: "a", below: 0, version: OpenClawVersion(2026, 3, 13, suffix: 1)).0 == .known)
        let after = schema.look(up: "a", below: 0, version: OpenClawVersion(2026, 3, 22)).0
        #expect(after == .retired(OpenClawVersion(2026, 3, 13, suffix: 1)))
    }

    @Test func `nothing is said of keys beyond the versions whose schema is known`() async {
        #expect(await problems("{meta: {lastTouchedVersion: '2026.10.6'}, brandNew: {a: 1}}").isEmpty)
        #expect(await problems("{meta: {lastTouchedVersion: '2026.1.5'}, ancient: 1}").isEmpty)
    }

    @Test func `channels of plugins and plugins' own settings are left alone`() async {
        let text = "{channels: {custom: {a: 1}, telegram: {b: 2}}, plugins: {entries: {x: {config: {deep: {er: 1}}}}}}"
        #expect(await problems(text).isEmpty)
    }
}
