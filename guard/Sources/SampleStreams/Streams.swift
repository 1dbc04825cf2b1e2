public import Exchanges

/// Answers as upstreams stream them, from pieces of text.
public enum Streams {
    /// What is said: a kind and a piece of it.
    public typealias Piece = (kind: Channel.Kind, text: String)

    /// A text as JSON has it.
    public static func quoted(_ text: String) -> String { String(decoding: JSONString.escaped(text), as: UTF8.self) }

    /// The whole answer.
    public static func bytes(_ dialect: Dialect, _ pieces: [Piece]) -> [UInt8] {
        switch dialect {
        case .anthropic: anthropic(pieces)
        case .completions: completions(pieces)
        case .responses: responses(pieces)
        case .google: google(pieces)
        case .ollama: ollama(pieces)
        }
    }

    private static func event(_ name: String, _ json: String) -> [UInt8] {
        Array("event: \(name)\ndata: \(json)\n\n".utf8)
    }

    private static func anthropic(_ pieces: [Piece]) -> [UInt8] {
        var bytes = event(
            "message_start",
            #"{"type":"message_start","message":{"id":"m","content":[],"usage":{"input_tokens":3}}}"#
        )
        var index = -1
        var kind: Channel.Kind?
        for piece in pieces {
            if piece.kind != kind {
                if kind != nil {
                    bytes += event("content_block_stop", #"{"type":"content_block_stop","index":\#(index)}"#)
                }
                index += 1
                kind = piece.kind
                let block =
                    switch piece.kind {
                    case .text: #"{"type":"text","text":""}"#
                    case .reasoning: #"{"type":"thinking","thinking":""}"#
                    case .arguments: #"{"type":"tool_use","id":"t","name":"exec","input":{}}"#
                    }
                bytes += event(
                    "content_block_start",
                    #"{"type":"content_block_start","index":\#(index),"content_block":\#(block)}"#
                )
            }
            let (type, key) =
                switch piece.kind {
                case .text: ("text_delta", "text")
                case .reasoning: ("thinking_delta", "thinking")
                case .arguments: ("input_json_delta", "partial_json")
                }
            bytes += event(
                "content_block_delta",
                #"{"type":"content_block_delta","index":\#(index),"delta":{"type":"\#(type)","\#(key)":\#(quoted(piece.text))}}"#
            )
        }
        if kind != nil { bytes += event("content_block_stop", #"{"type":"content_block_stop","index":\#(index)}"#) }
        return bytes
            + event(
                "message_delta",
                #"{"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":7}}"#
            )
            + event("message_stop", #"{"type":"message_stop"}"#)
    }

    private static func completions(_ pieces: [Piece]) -> [UInt8] {
        var bytes: [UInt8] = []
        func chunk(_ delta: String, _ finish: String) {
            bytes += Array(
                "data: {\"choices\":[{\"index\":0,\"delta\":\(delta),\"finish_reason\":\(finish)}]}\n\n".utf8
            )
        }
        for piece in pieces {
            switch piece.kind {
            case .text: chunk("{\"content\":\(quoted(piece.text))}", "null")
            case .reasoning: chunk("{\"reasoning_content\":\(quoted(piece.text))}", "null")
            case .arguments:
                chunk("{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\(quoted(piece.text))}}]}", "null")
            }
        }
        chunk("{}", "\"stop\"")
        return bytes + Array("data: [DONE]\n\n".utf8)
    }

    private static func responses(_ pieces: [Piece]) -> [UInt8] {
        var bytes = event("response.created", #"{"type":"response.created","response":{"status":"in_progress"}}"#)
        for piece in pieces {
            let (type, more) =
                switch piece.kind {
                case .text: ("response.output_text.delta", #""content_index":0,"#)
                case .reasoning: ("response.reasoning_summary_text.delta", #""summary_index":0,"#)
                case .arguments: ("response.function_call_arguments.delta", "")
                }
            bytes += event(type, #"{"type":"\#(type)","output_index":0,\#(more)"delta":\#(quoted(piece.text))}"#)
        }
        return bytes
            + event(
                "response.completed",
                #"{"type":"response.completed","response":{"status":"completed","output":[]}}"#
            )
    }

    private static func google(_ pieces: [Piece]) -> [UInt8] {
        var bytes: [UInt8] = []
        for piece in pieces where piece.kind != .arguments {
            let thought = piece.kind == .reasoning ? "\"thought\":true," : ""
            bytes += Array(
                "data: {\"candidates\":[{\"content\":{\"parts\":[{\(thought)\"text\":\(quoted(piece.text))}]},\"index\":0}]}\r\n\r\n"
                    .utf8
            )
        }
        let arguments = pieces.filter { $0.kind == .arguments }.map(\.text).joined()
        let call =
            arguments.isEmpty
            ? "{\"text\":\"\"}" : "{\"functionCall\":{\"name\":\"exec\",\"args\":{\"x\":\(quoted(arguments))}}}"
        return bytes
            + Array(
                "data: {\"candidates\":[{\"content\":{\"parts\":[\(call)]},\"finishReason\":\"STOP\",\"index\":0}]}\r\n\r\n"
                    .utf8
            )
    }

    private static func ollama(_ pieces: [Piece]) -> [UInt8] {
        var bytes: [UInt8] = []
        for piece in pieces where piece.kind != .arguments {
            let key = piece.kind == .reasoning ? "\"content\":\"\",\"thinking\"" : "\"content\""
            bytes += Array("{\"message\":{\"role\":\"assistant\",\(key):\(quoted(piece.text))},\"done\":false}\n".utf8)
        }
        let arguments = pieces.filter { $0.kind == .arguments }.map(\.text).joined()
        if !arguments.isEmpty {
            bytes += Array(
                "{\"message\":{\"role\":\"assistant\",\"content\":\"\",\"tool_calls\":[{\"function\":{\"name\":\"exec\",\"arguments\":{\"x\":\(quoted(arguments))}}}]},\"done\":false}\n"
                    .utf8
            )
        }
        return bytes
            + Array(
                "{\"message\":{\"role\":\"assistant\",\"content\":\"\"},\"done\":true,\"done_reason\":\"stop\"}\n".utf8
            )
    }
}
