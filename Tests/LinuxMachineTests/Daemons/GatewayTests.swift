import Hardening
import Testing

@testable import LinuxMachine

/// A gateway that a unit runs, on a scripted system.
@Suite struct GatewayTests {
    private static let gateway = Activation.Gateway(
        unit: "openclaw.service",
        configuration: "/home/claw/.openclaw/openclaw.json",
        port: 18789
    )
    private static let start = "systemctl start -- openclaw.service"
    private static let stop = "systemctl stop -- openclaw.service"
    private static let candidate = "/home/claw/.openclaw/openclaw.json.nacre-check"
    private static let validation =
        "runuser -u claw -- env OPENCLAW_CONFIG_PATH=\(candidate) OPENCLAW_STATE_DIR=/home/claw/.openclaw "
        + "HOME=/home/claw /usr/bin/openclaw config validate"
    private static let change = Change(
        .file(gateway.configuration),
        before: .absent,
        after: .file(.init(Array("{}".utf8), mode: 0o600)),
        because: []
    )

    /// One that answers, and again so many milliseconds after its start.
    private func server(answersAfter delay: Int?) -> ScriptedHost {
        let host = ScriptedHost()
        let shown = "systemctl show --property=\(GatewayUnitState.properties) -- openclaw.service"
        let runs = "ActiveState=active\nSubState=running\nUser=claw\nExecMainStartTimestampMonotonic="
        let program = "\nExecStart={ path=/usr/bin/openclaw ; argv[]=/usr/bin/openclaw gateway ; }\n"
        host.set(shown, runs + "1" + program)
        host.set(shown, runs + "2" + program, after: Self.start)
        host.set(Self.validation)
        host.set("systemctl daemon-reload")
        host.set(Self.stop)
        host.set(Self.start)
        host.set("visit 18789")
        host.set("visit 18789", status: 503, after: Self.stop)
        if let delay { host.set("visit 18789", after: Self.start, from: delay) }
        return host
    }

    private func gateway(_ host: ScriptedHost) -> Gateway { Gateway(Self.gateway, host, Handover(host.clock)) }

    @Test(arguments: [0, 60_000, 119_500]) func `is stopped, started and waited for`(_ delay: Int) async throws {
        let host = server(answersAfter: delay)
        try await gateway(host).activate(isUndoing: false)
        let steps = host.done.filter { !$0.hasPrefix("systemctl show") }
        #expect(
            steps == [Self.stop, "systemctl daemon-reload", "systemctl reset-failed -- openclaw.service", Self.start]
        )
        #expect((delay...delay + 500).contains(host.elapsed))
    }

    @Test func `one that does not answer in time is a failure`() async {
        let host = server(answersAfter: nil)
        #expect(await cause { try await gateway(host).activate(isUndoing: false) } == .late)
        #expect((120_000...120_500).contains(host.elapsed))
    }

    @Test func `undoing does not wait for an answer, and owes it`() async throws {
        let host = server(answersAfter: nil)
        let handover = Handover(host.clock)
        try await Gateway(Self.gateway, host, handover).activate(isUndoing: true)
        #expect(host.elapsed == 0)
        #expect(await handover.owed == [Self.gateway])
        #expect(await !gateway(host).answersAgain(within: 10))
        #expect((10_000...10_500).contains(host.elapsed))
    }

    @Test func `a start that fails is a failure at once`() async {
        let host = server(answersAfter: 0)
        host.set(Self.start, status: 1)
        #expect(await cause { try await gateway(host).activate(isUndoing: false) } == .refused)
        #expect(host.done.last == Self.start)
    }

    @Test func `what its own check refuses stops nothing, and leaves nothing behind`() async throws {
        let host = server(answersAfter: 0)
        #expect(try await gateway(host).mustStop(before: [Self.change], isUndoing: false))
        host.set(Self.validation, "OpenClaw config is invalid", status: 1)
        #expect(
            await cause { _ = try await gateway(host).mustStop(before: [Self.change], isUndoing: false) } == .refused
        )
        #expect(host.done("systemctl stop").isEmpty)
        #expect(host.done.last == "remove \(Self.candidate)")
    }

    @Test func `one that nobody can ask goes on for as long as it takes to find its file wrong`() async {
        let host = server(answersAfter: nil)
        host.set("visit 18789", status: 503)
        let shown = "systemctl show --property=\(GatewayUnitState.properties) -- openclaw.service"
        let ended = "ActiveState=activating\nSubState=auto-restart\nExecMainStartTimestampMonotonic=2\n"
        host.set(shown, ended, after: Self.start, from: 9000)
        #expect(await cause { try await gateway(host).activate(isUndoing: false) } == .ineffective)
        #expect((14_000...14_500).contains(host.elapsed), "five seconds are for the answer before it is stopped")
    }
}
