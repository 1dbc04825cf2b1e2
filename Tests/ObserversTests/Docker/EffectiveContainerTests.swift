import Hardening
import MachineTesting
import Observers
import Surface
import Testing

/// What Docker 26.1.5 and its containers were seen to do after `daemon.json` was changed and the daemon restarted.
@Suite struct EffectiveContainerTests {
    private func machine(info: String, hostConfig: String, status: String? = nil) -> CannedSurface {
        let container =
            #"{"Name":"/openclaw","State":{"Running":\#(status != nil),"Pid":77},"HostConfig":\#(hostConfig)}"#
        var surface = CannedSurface(files: ["/usr/bin/dockerd": "", "/etc/passwd": ""])
        surface.add("/etc/docker/daemon.json", #"{"no-new-privileges":true,"log-opts":{"max-size":"10m"}}"#)
        if let status { surface.add("/proc/77/status", status) }
        surface.responses["/var/run/docker.sock"] = [
            "/info": Response(status: 200, body: Array(info.utf8)),
            "/containers/json?all=1": Response(status: 200, body: Array(#"[{"Id":"ab"}]"#.utf8)),
            "/containers/ab/json": Response(status: 200, body: Array(container.utf8)),
        ]
        return surface
    }

    private func record(_ subject: Subject, _ surface: CannedSurface) async throws -> Record {
        guard case .state(let state) = await Observer(surface).observe(.facts(subject)) else { return Record("none") }
        return try #require(state.records.first)
    }

    private let hardened = #"{"ServerVersion":"26.1.5+dfsg1","SecurityOptions":["name=no-new-privileges"]}"#
    private let older = #"{"LogConfig":{"Type":"json-file","Config":{}}}"#

    @Test func `a container older than the daemon's defaults keeps running without them`() async throws {
        let surface = machine(info: hardened, hostConfig: older, status: "Name:\tnode\nNoNewPrivs:\t0\n")
        let container = try await record(.containers, surface)
        #expect(container[.noNewPrivileges] == false)
        #expect(container[.logsAreLimited] == false)
    }

    @Test func `a container made under the daemon's defaults has them`() async throws {
        let made = #"{"LogConfig":{"Type":"json-file","Config":{"max-size":"10m"}}}"#
        let surface = machine(info: hardened, hostConfig: made, status: "Name:\tnode\nNoNewPrivs:\t1\n")
        let container = try await record(.containers, surface)
        #expect(container[.noNewPrivileges] == true)
        #expect(container[.logsAreLimited] == true)
    }

    @Test func `whether a stopped container got the default could not be determined`() async throws {
        let container = try await record(.containers, machine(info: hardened, hostConfig: older))
        guard case .unknown = container[.noNewPrivileges] else {
            Issue.record("expected unknown, not \(container[.noNewPrivileges])")
            return
        }
    }

    @Test(arguments: [
        (#"{"ServerVersion":"26.1.5+dfsg1","ExperimentalBuild":false}"#, false),
        (#"{"ServerVersion":"27.0.1","ExperimentalBuild":false}"#, true),
        (#"{"ServerVersion":"29.1.0"}"#, true),
    ]) func `Docker filters IPv6 by itself from 27 on`(info: String, filters: Bool) async throws {
        let daemon = try await record(.dockerDaemon, machine(info: info, hostConfig: older))
        #expect(daemon[.managesIP6Tables] == .flag(filters))
    }
}
