/// An answer in text that the guard gives itself, by which the turn ends.
///
/// It is the only refusal that costs a client nothing: OpenClaw takes it as the model's last word. Any error is asked
/// again, moves the run to a fallback, or puts the whole provider aside.
public struct QuietAnswer: Sendable {
    private let dialect: Dialect
    private let model: String
    private let text: String
    private let number: UInt64

    /// - Parameters:
    ///   - dialect: what it is written in.
    ///   - model: which model it is said to be from: the one that was asked.
    ///   - text: what is said.
    ///   - number: what its id is made of.
    public init(_ dialect: Dialect, model: String, text: String, number: UInt64) {
        (self.dialect, self.model, self.text, self.number) = (dialect, model, text, number)
    }

    /// The whole answer for a client that asked for a stream.
    public var stream: [UInt8] {
        switch dialect {
        case .anthropic:
            event("message_start", #"{"type":"message_start","message":\#(message(empty: true))}"#)
                + event(
                    "content_block_start",
                    #"{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}"#
                )
                + event(
                    "content_block_delta",
                    #"{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":\#(quoted)}}"#
                ) + event("content_block_stop", #"{"type":"content_block_stop","index":0}"#)
                + event(
                    "message_delta",
                    #"{"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"output_tokens":1}}"#
                ) + event("message_stop", #"{"type":"message_stop"}"#)
        case .completions:
            data(chunk(#"{"role":"assistant","content":\#(quoted)}"#, finish: "null"))
                + data(chunk("{}", finish: #""stop""#)) + data("[DONE]")
        case .responses: responsesStream
        case .google: data(google)
        case .ollama: Array((ollama(quoted, isDone: false) + "\n" + ollama(#""""#, isDone: true) + "\n").utf8)
        }
    }

    /// The same as one JSON value.
    public var body: [UInt8] {
        switch dialect {
        case .anthropic: Array(message(empty: false).utf8)
        case .completions:
            Array(
                """
                {"id":"chatcmpl-\(id)","object":"chat.completion","created":0,"model":\(quotedModel),"choices":[{"index":0,\
                "message":{"role":"assistant","content":\(quoted)},"finish_reason":"stop"}],\
                "usage":{"prompt_tokens":0,"completion_tokens":1,"total_tokens":1}}
                """.utf8
            )
        case .responses: Array(response("completed", output: "[\(item(isDone: true))]").utf8)
        case .google: Array(google.utf8)
        case .ollama: Array(ollama(quoted, isDone: true).utf8)
        }
    }

    private var id: String { "guard" + String(number, radix: 36) }
    private var quoted: String { String(decoding: JSONString.escaped(text), as: UTF8.self) }
    private var quotedModel: String { String(decoding: JSONString.escaped(model), as: UTF8.self) }

    private func data(_ json: String) -> [UInt8] { Array("data: \(json)\n\n".utf8) }
    private func event(_ name: String, _ json: String) -> [UInt8] { Array("event: \(name)\ndata: \(json)\n\n".utf8) }

    private func message(empty isEmpty: Bool) -> String {
        let content = isEmpty ? "" : #"{"type":"text","text":\#(quoted)}"#
        let stop = isEmpty ? "null" : #""end_turn""#
        return """
            {"id":"msg_\(id)","type":"message","role":"assistant","model":\(quotedModel),"content":[\(content)],\
            "stop_reason":\(stop),"stop_sequence":null,"usage":{"input_tokens":0,"output_tokens":1}}
            """
    }

    private func chunk(_ delta: String, finish: String) -> String {
        """
        {"id":"chatcmpl-\(id)","object":"chat.completion.chunk","created":0,"model":\(quotedModel),\
        "choices":[{"index":0,"delta":\(delta),"finish_reason":\(finish)}]}
        """
    }

    private var google: String {
        """
        {"candidates":[{"content":{"parts":[{"text":\(quoted)}],"role":"model"},"finishReason":"STOP","index":0}],\
        "usageMetadata":{"promptTokenCount":0,"candidatesTokenCount":1,"totalTokenCount":1},"modelVersion":\(quotedModel)}
        """
    }

    private func ollama(_ content: String, isDone: Bool) -> String {
        let end =
            isDone
            ? #","done_reason":"stop","total_duration":1,"load_duration":0,"prompt_eval_count":0,"eval_count":1"# : ""
        return """
            {"model":\(quotedModel),"created_at":"1970-01-01T00:00:00Z","message":{"role":"assistant",\
            "content":\(content)},"done":\(isDone)\(end)}
            """
    }

    private func item(isDone: Bool) -> String {
        let content = isDone ? part : ""
        return """
            {"id":"msg_\(id)","type":"message","status":"\(isDone ? "completed" : "in_progress")","role":"assistant",\
            "content":[\(content)]}
            """
    }

    private var part: String { #"{"type":"output_text","text":\#(quoted),"annotations":[]}"# }

    private func response(_ status: String, output: String) -> String {
        let usage =
            status == "completed"
            ? #"{"input_tokens":0,"input_tokens_details":{"cached_tokens":0},"output_tokens":1,"output_tokens_details":{"reasoning_tokens":0},"total_tokens":1}"#
            : "null"
        return """
            {"id":"resp_\(id)","object":"response","created_at":0,"status":"\(status)","error":null,\
            "incomplete_details":null,"instructions":null,"metadata":{},"model":\(quotedModel),"output":\(output),\
            "parallel_tool_calls":true,"temperature":null,"tool_choice":"auto","tools":[],"top_p":null,"usage":\(usage)}
            """
    }

    private var responsesStream: [UInt8] {
        let place = #""item_id":"msg_\#(id)","output_index":0,"content_index":0"#
        let steps: [(String, String)] = [
            ("response.created", #""response":\#(response("in_progress", output: "[]"))"#),
            ("response.output_item.added", #""output_index":0,"item":\#(item(isDone: false))"#),
            (
                "response.content_part.added",
                #"\#(place),"part":{"type":"output_text","text":"","annotations":[]}"#
            ),
            ("response.output_text.delta", #"\#(place),"delta":\#(quoted),"logprobs":[]"#),
            ("response.output_text.done", #"\#(place),"text":\#(quoted),"logprobs":[]"#),
            ("response.content_part.done", #"\#(place),"part":\#(part)"#),
            ("response.output_item.done", #""output_index":0,"item":\#(item(isDone: true))"#),
            ("response.completed", #""response":\#(response("completed", output: "[\(item(isDone: true))]"))"#),
        ]
        return steps.enumerated().flatMap { number, step in
            event(step.0, #"{"type":"\#(step.0)","sequence_number":\#(number),\#(step.1)}"#)
        }
    }
}
