import Hardening
import Observers
import Testing

@testable import Controls

/// What OpenClaw would refuse is never written.
@Suite struct AcceptanceTests {
    private func outcome(_ text: String, _ version: String) async throws -> (bench: OpenClawBench, demands: Demands) {
        var bench = OpenClawBench(text, version: version)
        let (plan, demands) = try await bench.plan()
        bench.put(plan)
        return (bench, demands)
    }

    private static let irc = #"{channels: {irc: {host: "irc.example", nick: "n", enabled: true}}}"#
    private static let telegram = #"{channels: {telegram: {dmPolicy: "allowlist", allowFrom: ["*"]}}}"#

    @Test(arguments: [(irc, "2026.6.11"), (irc, "2026.4.23"), (telegram, "2026.3.13")])
    func `what a plan writes is accepted`(_ text: String, _ version: String) async throws {
        let (bench, demands) = try await outcome(text, version)
        let before = ConfigurationText(Array(text.utf8))
        let after = ConfigurationText(Array(bench.text().utf8))
        #expect(after.refusals(notIn: before, version: version).isEmpty)
        #expect(!demands.amendments.isEmpty)
    }

    @Test func `the version is the container's, and not the one that wrote the file last`() async throws {
        let text = #"{meta: {lastTouchedVersion: "2026.4.19"}, gateway: {mode: "local"}}"#
        let (_, demands) = try await OpenClawBench.container(text, state: "/opt/openclaw/state", version: "2026.9.6")
            .plan()
        #expect(demands.amendments.contains { $0.control == "openclaw.disable-autonomous-skills" })
        #expect(!demands.advice.contains { $0.text.contains("may not start") }, "\(demands.advice.map(\.text))")
    }

    @Test func `a fix that would stop the gateway is left out, with the reason`() async throws {
        let control = "openclaw.disable-configuration-writes-from-chat"
        var bench = OpenClawBench(Self.irc, version: "2026.8.1")
        let path = "\(OpenClawBench.directory)/openclaw.json"
        bench.otherFixes = [
            control: .put(
                byHand: "",
                [
                    Amendment(
                        .file(path),
                        "a key that nobody knows",
                        activation: .gateway(Activation.Gateway(configuration: path, port: 18_789))
                    ) { state in
                        guard case .file(var file) = state else { return state }
                        let text = String(decoding: file.bytes, as: UTF8.self)
                        guard !text.contains("noSuchKey") else { return state }
                        file.bytes = Array(text.replacing("enabled: true", with: "enabled: true, noSuchKey: 1").utf8)
                        return .file(file)
                    }
                ]
            )
        ]
        let (_, demands) = try await bench.plan()
        #expect(!demands.amendments.contains { $0.control == control })
        #expect(demands.advice.contains { $0.control == control && $0.text.contains("noSuchKey") })
        #expect(!demands.amendments.isEmpty, "the rest of the plan goes on")
    }

    @Test(arguments: [
        (irc, "2026.8.1", "openclaw.disable-configuration-writes-from-chat"),
        (telegram, "2026.4.23", "openclaw.remove-wildcard-senders"),
    ])
    func `it is written where OpenClaw takes it`(
        _ text: String,
        _ version: String,
        _ control: Control.ID
    ) async throws {
        let (bench, demands) = try await outcome(text, version)
        #expect(demands.amendments.contains { $0.control == control })
        #expect(ConfigurationText(Array(bench.text().utf8)).verdict(in: version).refusals.isEmpty)
    }
}
