import Catalog
import Controls
import Documents
import Hardening
import MachineTesting
import Surface
import Testing

/// A token that somebody put where the gateway looks for it, while openclaw.json has another one.
@Suite struct WaitingSecretTests {
    private static let good = String(repeating: "9f86d081884c7d65", count: 4)
    private static let env = "/srv/claw/.env"
    private static let guessed = "openclaw.choose-random-gateway-token"

    private static func bench(_ token: String, _ present: String, process: String = "A=1") -> OpenClawBench {
        var bench = OpenClawBench.container(
            "{gateway: {mode: 'local', auth: {mode: 'token', token: '\(token)'}}}",
            variables: "\"\(process)\""
        )
        bench.surface.add(env, "B=1\nOPENCLAW_GATEWAY_TOKEN=\(present)\n", mode: 0o600, owner: 1000)
        return bench
    }

    private static func configuration(_ bench: OpenClawBench) -> String {
        String(decoding: bench.surface.files["/srv/claw/openclaw.json"]?.bytes ?? [], as: UTF8.self)
    }

    @Test func `a good one counts in place of one that can be guessed, and the plan says whom it cuts off`()
        async throws
    {
        var bench = Self.bench("letmein", Self.good)
        let (plan, demands) = try await bench.plan()
        #expect(demands.repairs[Self.guessed] == .automatic)
        #expect(demands.advice.contains { $0.control == Self.guessed && $0.text.contains("takes its place") })
        let costs = plan.costs(by: ControlList.controls(for: .standalone))
        #expect(costs.contains { $0.contains("OPENCLAW_GATEWAY_TOKEN") && $0.contains(Self.env) }, "\(costs)")
        let (_, complaints) = try await bench.harden()
        #expect(complaints == [])
        #expect(Self.configuration(bench).contains("${OPENCLAW_GATEWAY_TOKEN}"))
        let file = try #require(bench.surface.files[Self.env])
        #expect(DotenvFile(file.bytes).values == ["B": "1", "OPENCLAW_GATEWAY_TOKEN": Self.good])
        #expect(await bench.verdicts()[Self.guessed] == .compliant)
    }

    @Test func `where the process is given the old one, it waits, and the remedy names what has to go`() async throws {
        var bench = Self.bench("letmein", Self.good, process: "OPENCLAW_GATEWAY_TOKEN=letmein")
        let (plan, demands) = try await bench.plan()
        #expect(demands.repairs[Self.guessed] == .byHand)
        #expect(!plan.costs(by: []).contains { $0.contains("log in") })
        let (_, complaints) = try await bench.harden()
        #expect(complaints == [])
        #expect(Self.configuration(bench).contains("${OPENCLAW_GATEWAY_TOKEN}"))
        let file = try #require(bench.surface.files[Self.env])
        #expect(DotenvFile(file.bytes).values == ["B": "1", "OPENCLAW_GATEWAY_TOKEN": Self.good])
        #expect(await bench.verdicts()[Self.guessed] == .drifted)
        let advice = try await bench.plan().demands.advice.first { $0.control == Self.guessed }
        #expect(advice?.text.contains("put it as OPENCLAW_GATEWAY_TOKEN into .env") == true)
        let report = Report(bench.controls, on: await bench.snapshot())
        let told = report.outcomes.first { $0.entry.id == Self.guessed }?.remedy.text
        #expect(told?.contains("What") == true && told?.contains("has to go") == true, "\(told ?? "none")")
    }

    @Test(arguments: [
        // The one in use is a good one.
        (String(good.reversed()), good, "A=1"),
        // The one that waits is not better.
        ("letmein", "changeme", "A=1"), ("letmein", "9f86d081884c", "A=1"),
        // Something else wins over the file.
        ("letmein", good, "OPENCLAW_GATEWAY_TOKEN=changeme"),
    ])
    func `else the token keeps its value, and the remedy names the variable that it then comes from`(
        _ token: String,
        _ present: String,
        _ process: String
    ) async throws {
        let variable = "OPENCLAW_SECRET_GATEWAY_AUTH_TOKEN"
        var bench = Self.bench(token, present, process: process)
        let (_, complaints) = try await bench.harden()
        #expect(complaints == [])
        #expect(Self.configuration(bench).contains("${\(variable)}"))
        let file = try #require(bench.surface.files[Self.env])
        let expected = ["B": "1", "OPENCLAW_GATEWAY_TOKEN": present, variable: token]
        #expect(DotenvFile(file.bytes).values == expected)
        let advice = try await bench.plan().demands.advice.first { $0.control == Self.guessed }
        #expect((advice == nil) == (token != "letmein"))
        if let advice { #expect(advice.text.contains("put it as \(variable) into .env"), "\(advice.text)") }
    }
}
