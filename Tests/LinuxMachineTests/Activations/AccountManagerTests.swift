import Hardening
import Testing

@testable import LinuxMachine

/// A unit of an account whose service manager does not run or does not answer.
@Suite struct AccountManagerTests {
    private static func gateway(user: String?) -> Activation.Gateway {
        Activation.Gateway(
            unit: "openclaw-gateway.service",
            user: user,
            configuration: "/home/nobody/.openclaw/openclaw.json",
            port: 18789
        )
    }

    @Test func `what would be started by hand and does not run is nobody's to start anew`() async throws {
        let machine = RunningMachine()
        // Nobody listens on port 0.
        let gateway = Activation.Gateway(configuration: "/home/nobody/.openclaw/openclaw.json", port: 0)
        try await machine.activate(.gateway(gateway), isUndoing: false)
        #expect(await machine.configurationsNotTakenOver().isEmpty)
    }

    @Test(arguments: [false, true])
    func `is left to its owner, and named; nothing is undone for it`(isUndoing: Bool) async throws {
        let machine = RunningMachine()
        try await machine.activate(.gateway(Self.gateway(user: "nacre-no-such-account")), isUndoing: isUndoing)
        #expect(await machine.configurationsNotTakenOver() == ["/home/nobody/.openclaw/openclaw.json"])
    }
}
