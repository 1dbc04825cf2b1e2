import Hardening
import Surface
import Testing

@testable import Observers

@Suite struct AgentPolicyTests {
    private func exec(_ exec: String, version: String? = "2026.8.1", approvals: String = "{}") async throws -> String {
        let text = "{tools: {exec: {\(exec)}}}"
        let policy = try await AgentPolicy.reading(text, version: version, approvals: approvals).exec
        return "\(policy.mode) on \(policy.host.rawValue)"
    }

    @Test func `commands run freely on the gateway where nothing is set`() async throws {
        #expect(try await exec("") == "full on gateway")
    }

    @Test func `older and newer keys come to the same words`() async throws {
        #expect(try await exec("security: 'deny'") == "deny on gateway")
        #expect(try await exec("security: 'allowlist'") == "allowlist on gateway")
        #expect(try await exec("security: 'allowlist', ask: 'on-miss'") == "ask on gateway")
        #expect(try await exec("ask: 'always'") == "ask on gateway")
        #expect(try await exec("mode: 'auto'") == "auto on gateway")
    }

    @Test func `a gateway named as host asked by itself in older versions only`() async throws {
        #expect(try await exec("host: 'gateway'", version: "2026.3.3") == "ask on gateway")
        #expect(try await exec("host: 'gateway'", version: "2026.8.1") == "full on gateway")
        #expect(try await exec("host: 'sandbox'", version: "2026.3.3") == "full on sandbox that is off")
    }

    @Test func `older versions checked no approval without a host that is named`() async throws {
        #expect(try await exec("security: 'deny'", version: "2026.3.13") == "full on gateway")
        #expect(try await exec("security: 'deny', host: 'gateway'", version: "2026.3.13") == "deny on gateway")
        #expect(try await exec("security: 'deny'", version: "2026.4.1") == "deny on gateway")
    }

    @Test func `the file of approvals only makes it stricter`() async throws {
        let deny = "{defaults: {security: 'deny'}, agents: {other: {security: 'full'}}}"
        #expect(try await exec("mode: 'full'", approvals: deny) == "deny on gateway")
        let full = "{defaults: {security: 'full', ask: 'off'}}"
        #expect(try await exec("mode: 'deny'", approvals: full) == "deny on gateway")
    }

    @Test func `an agent's sandbox wins, but not over the container that all share`() async throws {
        let text = """
            {agents: {defaults: {sandbox: {mode: 'off', scope: 'SCOPE', docker: {network: 'bridge'}}},
              list: [{id: 'a', sandbox: {mode: 'all', docker: {network: 'none'}}}]}}
            """
        for (scope, network) in [("agent", "none"), ("shared", "bridge")] {
            let agent = try await AgentPolicy.reading(text.replacing("SCOPE", with: scope))
            #expect(agent.sandboxMode == "all")
            #expect(agent.sandbox("docker.network").text == network)
        }
    }

    @Test func `agents come from entries or the list, and the first is the default`() async {
        let entries = await Exposure.reading("{agents: {entries: {'a.b': {}, c: {default: true}}}}").agents
        #expect(entries.map(\.id) == ["a.b", "c"])
        #expect(entries.map(\.isDefault) == [false, true])
        #expect(entries.map(\.location) == [["agents", "entries", "a.b"], ["agents", "entries", "c"]])
        let list = await Exposure.reading("{agents: {list: [{id: 'x'}, {id: 'y'}]}}").agents
        #expect(list.map(\.isDefault) == [true, false])
        #expect(list.map(\.location) == [["agents", "list", "0"], ["agents", "list", "1"]])
        #expect(await Exposure.reading("{}").agents.map(\.id) == ["main"])
    }

    @Test func `what a missing variable decides is unknown in the record`() async {
        let surface = ["profile: '${P}'", "deny: ['${T}']", "exec: {mode: '${M}'}"]
        for setting in surface {
            let exposure = await Exposure.reading("{tools: {\(setting)}}")
            let doubts = exposure.agents.compactMap { $0.toolDoubt ?? $0.execDoubt }
            #expect(doubts.count == 1, "\(setting)")
        }
    }

    @Test func `models are ranked by their names`() {
        #expect(ModelTier("openai/gpt-3.5-turbo") == .legacy)
        #expect(ModelTier("ollama/llama-3.1-8b") == .small)
        #expect(ModelTier("anthropic/claude-3-5-sonnet-20241022") == .weak)
        #expect(ModelTier("anthropic/claude-haiku-4-5") == .weak)
        #expect(ModelTier("openai/gpt-4o") == .weak)
        #expect(ModelTier("anthropic/claude-opus-4-6") == .unremarkable)
        #expect(ModelTier("anthropic/claude-sonnet-4-5-20250929") == .unremarkable)
        #expect(ModelTier("openai/gpt-5.2") == .unremarkable)
    }

    @Test func `tools under the defaults, which no version reads, restrict nothing`() async throws {
        let agent = try await AgentPolicy.reading("{agents: {defaults: {tools: {deny: ['*']}}}}")
        #expect(agent.tools == ToolCatalog.names)
    }
}
