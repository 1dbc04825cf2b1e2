import Detection
import Exchanges
import OutputFilter
import Testing

/// Streams that two readers may read otherwise: none of them goes on.
@Suite struct HostileStreamTests {
    private static let value = Planted.value

    private static let secrecy = Planted.secrecy

    private func pass(_ dialect: Dialect, _ stream: String, isGated: Bool = false) throws(StreamFault) -> (
        String, AnswerFlow
    ) {
        var flow = AnswerFlow(dialect, Self.secrecy, isGated: isGated)
        let out = try flow.read(Array(stream.utf8)) + flow.finish()
        return (String(decoding: out, as: UTF8.self), flow)
    }

    private static func chunk(_ delta: String, _ more: String = "") -> String {
        "data: {\"choices\":[{\"index\":0,\"delta\":\(delta),\"finish_reason\":null}]\(more)}\n\n"
    }

    private static let end =
        "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n"
    private static let call = #"{"tool_calls":[{"index":0,"function":{"name":"exec","arguments":"{}"}}]}"#

    private static func responses(_ events: [String]) -> String { events.map { "data: \($0)\n\n" }.joined() }

    private static let begun =
        #"{"type":"response.output_item.added","output_index":0,"item":{"type":"function_call","call_id":"c","name":"exec","arguments":""}}"#
    private static let said =
        #"{"type":"response.function_call_arguments.delta","output_index":0,"delta":"{\"command\":\"ls\"}"}"#

    @Test(
        "refused",
        arguments: [
            (Dialect.completions, chunk(call, ",\"error\":false") + end),
            (.completions, chunk(call, ",\"error\":\"\"") + end),
            (.google, "data: {\"error\":{},\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"x\"}]}}]}\n\n"),
            (.ollama, "{\"error\":false,\"message\":{\"content\":\"x\"},\"done\":true}\n"),
            (.completions, "data: {\"choices\":[]}\n\n\u{FEFF}" + chunk(call) + end),
            (.google, " data: {\"candidates\":[]}\n\n"),
            (.completions, chunk("{\"content\":\"a\"}").replacing("\"index\":0", with: "\"index\":1") + end),
            (.completions, "event: \(value)\n" + chunk("{\"content\":\"a\"}") + end),
            (
                .google,
                "data: {\"candidates\":[{\"index\":1,\"content\":{\"parts\":[{\"text\":\"x\"}]},\"finishReason\":\"STOP\"}]}\n\n"
            ),
            (
                .responses,
                responses([
                    begun, said,
                    #"{"type":"response.function_call_arguments.done","output_index":0,"arguments":"{\"command\":\"rm\"}"}"#,
                ])
            ),
            (
                .responses,
                responses([
                    #"{"type":"response.content_part.added","output_index":0,"part":{"type":"output_text","text":"seed"}}"#
                ])
            ),
            (.responses, responses([begun.replacing("\"arguments\":\"\"", with: "\"arguments\":\"{}\"")])),
            (
                .responses,
                responses([
                    #"{"type":"response.output_text.delta","output_index":0,"delta":"a"}"#,
                    #"{"type":"response.output_item.done","output_index":0,"item":{"type":"message","content":[{"type":"output_text","text":"b"}]}}"#,
                ])
            ),
            (
                .anthropic,
                "data: {\"type\":\"content_block_start\",\"index\":1.0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}\n\n"
            ),
        ]
    )
    func refused(dialect: Dialect, stream: String) { #expect(throws: StreamFault.self) { try pass(dialect, stream) } }

    @Test("numbers that are too large count as large")
    func numbers() throws {
        let usage = #","usage":{"prompt_tokens":9223372036854775807,"completion_tokens":9223372036854775807}"#
        let (_, flow) = try pass(.completions, Self.chunk("{}", usage) + Self.end)
        #expect(flow.answer.usage == Usage(input: 1 << 31, output: 1 << 31))
    }

    @Test("what clients join is looked at as one text")
    func joined() throws {
        let half = Self.value.index(Self.value.startIndex, offsetBy: 12)
        let (one, two) = (Self.value[..<half], Self.value[half...])
        let streams: [(Dialect, String)] = [
            (.completions, Self.chunk("{\"content\":\"\(one)\"}") + Self.chunk("{\"refusal\":\"\(two)\"}") + Self.end),
            (
                .completions,
                Self.chunk("{\"reasoning\":\"\(one)\"}") + Self.chunk("{\"reasoning_content\":\"\(two)\"}") + Self.end
            ),
            (
                .responses,
                Self.responses([
                    #"{"type":"response.output_text.delta","output_index":0,"content_index":0,"delta":"\#(one)"}"#,
                    #"{"type":"response.output_text.delta","output_index":1,"content_index":1,"delta":"\#(two)"}"#,
                    #"{"type":"response.completed","response":{}}"#,
                ])
            ),
        ]
        for (dialect, stream) in streams {
            let (out, flow) = try pass(dialect, stream)
            #expect(!out.contains(one) && !out.contains(two), "\(out)")
            #expect(flow.findings.count == 1)
        }
    }

    @Test(
        "calls wait to be judged, also those that a text writes out",
        arguments: [
            (Dialect.completions, chunk(call) + end),
            (.completions, chunk("{\"content\":\"[exec] \"}") + chunk("{\"content\":\"{}\"}") + end),
            (.completions, chunk("{\"content\":\"<func\"}") + chunk("{\"content\":\"tion=exec>\"}") + end),
            (.completions, chunk("{\"content\":\"commentary t\"}") + chunk("{\"content\":\"o=exec code {}\"}") + end),
            (
                .responses,
                responses([
                    #"{"type":"response.completed","response":{"output":[{"type":"function_call","call_id":"c","name":"exec","arguments":"{}"}]}}"#
                ])
            ),
            (
                .responses,
                responses([
                    #"{"type":"response.completed","response":{"output":[{"type":"message","content":[{"type":"output_text","text":"[exec]\n{}"}]}]}}"#
                ])
            ),
        ]
    )
    func gated(dialect: Dialect, stream: String) throws {
        var (out, flow) = try pass(dialect, stream, isGated: true)
        #expect(flow.isWaiting)
        #expect(!out.contains("exec"))
        out += String(decoding: flow.open(), as: UTF8.self)
        #expect(out == stream)
    }

    @Test("base64 is found at every place of a long word")
    func alignment() throws {
        let coded = "VHIwdWI0ZG9yJjMtb2YtdGhlLXZhdWx0IQ=="
        var random = SystemRandomNumberGenerator()
        for place in stride(from: 9000, to: 14000, by: 997) {
            let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")
            let before = String((0..<place / 4 * 4).map { _ in letters.randomElement(using: &random) ?? "A" })
            let text = before + coded
            var flow = AnswerFlow(.ollama, Self.secrecy)
            var out: [UInt8] = []
            for start in stride(from: 0, to: text.utf8.count, by: 61) {
                let piece = String(decoding: Array(text.utf8)[start..<min(text.utf8.count, start + 61)], as: UTF8.self)
                out += try flow.read(Array("{\"message\":{\"content\":\"\(piece)\"},\"done\":false}\n".utf8))
            }
            out += try flow.read(Array("{\"message\":{\"content\":\"\"},\"done\":true}\n".utf8)) + flow.finish()
            #expect(flow.findings.count == 1, "\(place)")
        }
    }
}
