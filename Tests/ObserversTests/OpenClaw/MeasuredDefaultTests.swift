import Catalog
import Hardening
import MachineTesting
import Surface
import Testing

@testable import Observers

/// What counts where nothing is set, at the versions between which it changed.
@Suite struct MeasuredDefaultTests {
    private struct Missing: Error {}

    private func record(_ version: String, _ subject: Subject, _ text: String = "", _ files: [String: String] = [:])
        async throws -> Record
    {
        let configuration = "{meta: {lastTouchedVersion: '\(version)'}, \(text)}"
        let all = files.merging(["/root/.openclaw/openclaw.json": configuration]) { $1 }
        let observation = await Observer(CannedSurface(files: all)).observe(.facts(subject))
        guard case .state(let state) = observation else { throw Missing() }
        return try #require(state.records.first)
    }

    private static let unknown = Value.unknown(.notModeled(""))

    private func same(_ value: Value, _ wanted: Value) -> Bool {
        if case .unknown = value, wanted == Self.unknown { return true }
        return value == wanted
    }

    @Test(
        arguments: [
            ("2026.8.1", "tree", false, false), ("2026.8.2", "agent", false, false),
            ("2026.9.1", "agent", false, false),
            ("2026.9.2", unknown, unknown, false), ("2026.9.3", "all", true, false), ("2026.9.5", "all", true, unknown),
            ("2026.9.6", "all", true, true), ("2026.10.1", unknown, unknown, unknown),
        ] as [(String, Value, Value, Value)]
    )
    func `what agents learn of each other`(_ version: String, _ sees: Value, _ talks: Value, _ across: Value)
        async throws
    {
        let agent = try await record(version, .openclawAgents)
        #expect(same(agent[.sessionsVisibility], sees), "\(agent[.sessionsVisibility])")
        #expect(same(agent[.agentToAgent], talks), "\(agent[.agentToAgent])")
        #expect(same(agent[.messagesAcrossChannels], across), "\(agent[.messagesAcrossChannels])")
        let boxed = try await record(version, .openclawAgents, "agents: {defaults: {sandbox: {mode: 'all'}}}")
        #expect(boxed[.sessionsVisibility] == "tree")
    }

    @Test(
        arguments: [
            ("2026.6.11", false, "off", "pending"), ("2026.7.35", false, "off", "pending"),
            ("2026.8.1", true, "auto", "auto"), ("2026.9.6", true, "auto", "auto"),
            ("2026.10.1", unknown, unknown, unknown),
        ] as [(String, Value, Value, Value)]
    )
    func `the terminal, and skills that agents write`(
        _ version: String,
        _ terminal: Value,
        _ mode: Value,
        _ approval: Value
    ) async throws {
        #expect(same(try await record(version, .openclawGateway)[.gatewayTerminal], terminal))
        let settings = try await record(version, .openclawSettings)
        #expect(same(settings[.skillWorkshop], mode) && same(settings[.skillWorkshopApproval], approval))
        let off = "gateway: {terminal: {enabled: false}}, skills: {workshop: {autonomous: {mode: 'off'}}}"
        #expect(try await record(version, .openclawGateway, off)[.gatewayTerminal] == false)
        #expect(try await record(version, .openclawSettings, off)[.skillWorkshop] == "off")
    }

    @Test func `an older switch let agents propose skills`() async throws {
        let text = "skills: {workshop: {autonomous: {enabled: true}}}"
        #expect(try await record("2026.6.11", .openclawSettings, text)[.skillWorkshop] == "propose")
    }

    @Test(
        arguments: [
            ("2026.3.13", false), ("2026.4.10", unknown), ("2026.4.23", true), ("2026.9.6", true),
            ("2026.10.1", unknown),
        ] as [(String, Value)]
    )
    func `in a container, and only there, a gateway without an address listens on all`(
        _ version: String,
        _ exposed: Value
    ) async throws {
        for mark in ["/.dockerenv", "/run/.containerenv"] {
            #expect(same(try await record(version, .openclawGateway, "", [mark: ""])[.gatewayIsExposed], exposed))
            let set = "gateway: {bind: 'auto'}"
            #expect(same(try await record(version, .openclawGateway, set, [mark: ""])[.gatewayIsExposed], exposed))
        }
        let inLXC = ["/proc/1/cgroup": "12:cpu:/lxc/claw/init.scope\n"]
        #expect(same(try await record(version, .openclawGateway, "", inLXC)[.gatewayIsExposed], exposed))
        let onHost = ["/proc/1/cgroup": "0::/init.scope\n"]
        #expect(try await record(version, .openclawGateway, "", onHost)[.gatewayIsExposed] == false)
        let tailnet = "gateway: {tailscale: {mode: 'serve'}}"
        #expect(try await record(version, .openclawGateway, tailnet, ["/.dockerenv": ""])[.gatewayIsExposed] == false)
    }

    @Test(
        arguments: [
            ("2026.2.12", unknown), ("2026.2.20", unknown), ("2026.2.26", true), ("2026.6.11", true),
            ("2026.9.6", true),
            ("2026.10.1", unknown),
        ] as [(String, Value)]
    )
    func `a secret that is made up protects whatever the environment holds`(_ version: String, _ has: Value)
        async throws
    {
        let gateway = try await record(version, .openclawGateway)
        #expect(same(gateway[.gatewayHasSecret], has), "\(gateway[.gatewayHasSecret])")
        let open = try await record(version, .openclawGateway, "gateway: {auth: {mode: 'none'}}")
        #expect(open[.gatewayHasSecret] == false)
    }
}
