import Testing

@testable import ToolCalls

@Suite struct DispatchTests {
    @Test(arguments: [
        #"{"id":"exec","args":{"command":"id"}}"#, #"{"id":"openclaw:core:exec","args":{"command":"id"}}"#,
        #"{"id":" exec ","args":"{\"command\":\"id\"}"}"#, #"{"toolId":"exec","input":{"command":"id"}}"#,
        #"{"name":"exec","args":{"command":"id"}}"#, #"{"id":"exec","command":"id"}"#,
        #"{"id":"exec","args":{},"command":"id"}"#, #"{"args":{"id":"exec","command":"id"}}"#,
        #"{"args":{"id":"exec","args":{"command":"id"}}}"#, #"{"args":{"name":"exec"},"command":"id"}"#,
        #"{"id":"exec","args":null,"input":{"command":"id"}}"#, #"{"id":"read","id":"exec","args":{"command":"id"}}"#,
    ]) func passesOn(_ arguments: String) {
        let resolution = Sample.resolve("tool_call", arguments)
        #expect(resolution.values("exec").contains("id"))
        #expect(resolution.calls.contains { $0.tool == "exec" && $0.origin == .dispatched(0) })
        #expect(resolution.isWhole)
    }

    @Test func theServerInALongIdIsNoPartOfTheName() {
        let resolution = Sample.resolve("tool_call", #"{"id":"mcp:notes:notes__Add","args":{"text":"x"}}"#)
        #expect(resolution.tools == ["tool_call", "notes__Add"])
        #expect(resolution.values("notes__Add", "text") == ["x"])
    }

    @Test func aToolThatIsNotOfferedKeepsItsName() {
        let resolution = Sample.resolve("tool_call", #"{"id":"web_fetch","args":{"url":"http://a"}}"#)
        #expect(resolution.values("web_fetch", "url") == ["http://a"])
    }

    @Test func oneInsideAnotherIsFollowed() {
        let inner = #"{"id":"tool_call","args":{"id":"exec","args":{"command":"id"}}}"#
        #expect(Sample.resolve("tool_call", inner).values("exec").contains("id"))
        var text = #"{"id":"exec"}"#
        for _ in 0..<20 { text = #"{"id":"tool_call","args":\#(text)}"# }
        #expect(!Sample.resolve("tool_call", text).isWhole)
    }

    @Test(arguments: [#"{"id":"exec","args":{"comm"#, #""{\"id\":\"exec\"}""#, #"{"args":"{\"id\":\"exec\"}"}"#])
    func whatCannotBeReadIsADoubt(_ arguments: String) {
        #expect(Sample.resolve("tool_call", arguments).doubts == [.dispatch(0)])
    }

    @Test func keysWithDotsMayBecomeAnything() {
        let resolution = Sample.resolve("tool_call", #"{"id":"exec","args.command":"id"}"#)
        #expect(resolution.values("exec") == [nil])
    }

    @Test func programsAreDoubts() {
        #expect(Sample.resolve("exec", #"{"code":"1"}"#).doubts == [.program(0)])
        #expect(Sample.resolve("exec", #"{"code":"1"}"#, codeMode: .off).isWhole)
        #expect(Sample.resolve("exec", #"{"command":"1"}"#, codeMode: .on).doubts == [.program(0)])
        #expect(Sample.resolve("exec", #"{"command":"1"}"#).isWhole)
        #expect(Sample.resolve("exec", #"{"code":"#, codeMode: .on).doubts == [.program(0)])
        #expect(Sample.resolve("tool_search_code", #"{"code":"1"}"#).doubts == [.program(0)])
    }
}
