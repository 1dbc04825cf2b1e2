/// What a stream of Responses needs to be ended where its first call would begin.
struct ResponsesEnding: Sendable {
    private var id = "\"resp_guard\""
    private var model = "\"\""
    /// Items that were ended before, as they are written.
    private var items: [String] = []
    /// The number of the item that the first call is.
    private var firstCall: Int?
    private var next = 0
    private var sequence = 0

    mutating func begin(_ response: JSONNode) {
        if let id = response["id"], id.kind == .string { self.id = Self.text(id) }
        if let model = response["model"], model.kind == .string { self.model = Self.text(model) }
    }

    mutating func take(_ event: JSONNode, _ index: Int, isCall: Bool, isDone: Bool) {
        if isCall { firstCall = firstCall ?? index }
        guard firstCall == nil else { return }
        next = max(next, index + 1)
        sequence = event.number("sequence_number") + 1
        if isDone, let item = event["item"] { items.append(Self.text(item)) }
    }

    private static func text(_ node: JSONNode) -> String {
        String(decoding: node.text.bytes[node.range], as: UTF8.self)
    }

    func closing(_ text: String) -> [UInt8] {
        let index = firstCall ?? next
        let quoted = String(decoding: JSONString.escaped(text), as: UTF8.self)
        let part = #"{"type":"output_text","text":\#(quoted),"annotations":[]}"#
        func item(_ status: String, _ content: String) -> String {
            #"{"id":"msg_guard","type":"message","status":"\#(status)","role":"assistant","content":[\#(content)]}"#
        }
        let place = #""item_id":"msg_guard","output_index":\#(index),"content_index":0"#
        let output = (items + [item("completed", part)]).joined(separator: ",")
        let steps: [(String, String)] = [
            ("response.output_item.added", #""output_index":\#(index),"item":\#(item("in_progress", ""))"#),
            ("response.content_part.added", #"\#(place),"part":{"type":"output_text","text":"","annotations":[]}"#),
            ("response.output_text.delta", #"\#(place),"delta":\#(quoted),"logprobs":[]"#),
            ("response.output_text.done", #"\#(place),"text":\#(quoted),"logprobs":[]"#),
            ("response.content_part.done", #"\#(place),"part":\#(part)"#),
            ("response.output_item.done", #""output_index":\#(index),"item":\#(item("completed", part))"#),
            (
                "response.completed",
                """
                "response":{"id":\(id),"object":"response","created_at":0,"status":"completed","error":null,\
                "incomplete_details":null,"instructions":null,"metadata":{},"model":\(model),"output":[\(output)],\
                "parallel_tool_calls":true,"temperature":null,"tool_choice":"auto","tools":[],"top_p":null,\
                "usage":{"input_tokens":0,"input_tokens_details":{"cached_tokens":0},"output_tokens":1,\
                "output_tokens_details":{"reasoning_tokens":0},"total_tokens":1}}
                """
            ),
        ]
        return steps.enumerated().flatMap { number, step in
            Array(
                "event: \(step.0)\ndata: {\"type\":\"\(step.0)\",\"sequence_number\":\(sequence + number),\(step.1)}\n\n"
                    .utf8
            )
        }
    }
}
