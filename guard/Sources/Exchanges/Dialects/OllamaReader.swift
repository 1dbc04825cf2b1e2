/// Ollama: a JSON value a line, of which the last one says that it is done.
struct OllamaReader: AnswerReader {
    private(set) var answer = Answer()
    private(set) var isComplete = false
    /// As it is written in the first line.
    private var model = "\"\""

    /// Whether it answers in messages, and not in the way of `/api/generate`; clients read the one or the other.
    private var isChat: Bool?

    private static let known: Set<String> = ["role", "content", "thinking", "tool_calls", "tool_name", "images"]

    mutating func read(_ event: RawEvent) throws(StreamFault) -> StreamEvent {
        if isComplete { throw .disorder("a line after the last") }
        let json = try event.json()
        var result = StreamEvent(json)
        let root = json.root
        if try root.fails(besides: "message", "response") {
            isComplete = true
            return result
        }
        if let name = root["model"], name.kind == .string {
            model = String(decoding: json.bytes[name.range], as: UTF8.self)
        }
        let message = try root.object("message")
        for isChat in [message != nil ? true : nil, root.lacks("response") && root.lacks("thinking") ? nil : false] {
            guard let isChat else { continue }
            guard self.isChat ?? isChat == isChat else { throw .unknown("a text beside the message") }
            self.isChat = isChat
        }
        if let message {
            for (key, _) in message.members where !Self.known.contains(key.words ?? "") {
                throw .unknown("a message's \(key.words ?? "")")
            }
            if !message.lacks("images") { throw .unknown("images in an answer") }
            if let text = try message.text("content") { add(text, .text, &result) }
            if let text = try message.text("thinking") { add(text, .reasoning, &result) }
            for call in try message.list("tool_calls") {
                result.isCall = true
                let function = try call.object("function") ?? call
                let arguments = function["arguments"].map { node in
                    node.string ?? Array(node.text.bytes[node.range])
                }
                answer.calls.append(
                    ModelCall(id: call["id"]?.words, name: try function.name(), arguments: arguments ?? [])
                )
            }
        }
        if let text = try root.text("response") { add(text, .text, &result) }
        if let text = try root.text("thinking") { add(text, .reasoning, &result) }
        if root["done"]?.isTrue == true {
            isComplete = true
            result.endsAll = true
            answer.finish = root["done_reason"]?.words
            answer.usage = Usage(input: root.number("prompt_eval_count"), output: root.number("eval_count"))
        }
        return result
    }

    func closing(_ text: String) -> [UInt8] {
        let quoted = String(decoding: JSONString.escaped(text), as: UTF8.self)
        return Array(
            """
            {"model":\(model),"created_at":"1970-01-01T00:00:00Z","message":{"role":"assistant","content":\(quoted)},\
            "done":true,"done_reason":"stop","prompt_eval_count":\(answer.usage.input),"eval_count":\(answer.usage.output)}\n
            """.utf8
        )
    }

    private mutating func add(_ node: JSONNode, _ kind: Channel.Kind, _ result: inout StreamEvent) {
        result.fragments.append(Fragment(Channel(kind), node))
        answer.add(node.string ?? [], kind)
    }
}
