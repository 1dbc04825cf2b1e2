import Exchanges
import Testing

@testable import ToolCalls

@Suite struct ArgumentTests {
    @Test(arguments: [
        (#"{"command":"a"}"#, "a"), (#" {"command":"a"} "#, "a"), (#"{"command":"a","command":"b"}"#, "b"),
        (#"{"command":"a","c\u006fmmand":"b"}"#, "b"), (#"{"command":5}"#, "5"), (#"{"command":["a"]}"#, #"["a"]"#),
        (#"{"command":"a","unknown":1}"#, "a"), (#"{"command":"\ud800"}"#, "\u{FFFD}\u{FFFD}\u{FFFD}"),
    ]) func objectsAreRead(_ text: String, _ value: String) {
        #expect(Sample.resolve("exec", text).values("exec") == [value])
    }

    @Test func nothingIsAnEmptyObject() throws {
        let call = try #require(Sample.resolve("exec", " ").calls.first)
        guard case .object(let text) = call.arguments else {
            Issue.record("not read")
            return
        }
        #expect(text.root.members.isEmpty)
    }

    @Test(arguments: [
        #"{"command": "echo trunc"#, #"{"command":"a"}x"#, #"functions.exec:{"command":"a"}"#, "{\u{201C}command”:1}",
        "{\"command\":\"a\nb\"}", #"{"command":"a\d"}"#, #"[{"command":"a"}]"#, #""{}""#, "5", #"{"command":"a",}"#,
        #"{"__proto__":{"command":"a"}}"#, #"{"a":{"__pr\u006fto__":1}}"#, #"{"command":"a"}{"command":"b"}"#,
        #"{"command":"\#u{FFFE}"#,
    ]) func whatIsMendedMayBeAnything(_ text: String) {
        let resolution = Sample.resolve("exec", text)
        #expect(resolution.isOpen)
        #expect(resolution.tools == ["exec"])
    }

    @Test func bytesThatAreNoTextMayBeAnything() {
        var answer = Answer()
        answer.calls = [ModelCall(id: nil, name: "exec", arguments: Array(#"{"command":""#.utf8) + [0xFF, 0x22, 0x7D])]
        #expect(CallResolver(dialect: .completions).resolve(answer).values("exec") == [nil])
    }

    @Test func aPathIsMendedByOlderVersions() {
        let text = #"{"command":"echo C:\new\table; a\n"}"#
        #expect(Sample.resolve("exec", text).values("exec") == ["echo C:\new\table; a\n", #"echo C:\new\table; a\n"#])
        #expect(Sample.resolve("exec", text, version: "2026.9.6").values("exec").count == 1)
        #expect(Sample.resolve("exec", #"{"command":"abC:\new"}"#).values("exec").count == 1)
        #expect(Sample.resolve("exec", #"{"command":"C:\\new"}"#).values("exec").count == 1)
    }

    @Test func marksOfHTMLMayBeDecoded() {
        let values = Sample.resolve("exec", #"{"command":"a &amp;&#38;&#x26; &quot;b &nothing;"}"#).values("exec")
        #expect(values == ["a &amp;&#38;&#x26; &quot;b &nothing;", #"a &&& "b &nothing;"#])
        #expect(Sample.resolve("exec", #"{"command":"a && b;"}"#).values("exec").count == 1)
    }

    @Test func depthAndLengthAreBounded() {
        let deep = String(repeating: "[", count: 100_000)
        #expect(Sample.resolve("exec", #"{"command":"# + deep).values("exec") == [nil])
        let long = #"{"command":""# + String(repeating: "a", count: CallResolver.maximumArguments) + #""}"#
        #expect(Sample.resolve("exec", long).values("exec") == [nil])
    }
}
