import Exchanges
import OutputFilter
import SampleStreams
import Testing

/// What a client joins otherwise than as it came, and what stands where nobody looked.
@Suite struct TwoReadersTests {
    private static let value = Planted.value

    private func pass(_ dialect: Dialect, _ stream: String, isGated: Bool = false) throws -> (String, AnswerFlow) {
        var flow = AnswerFlow(dialect, Planted.secrecy, isGated: isGated)
        let out = try flow.read(Array(stream.utf8)) + flow.finish()
        return (String(decoding: out, as: UTF8.self), flow)
    }

    @Test func `every one of the same strings is cleaned`() throws {
        let text =
            #"{"a":"\#(Self.value)","b":["\#(Self.value)","\#(Self.value)"],"c":"plain words","d":"plain words"}"#
        let cleaned = try #require(Planted.secrecy.cleaned(try JSONText(Array(text.utf8))))
        #expect(!String(decoding: cleaned.bytes, as: UTF8.self).contains(Self.value) && cleaned.findings.count == 3)
    }

    @Test(arguments: ["id: \(value)\ndata: [DONE]\n\n", ": \(value)\ndata: [DONE]\n\n"])
    func `nothing but its data goes on of the last event`(_ last: String) throws {
        let stop = #"data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"# + "\n\n"
        let (out, _) = try pass(.completions, stop + last)
        #expect(!out.contains(Self.value) && out.hasSuffix("data: [DONE]\n\n"))
    }

    @Test func `a string that was harmless elsewhere is looked at where a person reads it`() throws {
        let call = #"[exec]{\"command\":\"id\"}"#
        let events = [
            #"{"type":"response.in_progress","x":"\#(call)"}"#,
            #"{"type":"response.output_item.done","output_index":0,"item":{"type":"message","content":[{"type":"output_text","text":"\#(call)"}]}}"#,
            #"{"type":"response.completed","response":{"status":"completed","output":[]}}"#,
        ]
        let (_, flow) = try pass(.responses, events.map { "data: \($0)\n\n" }.joined(), isGated: true)
        #expect(flow.isWaiting)
    }

    @Test func `what is thought as a whole belongs to the answer`() throws {
        let events = [
            #"{"type":"response.output_item.done","output_index":0,"item":{"type":"reasoning","summary":[{"type":"summary_text","text":"I think"}]}}"#,
            #"{"type":"response.completed","response":{"status":"completed","output":[{"type":"reasoning","summary":[{"type":"summary_text","text":"I think"}]}]}}"#,
        ]
        let (_, flow) = try pass(.responses, events.map { "data: \($0)\n\n" }.joined())
        #expect(flow.answer.reasoning == Array("I think".utf8))
    }

    private static func said(_ item: Int, _ text: String) -> String {
        #"data: {"type":"response.output_text.delta","output_index":\#(item),"delta":"\#(text)"}"# + "\n\n"
    }
    private static func block(_ index: Int) -> String {
        #"data: {"type":"content_block_start","index":\#(index),"content_block":{"type":"text","text":""}}"# + "\n\n"
    }

    @Test(arguments: [
        (Dialect.responses, said(0, "a") + said(1, "b") + said(0, "c")),
        (.anthropic, block(0) + block(1)),
        (
            .completions,
            #"data: {"choices":[{"index":0,"delta":{"content":"a"}}]}"# + "\n\n"
                + #"data: {"choices":[{"index":0,"delta":{"refusal":"b"}}]}"# + "\n\n"
        ),
        (.ollama, #"{"message":{"content":"a"},"done":false}"# + "\n" + #"{"response":"b","done":false}"# + "\n"),
        (.ollama, #"{"message":{"content":"a"},"thinking":"b","done":false}"# + "\n"),
        (.ollama, #"{"response":"a","done":false}"# + "\n" + #"{"message":{"content":"b"},"done":false}"# + "\n"),
    ])
    func `texts that are joined in two ways are refused`(_ dialect: Dialect, _ stream: String) {
        #expect { try pass(dialect, stream) } throws: { error in
            guard let fault = error as? StreamFault else { return false }
            return switch fault {
            case .disorder, .unknown: true
            default: false
            }
        }
    }

    @Test func `one after the other they are passed on`() throws {
        let stream = #"{"response":"a","done":false}"# + "\n" + #"{"response":"","thinking":"b","done":true}"# + "\n"
        #expect(try pass(.ollama, stream).0 == stream)
        let items = Self.said(0, "a") + Self.said(1, "b") + Self.said(1, "c")
        let end = #"data: {"type":"response.completed","response":{"status":"completed","output":[]}}"# + "\n\n"
        #expect(try pass(.responses, items + end).0 == items + end)
    }

    @Test func `an Ollama that answers with one object over many lines passes no call that it hides there`()
        async throws
    {
        let body = """
            {"a":
            {"message":{"role":"assistant","content":"","tool_calls":[{"function":{"name":"exec","arguments":{}}}]},"done":true}
            }
            """
        let upstream = try StandIn { _ in StandIn.answer(body: Array(body.utf8)) }
        let live = try await LiveGuard(upstream.port, key: "", dialect: .ollama)
        let client = try Descriptors.connected(to: live.port)
        let question = #"{"model":"m","stream":true,"messages":[{"role":"user","content":"Hi"}]}"#
        Descriptors.send(
            Array(
                ("POST /api/chat HTTP/1.1\r\nhost: guard\r\nconnection: close\r\nauthorization: Bearer \(LiveGuard.placeholder)\r\n"
                    + "content-type: application/json\r\ncontent-length: \(question.utf8.count)\r\n\r\n\(question)")
                    .utf8
            ),
            to: client
        )
        var bytes: [UInt8] = []
        while true {
            let more = Descriptors.receive(client)
            if more.isEmpty { break }
            bytes += more
        }
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(!text.contains("exec") && text.contains("nacre-guard"), "\(text)")
        try await live.end()
    }

    @Test func `a head that does not end is not collected`() async throws {
        let live = try await LiveGuard(1, key: "")
        let client = try Descriptors.connected(to: live.port)
        Descriptors.send(Array("GET /v1/models HTTP/1.1\r\nhost: guard\r\n".utf8), to: client)
        let line = Array("x-filler: \(String(repeating: "a", count: 4000))\r\n".utf8)
        var sent = 0
        while sent < 8 << 20, Descriptors.send(line, to: client) { sent += line.count }
        #expect(sent < 8 << 20)
        try await live.end()
    }
}
