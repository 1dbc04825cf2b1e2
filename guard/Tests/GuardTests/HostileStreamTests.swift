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

    private static func completed(_ parts: String) -> String {
        #"{"type":"response.completed","response":{"status":"completed","output":[{"type":"message","content":[\#(parts)]}]}}"#
    }

    private static let begun =
        #"{"type":"response.output_item.added","output_index":0,"item":{"type":"function_call","call_id":"c","name":"exec","arguments":""}}"#
    private static let said =
        #"{"type":"response.function_call_arguments.delta","output_index":0,"delta":"{\"command\":\"ls\"}"}"#

    @Test(
        "refused",
        arguments: [
            (Dialect.completions, chunk(call, ",\"error\":false") + end),
            (.completions, chunk(call, ",\"error\":\"\"") + end),
            // JavaScript finds the first of each all the same.
            (
                .google,
                #"data: {"candidates":{"0":{"content":{"parts":[{"functionCall":{"name":"exec"}}]},"finishReason":"STOP"}}}"#
                    + "\n\n"
            ),
            (
                .google,
                #"data: {"candidates":[{"content":{"parts":{"0":{"text":"x"}}},"finishReason":"STOP"}]}"# + "\n\n"
            ),
            (.google, #"data: {"candidates":[{"content":[],"finishReason":"STOP"}]}"# + "\n\n"),
            (.completions, chunk(#"{"tool_calls":{"0":{"function":{"name":"exec","arguments":"{}"}}}}"#) + end),
            (.completions, chunk(#"{"tool_calls":[{"index":0,"function":{"name":["exec"],"arguments":"{}"}}]}"#) + end),
            (.ollama, #"{"message":{"tool_calls":{"0":{"function":{"name":"exec"}}}},"done":true}"# + "\n"),
            (
                .responses,
                responses([completed(#"{"type":"output_text","text":"a"},{"type":"output_text","text":"b"}"#)])
            ),
            (.responses, responses([completed(#"{"type":"refusal","text":"hi","refusal":"[exec]{}"}"#)])),
            (.responses, responses([completed(#"{"type":"audio","text":"hi"}"#)])),
            (
                .responses,
                responses([
                    #"{"type":"response.completed","response":{"status":"completed","output":[{"type":"reasoning","summary":[{"type":"summary_text","text":"a"},{"type":"summary_text","text":"b"}]}]}}"#
                ])
            ),
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
    func refused(dialect: Dialect, stream: String) {
        do throws(StreamFault) {
            _ = try pass(dialect, stream)
            Issue.record("it went on")
        } catch {
            // That it ends there is not what is wrong with it.
            #expect(error != .cut)
        }
    }

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

    private static func base64(_ bytes: [UInt8]) -> [UInt8] {
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        return stride(from: 0, to: bytes.count - bytes.count % 3, by: 3).flatMap { place -> [UInt8] in
            let number = (0..<3).reduce(0) { $0 << 8 | Int(bytes[place + $1]) }
            return [18, 12, 6, 0].map { letters[number >> $0 & 63] }
        }
    }

    @Test("a key is found in base64 wherever in a long word it stands, however the word comes")
    func alignment() throws {
        var random = SystemRandomNumberGenerator()
        let key =
            Array(" glpat-".utf8)
            + (0..<20).map { _ in
                Array("abcdefghkmnpqrstuvwxyzABCDEFGH23456789".utf8).randomElement(using: &random) ?? 0x61
            }
            + Array(" ".utf8)
        for size in [7, 37, 61] {
            for before in stride(from: 9000, to: 12000, by: 751) {
                let filler = (0..<before).map { _ in
                    Array("abcdefghijklmnopqrstuvwxyz0123456789".utf8).randomElement(using: &random) ?? 0x20
                }
                let behind = (0..<9000).map { _ in
                    Array("abcdefghijklmnopqrstuvwxyz0123456789".utf8).randomElement(using: &random) ?? 0x20
                }
                let word = Self.base64(filler + key + behind)
                var flow = AnswerFlow(.ollama, Self.secrecy)
                for start in stride(from: 0, to: word.count, by: size) {
                    let piece = String(decoding: word[start..<min(word.count, start + size)], as: UTF8.self)
                    _ = try flow.read(Array("{\"message\":{\"content\":\"\(piece)\"},\"done\":false}\n".utf8))
                }
                _ = try flow.read(Array("{\"message\":{\"content\":\"\"},\"done\":true}\n".utf8))
                _ = try flow.finish()
                #expect(!flow.findings.isEmpty, "\(before) bytes before, in pieces of \(size)")
            }
        }
    }
}
