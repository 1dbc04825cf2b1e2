import Documents
import Testing

@testable import LinuxMachine

@Suite struct ContainerStartTests {
    private static func state(_ health: String?, isRunning: Bool = true) throws -> ContainerState {
        let health = health.map { #", "Health": {"Status": "\#($0)"}"# } ?? ""
        let text = #"{"State": {"Running": \#(isRunning), "Restarting": false\#(health)}, "Config": {}}"#
        return ContainerState(try JSONDocument(Array(text.utf8), dialect: .json).root)
    }

    /// How often it is looked at, where these are the answers; the last one stays.
    private func looks(_ answers: [ContainerState?], until end: Int = 100) async -> Int {
        var count = 0
        await ContainerStart.letStart(until: end, now: { count }, milliseconds: 0) {
            count += 1
            return count <= answers.count ? answers[count - 1] : answers.last ?? nil
        }
        return count
    }

    @Test func `one that starts is let get as far as its first check`() async throws {
        let starting = try Self.state("starting")
        #expect(await looks([starting, starting, try Self.state("healthy")]) == 3)
        #expect(await looks([starting, try Self.state("unhealthy")]) == 2)
    }

    @Test func `one that nothing is to be waited for is ended at once`() async throws {
        for state in [
            try Self.state("healthy"), try Self.state(nil), try Self.state("starting", isRunning: false), nil,
        ] {
            #expect(await looks([state]) == 1)
        }
    }

    @Test func `one that starts for ever is ended when its time is over`() async throws {
        #expect(await looks([try Self.state("starting")], until: 20) == 20)
    }

    @Test func `what a gateway says that another one keeps out is known, in whatever letters`() {
        #expect(ContainerStart.saysHeld("Error: Owner lease is STILL ACTIVE (pid 7)"))
        #expect(ContainerStart.saysHeld("startup migrations are already running"))
        #expect(!ContainerStart.saysHeld("Error: gateway.bind is invalid"))
        #expect(!ContainerStart.saysHeld(""))
    }
}
