import Testing

@testable import LinuxMachine

@Suite struct ContainerStartTests {
    private static func state(_ health: String?, isRunning: Bool = true) -> String {
        let health = health.map { #", "Health": {"Status": "\#($0)"}"# } ?? ""
        return #"{"State": {"Running": \#(isRunning), "Restarting": false\#(health)}, "Config": {}}"#
    }

    /// Milliseconds for which it is waited, where this is shown from such a moment on.
    private func waiting(_ states: [(from: Int, state: String)]) async -> Int {
        let host = ScriptedHost()
        for (from, state) in states { host.set("GET /containers/one/json", state, from: from) }
        await ContainerStart("one", host).letStart()
        return host.elapsed
    }

    @Test func `one that starts is let get as far as its first check`() async {
        let starting = Self.state("starting")
        #expect(await waiting([(0, starting), (900, Self.state("healthy"))]) == 1000)
        #expect(await waiting([(0, starting), (400, Self.state("unhealthy"))]) == 500)
    }

    @Test func `one that nothing is to be waited for is ended at once`() async {
        for state in [Self.state("healthy"), Self.state(nil), Self.state("starting", isRunning: false), "no answer"] {
            #expect(await waiting([(0, state)]) == 0)
        }
    }

    @Test func `one that starts for ever is ended when its time is over`() async {
        #expect(await waiting([(0, Self.state("starting"))]) == 45_000)
    }

    @Test func `what a gateway says that another one keeps out is known, in whatever letters`() {
        #expect(ContainerStart.saysHeld("Error: Owner lease is STILL ACTIVE (pid 7)"))
        #expect(ContainerStart.saysHeld("startup migrations are already running"))
        #expect(!ContainerStart.saysHeld("Error: gateway.bind is invalid"))
        #expect(!ContainerStart.saysHeld(""))
    }
}
