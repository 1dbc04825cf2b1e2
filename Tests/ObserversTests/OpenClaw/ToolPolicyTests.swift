import Testing

@testable import Observers

@Suite struct ToolPolicyTests {
    private func tools(_ text: String) async throws -> Set<String> { try await AgentPolicy.reading(text).tools }

    @Test func `without any policy an agent has every tool`() async throws {
        #expect(try await tools("{}") == ToolCatalogue.names)
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
        #expect(found.isDisjoint(with: ["read", "write", "web_fetch", "gateway"]))
        #expect(try await tools("{tools: {profile: 'minimal'}}") == ["session_status"])
    }

    @Test func `an allow list of plugin tools only does not take the rest away`() async throws {
        #expect(try await tools("{tools: {allow: ['my_plugin_tool']}}") == ToolCatalogue.names)
    }

    @Test func `who may write may patch`() async throws {
        #expect(try await tools("{tools: {allow: ['write']}}") == ["write", "apply_patch"])
    }

    @Test func `the layer of a provider counts for agents whose model is the provider's`() async throws {
        let layer = "tools: {byProvider: {'ollama': {deny: ['*']}}}"
        #expect(try await tools("{\(layer), agents: {defaults: {model: {primary: 'ollama/small'}}}}").isEmpty)
        #expect(try await tools("{\(layer), agents: {defaults: {model: 'other/big'}}}") == ToolCatalogue.names)
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
