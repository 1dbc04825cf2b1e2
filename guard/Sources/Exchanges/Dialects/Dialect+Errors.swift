extension Dialect {
    /// The body of an answer with an error's HTTP status that says what is wrong, in this dialect's form.
    public func errorBody(status: Int, _ words: String) -> [UInt8] {
        let message = String(decoding: JSONString.escaped(words), as: UTF8.self)
        let text: String
        switch self {
        case .anthropic: text = #"{"type":"error","error":{"type":"\#(Self.kind(status))","message":\#(message)}}"#
        case .completions, .responses:
            text = #"{"error":{"message":\#(message),"type":"\#(Self.kind(status))","param":null,"code":null}}"#
        case .google:
            text = #"{"error":{"code":\#(status),"message":\#(message),"status":"\#(Self.googleStatus(status))"}}"#
        case .ollama: text = #"{"error":\#(message)}"#
        }
        return Array(text.utf8)
    }

    /// What ends a stream that was begun, and says why.
    public func errorEvent(_ words: String) -> [UInt8] {
        let message = String(decoding: JSONString.escaped(words), as: UTF8.self)
        switch self {
        case .anthropic:
            return Array("event: error\ndata: ".utf8) + errorBody(status: 500, words) + [0x0A, 0x0A]
        case .responses:
            let json = #"{"type":"error","code":"server_error","message":\#(message),"param":null,"sequence_number":0}"#
            return Array("event: error\ndata: \(json)\n\n".utf8)
        case .completions, .google: return Array("data: ".utf8) + errorBody(status: 500, words) + [0x0A, 0x0A]
        case .ollama: return errorBody(status: 500, words) + [0x0A]
        }
    }

    /// A sign of life that the client takes as one: it makes hold of an answer that is still to come.
    ///
    /// Measured on OpenClaw 2026.9.6: a comment is none in two dialects, and none anywhere for a host that is not local.
    public var signOfLife: [UInt8] {
        switch self {
        case .anthropic: Array("event: ping\ndata: {\"type\":\"ping\"}\n\n".utf8)
        case .completions:
            Array(
                """
                data: {"id":"guard","object":"chat.completion.chunk","created":0,"model":"","choices":[{"index":0,\
                "delta":{"content":""},"finish_reason":null}]}\n\n
                """.utf8
            )
        case .responses: Array("event: keepalive\ndata: {\"type\":\"keepalive\"}\n\n".utf8)
        case .google:
            Array(
                "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"\"}],\"role\":\"model\"},\"index\":0}]}\n\n"
                    .utf8
            )
        case .ollama:
            Array(
                """
                {"model":"","created_at":"1970-01-01T00:00:00Z","message":{"role":"assistant","content":""},"done":false}\n
                """.utf8
            )
        }
    }

    private static func kind(_ status: Int) -> String {
        switch status {
        case 404: "not_found_error"
        case 413: "request_too_large"
        case 429: "rate_limit_error"
        case 500...: "api_error"
        default: "invalid_request_error"
        }
    }

    private static func googleStatus(_ status: Int) -> String {
        switch status {
        case 404: "NOT_FOUND"
        case 429: "RESOURCE_EXHAUSTED"
        case 503: "UNAVAILABLE"
        case 504: "DEADLINE_EXCEEDED"
        case 500...: "INTERNAL"
        default: "INVALID_ARGUMENT"
        }
    }
}
