import Hardening
import Testing

@testable import Observers

@Suite struct ToolPolicyTests {
    private func tools(_ text: String, _ version: String? = nil) async throws -> Set<String> {
        try await AgentPolicy.reading(text, version: version).tools
    }

    @Test func `without any policy an agent has every tool`() async throws {
        #expect(try await tools("{}") == ToolCatalog.names)
    }

    @Test func `a denied tool stays denied whoever allows it`() async throws {
        let found = try await tools(
            "{tools: {deny: ['tts']}, agents: {list: [{id: 'a', tools: {allow: ['tts', 'read'], profile: 'full'}}]}}"
        )
        #expect(found == ["read"])
    }

    @Test func `groups and older names stand for their tools`() async throws {
        let found = try await tools("{tools: {deny: ['group:runtime', 'group:fs', ' Apply-Patch ']}}")
        #expect(found.isDisjoint(with: ["exec", "process", "read", "write", "edit", "apply_patch"]))
        #expect(try await !tools("{tools: {deny: ['bash']}}").contains("exec"))
    }

    @Test func `an agent's profile replaces the one for all, and extra tools widen it`() async throws {
        let text = """
            {tools: {profile: 'minimal'}, agents: {list: [{id: 'a', tools: {profile: 'messaging', alsoAllow: ['exec']}}]}}
            """
        let found = try await tools(text)
        #expect(found.isSuperset(of: ["exec", "message", "session_status"]))
        #expect(found.isDisjoint(with: ["read", "write", "web_fetch"]))
        #expect(try await tools("{tools: {profile: 'minimal'}}", "2026.9.3") == ["session_status"])
        #expect(try await tools("{tools: {profile: 'minimal'}}", "2026.9.6") == ["session_status", "gateway"])
    }

    @Test func `an allow list of plugin tools only does not take the rest away`() async throws {
        #expect(try await tools("{tools: {allow: ['my_plugin_tool']}}") == ToolCatalog.names)
    }

    @Test func `who may write may patch`() async throws {
        #expect(try await tools("{tools: {allow: ['write']}}") == ["write", "apply_patch"])
    }

    @Test func `the layer of a provider counts for agents whose model is the provider's`() async throws {
        let layer = "tools: {byProvider: {'ollama': {deny: ['*']}}}"
        #expect(try await tools("{\(layer), agents: {defaults: {model: {primary: 'ollama/small'}}}}").isEmpty)
        #expect(try await tools("{\(layer), agents: {defaults: {model: 'other/big'}}}") == ToolCatalog.names)
    }

    @Test func `in the sandbox only its own tools are there, and its denied ones never`() async throws {
        let agent = try await AgentPolicy.reading("{agents: {defaults: {sandbox: {mode: 'all'}}}}")
        #expect(agent.tools.isSuperset(of: ["exec", "read"]))
        #expect(agent.tools.isDisjoint(with: ["web_fetch", "message", "gateway", "browser", "nodes", "cron"]))
    }

    @Test func `switches take their tool away`() async throws {
        let found = try await tools("{tools: {web: {fetch: {enabled: false}}}, browser: {enabled: false}}")
        #expect(found.isDisjoint(with: ["web_fetch", "browser"]))
    }

    @Test(
        arguments: [
            ("2026.2.26", "coding", "web_fetch", false), ("2026.3.13", "coding", "web_fetch", true),
            ("2026.7.35", "messaging", "sessions_spawn", false), ("2026.8.1", "messaging", "sessions_spawn", true),
            ("2026.7.35", "coding", "terminal", false), ("2026.8.1", "coding", "terminal", true),
            ("2026.9.3", "coding", "plugins", false), ("2026.9.6", "coding", "plugins", true),
            ("2026.9.3", "messaging", "gateway", false), ("2026.9.6", "messaging", "gateway", true),
        ] as [(String, String, String, Bool)]
    )
    func `profiles hold what their version puts into them`(
        _ version: String,
        _ profile: String,
        _ tool: String,
        _ isHeld: Bool
    ) async throws {
        #expect(try await tools("{tools: {profile: '\(profile)'}}", version).contains(tool) == isHeld)
    }

    @Test func `a group denies its own tools and no more`() async throws {
        let runtime = try await tools("{tools: {deny: ['group:runtime']}}", "2026.8.1")
        #expect(runtime.contains("terminal") && !runtime.contains("exec") && !runtime.contains("secrets"))
        #expect(try await !tools("{tools: {deny: ['group:ui']}}", "2026.8.1").contains("terminal"))
        let nodes = try await tools("{tools: {deny: ['nodes']}}", "2026.8.1")
        #expect(nodes.isSuperset(of: ["computer", "mobile_ui"]) && !nodes.contains("nodes"))
        let all = try await tools("{tools: {deny: ['group:nodes']}}", "2026.9.6")
        #expect(all.isDisjoint(with: ["nodes", "computer", "mobile_ui"]))
    }

    @Test func `cron goes by its newer name from the version on that has it`() async throws {
        #expect(try await !tools("{tools: {deny: ['automations']}}", "2026.8.1").contains("cron"))
        #expect(try await !tools("{tools: {deny: ['cron']}}", "2026.8.1").contains("cron"))
        #expect(try await tools("{tools: {deny: ['automations']}}", "2026.7.35").contains("cron"))
    }

    @Test(
        arguments: [
            ("2026.3.2", false), ("2026.3.13", true), ("2026.4.23", true), ("2026.4.29", false), ("2026.9.6", false),
        ] as [(String, Bool)]
    )
    func `a section beside the profile gives tools back in some versions`(_ version: String, _ widens: Bool)
        async throws
    {
        let exec = try await tools("{tools: {profile: 'messaging', exec: {strictInlineEval: true}}}", version)
        #expect(exec.contains("exec") == widens)
        let files = try await tools("{tools: {profile: 'minimal', fs: {workspaceOnly: true}}}", version)
        #expect(files.isSuperset(of: ["read", "write", "edit"]) == widens)
    }

    @Test func `where the version is not known, or too new, only what all versions agree on is told`() async throws {
        for version in [nil, "2026.10.1"] as [String?] {
            let agent = try await AgentPolicy.reading("{tools: {profile: 'minimal', deny: ['exec']}}", version: version)
            #expect(agent.decided { $0.contains("exec") } == false)
            #expect(agent.decided { $0.contains("session_status") } == true)
            guard case .unknown = agent.decided(by: { $0.contains("gateway") }) else {
                Issue.record("claims to know")
                continue
            }
        }
    }

    @Test func `servers reach agents of a profile from the version on that lets them`() async throws {
        let text = "{tools: {profile: 'coding'}, mcp: {servers: {a: {command: 'a'}}}}"
        #expect(try await !AgentPolicy.reading(text, version: "2026.3.13").hasServers(in: .host))
        #expect(try await AgentPolicy.reading(text, version: "2026.4.23").hasServers(in: .host))
    }

    @Test func `a star matches as a search by trying every split does`() {
        func matches(_ name: Substring, _ pattern: Substring) -> Bool {
            guard let first = pattern.first else { return name.isEmpty }
            if first == "*" {
                return matches(name, pattern.dropFirst()) || (!name.isEmpty && matches(name.dropFirst(), pattern))
            }
            return name.first == first && matches(name.dropFirst(), pattern.dropFirst())
        }
        var seed: UInt64 = 7
        func next(_ bound: UInt64) -> UInt64 {
            seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return (seed >> 33) % bound
        }
        for _ in 0..<20_000 {
            let name = String((0..<next(7)).map { _ in next(2) == 0 ? "a" : "b" })
            let pattern = String((0..<next(6)).map { _ in ["a", "b", "*"][Int(next(3))] as Character })
            #expect(ToolPolicy.matches(name, pattern) == matches(name[...], pattern[...]), "\(name) \(pattern)")
        }
    }
}
