import Testing

@testable import LinuxMachine

@Suite struct GatewayUnitStateTests {
    private func shown(_ active: String, _ sub: String, user: String = "") -> GatewayUnitState? {
        GatewayUnitState(
            "ExecMainStartTimestampMonotonic=81234\nUser=\(user)\nActiveState=\(active)\nSubState=\(sub)\n"
        )
    }

    @Test func `reads whether it runs, since when, and as whom`() throws {
        let state = try #require(shown("active", "running", user: "claw"))
        #expect(state.isRunning && state.started == "81234" && state.user == "claw")
        #expect(try #require(shown("active", "running")).user == nil)
    }

    @Test(arguments: [
        ("activating", "auto-restart"), ("failed", "failed"), ("inactive", "dead"), ("active", "exited"),
    ]) func `what is about to be started again, or is gone, does not run`(_ active: String, _ sub: String) throws {
        #expect(try !#require(shown(active, sub)).isRunning)
    }

    @Test(arguments: ["", "Failed to connect to bus", "ActiveState=active\n"])
    func `what is no answer says nothing`(_ text: String) {
        #expect(GatewayUnitState(text) == nil)
    }
}
