import Observers
import Testing

@testable import LinuxMachine

@Suite struct GatewayUnitStateTests {
    private func shown(_ active: String, _ sub: String, user: String = "") -> GatewayUnitState? {
        GatewayUnitState([
            "ExecMainStartTimestampMonotonic": "81234", "User": user, "ActiveState": active, "SubState": sub,
        ])
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

    @Test(arguments: [
        (
            "/usr/bin/node --max-old-space-size=8192 /home/claw/lib/openclaw/dist/index.js gateway --port 18789",
            ["/usr/bin/node", "--max-old-space-size=8192", "/home/claw/lib/openclaw/dist/index.js"]
        ),
        ("/usr/local/bin/openclaw gateway run", ["/usr/local/bin/openclaw"]),
        ("/usr/bin/bash -c openclaw gateway", nil), ("/usr/bin/node /srv/other.js gateway", nil),
        ("/usr/local/bin/openclaw status", nil), ("openclaw gateway", nil),
    ]) func `knows the program that the unit runs`(_ words: String, _ program: [String]?) throws {
        let text =
            "ActiveState=active\nSubState=running\nExecMainStartTimestampMonotonic=1\n"
            + "ExecStart={ path=/usr/bin/node ; argv[]=\(words) ; ignore_errors=no ; pid=7 }\n"
        #expect(try #require(GatewayUnitState([String: String](systemdProperties: text))).program == program)
    }

    @Test(arguments: ["", "Failed to connect to bus", "ActiveState=active\n"])
    func `what is no answer says nothing`(_ text: String) {
        #expect(GatewayUnitState([String: String](systemdProperties: text)) == nil)
    }
}
