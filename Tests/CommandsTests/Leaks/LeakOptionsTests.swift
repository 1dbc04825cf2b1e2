import ArgumentParser
import Testing

@testable import Commands

@Suite struct LeakOptionsTests {
    private static func message(_ arguments: [String]) -> String? {
        do {
            _ = try LeaksCommand.parse(arguments)
            return nil
        } catch { return LeaksCommand.message(for: error) }
    }

    @Test(arguments: [
        (["-x"], "Unknown option '-x'"), (["--staged", "-x"], "Unknown option '-x'"),
        (["--stagd"], "Unknown option '--stagd'. Did you mean '--staged'?"),
        (["--timeout", "-1", "."], "--timeout is a number of seconds, from 1 to 31536000 (a year)."),
        (["--timeout", "0", "."], "--timeout is a number of seconds, from 1 to 31536000 (a year)."),
        (["--timeout", "9223372036854775807", "."], "--timeout is a number of seconds, from 1 to 31536000 (a year)."),
        (["--timeout", "soon", "."], "The value 'soon' is invalid for '--timeout <seconds>'"),
        (["--allow", "abc", "--reason", "r"], "--allow abc is no fingerprint"),
        (["--allow", "00000000000000e5"], "--reason is missing"),
        (["--allow", "00000000000000e5", "--reason", " "], "--reason is missing"),
        (["--allow", "00000000000000e5", "--reason", "r", "--until", "soon"], "--until soon is not a day"),
        (["--allow", "00000000000000e5", "--reason", "r", "."], "look nowhere"),
        (["--allowed", "."], "look nowhere"), (["--reason", "r", "."], "belong to --allow"),
        (["--staged", "--redact"], "git reset -- FILE"),
    ])
    func `what is wrong is named`(arguments: [String], words: String) {
        #expect(Self.message(arguments)?.contains(words) == true, "\(Self.message(arguments) ?? "nothing is wrong")")
    }

    @Test(arguments: [
        ["."], ["--staged"], ["--timeout", "31536000", "."], ["--allowed"], ["--format", "sarif", "."],
        ["--allow", "00000000000000e5", "--reason", "r", "--until", "2027-03-31"],
        ["--allow", "00000000000000e5", "--withdraw"],
    ])
    func `what is right is taken`(arguments: [String]) { #expect(Self.message(arguments) == nil) }

    @Test func `to look nowhere is wrong usage`() async { #expect(await Nacre.status(for: ["leaks"]) == 2) }

    @Test func `an account's own OpenClaw is looked for where others cannot be told`() {
        let places = OpenClawResidue.usual(home: "/home/a", account: 1000)
        #expect(places.contains("/home/a/.openclaw") && places.contains("/tmp/openclaw-1000"))
        #expect(OpenClawResidue.usual(home: nil, account: 7) == ["/tmp/openclaw-7", "/tmp/openclaw"])
    }
}
