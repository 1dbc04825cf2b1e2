import Testing

@testable import LinuxMachine

@Suite struct GatewayContainerStateTests {
    private func read(_ text: String) -> GatewayContainerState? { GatewayContainerState(Array(text.utf8)) }

    @Test func `reads whether it runs, how it is, and where it is reached`() throws {
        let state = try #require(
            read(
                """
                [{"State": {"Running": true, "StartedAt": "2026-11-21T09:00:00Z", "Health": {"Status": "healthy"}}, "NetworkSettings": {
                  "Ports": {"18789/tcp": [{"HostIp": "127.0.0.1", "HostPort": "28789"},
                                          {"HostIp": "::", "HostPort": "28789"}], "18790/tcp": null},
                  "Networks": {"bridge": {"IPAddress": "172.18.0.2"}}}}]
                """
            )
        )
        #expect(state.isRunning && state.health == "healthy" && state.started == "2026-11-21T09:00:00Z")
        #expect(
            state.addresses(of: 18789) == [
                .init(host: "127.0.0.1", port: 28789), .init(host: "::1", port: 28789),
            ]
        )
        #expect(state.addresses(of: 18790) == [.init(host: "172.18.0.2", port: 18790)])
    }

    @Test func `finds a path of this machine in the container, by the closest mount`() throws {
        let state = try #require(
            read(
                """
                [{"State": {"Running": true}, "Mounts": [
                  {"Source": "/opt/claw", "Destination": "/data"}, {"Source": "/opt/claw/state", "Destination": "/home/node/.openclaw"},
                  {"Source": "/opt/one.json", "Destination": "/one.json"}]}]
                """
            )
        )
        #expect(state.inside("/opt/claw/state/openclaw.json") == "/home/node/.openclaw/openclaw.json")
        #expect(state.inside("/opt/claw/statement") == "/data/statement")
        #expect(state.inside("/opt/one.json.check") == nil && state.inside("/etc/passwd") == nil)
    }

    @Test func `a container without a check, on the host's network, is reached on loopback`() throws {
        let state = try #require(
            read(#"[{"State":{"Running":true},"NetworkSettings":{"Ports":{},"Networks":{"host":{"IPAddress":""}}}}]"#)
        )
        #expect(state.health.isEmpty)
        #expect(state.addresses(of: 19001) == [.init(host: "127.0.0.1", port: 19001)])
    }

    @Test(arguments: ["Error: No such object", "[]", "[{}]", ""])
    func `what is no container says nothing`(_ text: String) {
        #expect(read(text) == nil)
    }
}
