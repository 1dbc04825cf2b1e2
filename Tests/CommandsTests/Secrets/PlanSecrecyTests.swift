import Controls
import Documents
import Hardening
import MachineTesting
import Observers
import Reports
import Surface
import Testing

@testable import Commands

/// Plans that move secrets, shown in every way, without them.
@Suite struct PlanSecrecyTests {
    private struct Server: Machine {
        let observer: Observer

        func observe(_ resource: Resource) async -> Observation { await observer.observe(resource) }
    }

    /// Each secret in a place and a spelling of its own.
    private static let configuration = """
        {gateway: {mode: "local", auth: {mode: "token", token:
            "SECRET"}},
         channels: {telegram: {botToken: "SECRET", note: 1}, discord: {token: 'SECRET'},
          slack: {botToken: "SECRET", appToken: "SECRET"}},
         hooks: {enabled: true, token: "SECRET"}, models: {providers: {own: {baseUrl: "https://m.test/v1",
          apiKey: "SECRET"}}}, tools: {web: {search: {apiKey
          : "SECRET"}}}, mcp: {servers: {a: {command: "x", env: {TOKEN: "SECRET # $5"}}}},
         skills: {entries: {own: {apiKey: "SECRET"}}}}
        """

    private func planned(_ seed: UInt64) async throws -> (Plan, [Canary]) {
        var generator = SplitMix(state: seed)
        var canaries: [Canary] = []
        let text = Self.configuration.replacing("SECRET") {
            canaries.append(Canary(using: &generator))
            return canaries.last?.text ?? ""
        }
        var surface = CannedSurface(files: [
            "/etc/passwd": "root:x:0:0:root:/root:/bin/bash\n",
            "/usr/lib/node_modules/openclaw/package.json": #"{"name": "openclaw", "version": "2026.4.19"}"#,
        ])
        surface.add("/root/.openclaw/openclaw.json", text, mode: 0o600)
        surface.add("/root/.openclaw/.env", "NODE_ENV=production", mode: 0o644)
        surface.isLive = false
        let machine = Server(observer: Observer(surface))
        let controls = ControlList.controls(for: .standalone).filter { [.openclaw, .secrets].contains($0.layer) }
        let needs = controls.flatMap(\.resources) + controls.flatMap(\.fix.needs)
        var snapshot = await machine.snapshot(of: Set(needs))
        let demands = Demands(controls, .standalone, on: snapshot)
        for resource in demands.resources { snapshot[resource] = await machine.observe(resource) }
        return (try Plan(profile: "standalone", demands, on: snapshot), canaries)
    }

    @Test(arguments: 0..<12 as Range<UInt64>)
    func `a plan that moves secrets shows none of them`(_ seed: UInt64) async throws {
        let (plan, canaries) = try await planned(seed)
        let change = try #require(plan.changes.first { $0.resource == .file("/root/.openclaw/.env") })
        guard case .file(let file) = change.after else { throw Unexpected() }
        // They are all there, and are all looked for.
        for (index, canary) in canaries.enumerated() {
            #expect(file.text?.contains(canary.text) == true, "secret \(index) was not moved")
        }
        for output in [PlanText(plan, .plain).text, plan.output.document] {
            for (index, canary) in canaries.enumerated() where canary.isSeen(in: output) {
                Issue.record("secret \(index) in \(output)")
            }
        }
        #expect(PlanText(plan, .plain).text.contains("+ OPENCLAW_SECRET_HOOKS_TOKEN=[masked]"))
    }

    private struct Unexpected: Error {}
}
