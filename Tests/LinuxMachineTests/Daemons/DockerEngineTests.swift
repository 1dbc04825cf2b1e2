import Hardening
import Testing

@testable import LinuxMachine

/// The Docker daemon on a scripted system.
@Suite struct DockerEngineTests {
    private static let reload = "systemctl reload docker.service"
    private static let restart = "systemctl restart -- docker.service"
    private static let follows =
        #"{"LiveRestoreEnabled": true, "LoggingDriver": "json-file", "ExperimentalBuild": true}"#
    private static let waits = #"{"LiveRestoreEnabled": true, "LoggingDriver": "json-file"}"#

    /// One with a daemon.json that asks for live-restore and a setting that needs a restart, and a container that runs.
    private func server(answersAfter delay: Int? = 0) -> ScriptedHost {
        let host = ScriptedHost()
        host.set("file /usr/bin/dockerd")
        host.set("file /run/docker.pid", "7\n")
        host.set("file /proc/7/cmdline", "dockerd")
        host.set("file /etc/docker/daemon.json", #"{"live-restore": true, "experimental": true}"#)
        host.set("dockerd --validate")
        host.set("GET /_ping", "OK")
        host.set("GET /info", #"{"LoggingDriver": "json-file"}"#)
        host.set("GET /containers/json?all=1", #"[{"Id": "abc"}]"#)
        let one = #"{"Id": "abc", "Name": "/one", "State": {"Running": true, "StartedAt": "then", "Pid": 9}}"#
        host.set("GET /containers/abc/json", one)
        for request in ["POST /images/create?fromSrc=-&repo=nacre-canary&tag=latest"]
            + ["create?name=nacre-canary", "nacre-canary/start", "nacre-canary/wait"].map({ "POST /containers/\($0)" })
            + ["DELETE /containers/nacre-canary?force=1", "DELETE /images/nacre-canary:latest?force=1"]
        {
            host.set(request)
        }
        host.set("GET /containers/nacre-canary/json", #"{"State": {"ExitCode": 0}}"#)
        host.set(Self.reload)
        host.set("GET /info", Self.waits, after: Self.reload, from: 1000)
        host.set(Self.restart)
        host.set("GET /_ping", status: 503, after: Self.restart)
        if let delay {
            host.set("GET /_ping", "OK", after: Self.restart, from: delay)
            host.set("GET /info", Self.follows, after: Self.restart, from: delay)
        }
        return host
    }

    private func activate(_ host: ScriptedHost, isUndoing: Bool = false) async throws -> [String] {
        let handover = Handover(host.clock)
        try await DockerEngine(host, handover).activate(isUndoing: isUndoing)
        return await handover.left
    }

    @Test(arguments: [0, 30_000, 59_500]) func `is checked, reloaded, restarted and waited for`(_ delay: Int)
        async throws
    {
        let host = server(answersAfter: delay)
        _ = try await activate(host)
        let steps = host.done.filter { $0.hasPrefix("dockerd") || $0.hasPrefix("systemctl re") }
        #expect(steps == ["dockerd --validate", Self.reload, "systemctl reset-failed -- docker.service", Self.restart])
        #expect((delay + 1000...delay + 1500).contains(host.elapsed))
    }

    @Test func `one that does not come up in time is a failure`() async {
        let host = server(answersAfter: nil)
        #expect(await cause { _ = try await activate(host) } == .late)
        #expect((61_000...61_500).contains(host.elapsed))
    }

    @Test func `what its own check refuses is not taken over`() async {
        let host = server()
        host.set("dockerd --validate", status: 1)
        #expect(await cause { _ = try await activate(host) } == .refused)
        #expect(host.done == ["dockerd --validate"])
    }

    @Test func `a reload that fails is a failure at once`() async {
        let host = server()
        host.set(Self.reload, status: 1)
        #expect(await cause { _ = try await activate(host) } == .refused)
        #expect(host.done.last == Self.reload)
    }

    @Test func `is not restarted while it would end containers`() async {
        let host = server()
        let stubborn = #"{"LiveRestoreEnabled": false, "LoggingDriver": "json-file"}"#
        host.set("GET /info", stubborn)
        #expect(await cause { _ = try await activate(host) } == .refused)
        #expect(!host.done.contains(Self.restart))
    }

    @Test func `a container that did not go on is a failure`() async {
        let host = server()
        let other = #"{"Id": "abc", "Name": "/one", "State": {"Running": true, "StartedAt": "since", "Pid": 10}}"#
        host.set("GET /containers/abc/json", other, after: Self.restart)
        #expect(await cause { _ = try await activate(host) } == .ineffective)
    }

    @Test func `one that somebody stopped is left so by undoing, and said`() async throws {
        let host = server()
        host.set("GET /_ping", status: 503)
        host.set("systemctl is-system-running", "running\n")
        let shown = "systemctl show --property=\(StoppedDaemon.properties) -- "
        host.set(shown + "docker.service", "ActiveState=inactive\nResult=success\nActiveExitTimestampMonotonic=5\n")
        host.set(shown + "docker.socket", "ActiveState=inactive\n")
        #expect(try await activate(host, isUndoing: true).count == 1)
        #expect(host.done("systemctl re").isEmpty && host.elapsed == 30_000)
    }
}
