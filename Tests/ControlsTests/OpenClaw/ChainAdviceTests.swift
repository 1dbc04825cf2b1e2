import Catalog
import Controls
import Documents
import Hardening
import MachineTesting
import Surface
import Testing

/// What a person is told to type so that nothing leaks, and what it does.
@Suite struct ChainAdviceTests {
    private static let careless = """
        { "gateway": { "bind": "lan" },
          "channels": { "telegram": { "dmPolicy": "open", "allowFrom": ["*"] } },
          "agents": { "defaults": { "sandbox": { "mode": "off" } } },
          "tools": { "deny": ["image"], "exec": { "security": "full", "ask": "off" } } }
        """
    private static let leaks = "chains.block-data-exfiltration"

    private func advice(_ bench: OpenClawBench) async throws -> String {
        let fix = try #require(
            ControlList.fixes(for: bench.profile).first { $0.control == Self.leaks }
        )
        switch fix.answer(await bench.snapshot()) {
        case .advise(let text), .follow(let text): return text
        case .amend, .begin: return "no advice"
        }
    }

    @Test func `the line that is told before and after the plan cuts what the plan leaves`() async throws {
        var bench = OpenClawBench.container(Self.careless)
        let before = try await advice(bench)
        #expect(before.contains("docker exec claw-gateway openclaw config set tools.deny '["), "\(before)")
        #expect(!before.contains("sandbox"), "\(before)")
        let (_, complaints) = try await bench.harden()
        #expect(complaints == [])
        #expect(await bench.verdicts()[Self.leaks] == .drifted)

        let after = try await advice(bench)
        for text in [before, after] {
            let start = try #require(text.firstRange(of: "tools.deny '")?.upperBound)
            let list = try JSONDocument(Array(String(text[start...].prefix { $0 != "'" }).utf8)).root
            let path = "/srv/claw/openclaw.json"
            var changed = bench
            let file = try #require(bench.surface.files[path])
            let present = try JSONDocument(file.bytes)
            // Nothing that the plan denied is allowed again.
            let names = Set((list.items ?? []).compactMap(\.text))
            #expect(names.isSuperset(of: (present.root["tools"]?["deny"]?.items ?? []).compactMap(\.text)), "\(text)")
            let bytes = try present.setting(JSONValue(list), at: ["tools", "deny"])
            changed.surface.add(path, String(decoding: bytes, as: UTF8.self), mode: 0o600, owner: 1000)
            #expect(await changed.verdicts()[Self.leaks] == .compliant, "\(text)")
        }
    }
}
