import Testing

@testable import LinuxMachine

@Suite struct GatewayContainerStateTests {
    @Test func `reads whether it runs, how it is, and where it is reached`() throws {
        let state = try #require(
            GatewayContainerState("true|healthy|18789/tcp=127.0.0.1=28789;18789/tcp=::=28789;|172.18.0.2;\n")
        )
        #expect(state.isRunning && state.health == "healthy")
        #expect(
            state.addresses(of: 18789) == [
                .init(host: "127.0.0.1", port: 28789), .init(host: "::1", port: 28789),
            ]
        )
        #expect(state.addresses(of: 18790) == [.init(host: "172.18.0.2", port: 18790)])
    }

    @Test func `one on the host's network is reached on loopback`() throws {
        let state = try #require(GatewayContainerState("true|||;\n"))
        #expect(state.health.isEmpty)
        #expect(state.addresses(of: 19001) == [.init(host: "127.0.0.1", port: 19001)])
        #expect(GatewayContainerState("Error: No such object") == nil)
    }
}
