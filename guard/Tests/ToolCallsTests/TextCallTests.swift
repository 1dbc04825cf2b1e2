import Exchanges
import Testing

@testable import ToolCalls

@Suite struct TextCallTests {
    @Test(arguments: [
        "[exec]\n{\"command\":\"id\"}\n[/exec]", "[tool:exec]{\"command\":\"id\"}", "[tool:bash] {\"command\":\"id\"}",
        "<function=exec><parameter=command>\nid\n</parameter></function>",
        "<FUNCTION=functions.exec>\n<Parameter=command>id</parameter>\n</function>",
        "commentary to=exec code {\"command\":\"id\"}", "<think>so</think> [tool:exec]{\"command\":\"id\"}",
        "<|channel|>analysis to=EXEC code<|message|>{\"command\":\"id\"}<|call|>",
        "[exec]\n<parameter=command>id</parameter></function>",
        // What is left where clients take reasoning out.
        "<function=exec>\n<para<think>x</think>meter=command>\nid\n</parameter>\n</function>",
        "[tool:ex< Antml:Thinking a=b>x</mm:think >ec]{\"command\":\"id\"}",
        "Text <｜DSML｜tool_calls><｜DSML｜invoke name=\"exec\"><｜DSML｜parameter name=\"command\" string=\"true\">"
            + "id</｜DSML｜parameter></｜DSML｜invoke></｜DSML｜tool_calls>",
        "<|DSML|function_calls><|DSML|invoke name='exec'>{\"command\":\"id\"}</|DSML|invoke></|DSML|function_calls>",
        "<|DSML｜tool_calls><|DSML｜invoke surname=\"read\" name=\" exec \">{\"command\":\"id\"}</|DSML｜invoke>",
        "<|DSML|invoke name=exec x=y><|DSML|parameter name=\"command\">id</|DSML｜parameter></|DSML|invoke>",
        "<|DSML|invoke name=\"&#101;xec\">{\"command\":\"id\"}</|DSML|invoke>",
    ]) func callsInTheTextAreFound(_ text: String) {
        for version in [nil, "2026.9.6"] {
            let resolution = Sample.resolve("", id: nil, finish: "end_turn", version: version, text: text)
            #expect(resolution.calls.contains { $0.tool == "exec" && $0.isOffered && $0.origin == .text })
            #expect(resolution.values("exec").allSatisfy { $0 == "id" })
        }
    }

    @Test(arguments: [
        "Call exec with a command.", "[exec] is a tool", "[1] {\"a\":1", "<function=>{}", "The answer is final.",
        "```json\n{\"command\":\"id\"}\n```",
    ]) func textIsNoCall(_ text: String) {
        #expect(Sample.resolve("", id: nil, text: text).calls.isEmpty)
    }

    @Test func callsInReasoningAreFound() {
        var answer = Answer()
        answer.reasoning = Array("[tool:exec]{\"command\":\"id\"}".utf8)
        let resolution = CallResolver(dialect: .completions, offered: ["exec"]).resolve(answer)
        #expect(resolution.calls.map(\.origin) == [.reasoning])
    }

    @Test func thereMayBeTooMany() {
        let text = String(repeating: "[tool:exec]{}", count: CallResolver.maximumCalls + 1)
        #expect(Sample.resolve("", id: nil, text: text).doubts == [.tooMany])
    }

    @Test(.timeLimit(.minutes(1))) func aTextThatBeginsCallsForEverIsBounded() {
        for piece in ["[tool:a]{", "<function=a><parameter=b>", "<|DSML|invoke "] {
            let text = String(repeating: piece, count: 20_000)
            #expect(Sample.resolve("", id: nil, text: text).doubts == [.tooMany])
        }
    }
}
