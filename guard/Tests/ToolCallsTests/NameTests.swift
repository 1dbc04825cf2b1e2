import Exchanges
import Testing

@testable import ToolCalls

@Suite struct NameTests {
    @Test(arguments: [
        "exec", " exec ", "Exec", "EXEC", "bash", "Bash", "functions.exec", "functions/exec", "a.b.exec", "exec:0",
        "functions.exec:12", "functions_exec_2", "exec7", "toolexec", "exec\u{A0}", "\u{FEFF}exec", "exec<parameter",
        "exec\"x", "functions. exec :3", "tools.bash", "\u{2029}exec\u{3000}",
    ]) func meansExec(_ name: String) {
        let resolution = Sample.resolve(name)
        #expect(resolution.calls.contains { $0.tool == "exec" && $0.isOffered })
        #expect(resolution.isWhole)
    }

    @Test(arguments: ["my exec", "exec\u{200B}", "\u{FF45}xec", "ex\u{435}c", "exec\u{301}", "execx"])
    func meansNoToolThatIsOffered(_ name: String) {
        #expect(Sample.resolve(name).calls.allSatisfy { !$0.isOffered })
        #expect(!Sample.resolve(name).calls.isEmpty, "it is a tool nevertheless")
    }

    @Test func theExactNameIsTheOnlyOne() {
        #expect(Sample.resolve("a.exec", offered: ["exec", "a.exec"]).tools == ["a.exec"])
        #expect(Sample.resolve("bash", offered: ["exec", "bash"]).tools == ["bash"])
    }

    @Test func aliasesFollowWhatIsOffered() {
        #expect(Sample.resolve("apply-patch").tools == ["apply_patch", "apply-patch"])
        #expect(Sample.resolve("cron", offered: ["automations"]).tools.contains("automations"))
        #expect(Sample.resolve("cron", offered: ["cron"]).tools == ["cron"])
    }

    @Test func aSignThatFoldsToALetterCounts() {
        let calls = Sample.resolve("boo\u{212A}ing", offered: ["booking"]).calls
        #expect(calls.contains { $0.tool == "booking" && $0.isOffered })
    }

    @Test(arguments: ["functions.exec:0", "exec", "exec:2", " exec "])
    func aCallWithoutANameHasThatOfItsId(_ id: String) {
        #expect(Sample.resolve(" ", id: id).tools == ["exec"])
        #expect(Sample.resolve(" ", id: id, offered: nil).tools.contains("exec"))
        #expect(Sample.resolve("", id: "c1").calls.isEmpty)
    }

    @Test func toolsThatAreNotOfferedRunInSomeSettings() {
        let calls = Sample.resolve("functions.Web_Fetch").calls
        #expect(calls.map(\.tool) == ["web_fetch"])
        #expect(calls.map(\.isOffered) == [false])
        #expect(Sample.resolve("x.Server__Tool").tools == ["Server__Tool"])
        #expect(Sample.resolve("bash", offered: nil).tools == ["exec", "bash"])
        #expect(Sample.resolve("exec7").tools == ["exec", "exec7"], "another may have just this name")
    }

    @Test func toolsOfOpenClawHaveOneName() {
        #expect(Sample.resolve("Read", offered: ["Read"]).tools == ["read"])
        #expect(Sample.resolve("notes__Add", offered: ["notes__Add"]).tools == ["notes__Add"])
    }

    @Test func aLongNameIsADoubt() {
        let resolution = Sample.resolve(String(repeating: "a.", count: 400) + "exec")
        #expect(resolution.doubts == [.name(0)])
    }

    @Test func moreCallsThanAreLookedAtAreADoubt() {
        var answer = Answer()
        let call = ModelCall(id: nil, name: "read", arguments: [])
        answer.calls = Array(repeating: call, count: CallResolver.maximumCalls + 1)
        #expect(CallResolver(dialect: .ollama).resolve(answer).doubts == [.tooMany])
    }
}
