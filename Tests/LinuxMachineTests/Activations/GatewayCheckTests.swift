import Surface
import Testing

@testable import LinuxMachine

@Suite struct GatewayCheckTests {
    private static func output(_ status: Int, _ text: String) -> Output {
        Output(status: status, standardOutput: Array(text.utf8))
    }

    @Test(arguments: [
        "OpenClaw config is invalid: ~/openclaw.json\n  × gateway.bind: Invalid input (allowed: \"auto\")\n",
        #"{"ok":false,"valid":false,"issues":[{"path":"gateway.bind","message":"Invalid input"}]}"#,
    ]) func `what OpenClaw says of a bad file refuses it`(_ text: String) {
        #expect(GatewayCheck.refuses(Self.output(1, text)))
    }

    @Test(arguments: [
        (1, "error: unknown command 'validate'"), (127, "env: 'openclaw': No such file or directory"),
        (1, "\u{7f}ELF\u{1}\u{2}\u{0}garbage"), (139, ""), (1, "openclaw: Node.js v22.19+ is required"),
        (0, "Config valid: ~/openclaw.json"),
    ]) func `a program that breaks, or is none, refuses nothing`(_ status: Int, _ text: String) {
        #expect(!GatewayCheck.refuses(Self.output(status, text)))
    }
}
