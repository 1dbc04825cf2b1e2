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

    @Test func `nothing is said of keys beyond the versions whose schema is known`() async {
        #expect(await problems("{meta: {lastTouchedVersion: '2026.10.6'}, brandNew: {a: 1}}").isEmpty)
        #expect(await problems("{meta: {lastTouchedVersion: '2026.1.5'}, ancient: 1}").isEmpty)
    }

    @Test func `channels of plugins and plugins' own settings are left alone`() async {
        let text = "{channels: {custom: {a: 1}, telegram: {b: 2}}, plugins: {entries: {x: {config: {deep: {er: 1}}}}}}"
        #expect(await problems(text).isEmpty)
    }
}
