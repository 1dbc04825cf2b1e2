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

    @Test(arguments: [
        (irc, "2026.6.11", "openclaw.refuse-settings-from-chat", "channels.irc.configWrites"),
        (irc, "2026.4.23", "openclaw.refuse-settings-from-chat", "channels.irc.configWrites"),
        (telegram, "2026.3.13", "openclaw.list-no-star-sender", "channels.telegram.allowFrom"),
    ])
    func `a remedy that would stop the gateway is left out, with the reason`(
        _ text: String,
        _ version: String,
        _ control: Control.ID,
        _ place: String
    ) async throws {
        let (bench, demands) = try await outcome(text, version)
        #expect(!demands.amendments.contains { $0.control == control })
        #expect(demands.advice.contains { $0.control == control && $0.text.contains(place) })
        let before = ConfigurationText(Array(text.utf8))
        let after = ConfigurationText(Array(bench.text().utf8))
        #expect(after.refusals(notIn: before, version: version).isEmpty)
        #expect(!demands.amendments.isEmpty, "the rest of the plan goes on")
    }

    @Test(arguments: [
        (irc, "2026.8.1", "openclaw.refuse-settings-from-chat"),
        (telegram, "2026.4.23", "openclaw.list-no-star-sender"),
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
