/// OpenAI Responses: events with a type that say each text twice, in pieces and as a whole.
struct ResponsesReader: AnswerReader {
    private(set) var answer = Answer()
    private(set) var isComplete = false
    private var calls: [Int: Int] = [:]
    private var ending = ResponsesEnding()

    /// Kinds of items that an answer may hold; what the vendor's own tools do is none of them.
    private static let items: Set<String> = ["message", "reasoning", "function_call", "custom_tool_call"]
    private static let parts: Set<String> = ["output_text", "refusal", "summary_text", "reasoning_text"]

    mutating func read(_ event: RawEvent) throws(StreamFault) -> StreamEvent {
        if event.data.map({ $0.elementsEqual("[DONE]".utf8) }) == true {
            isComplete = true
            var last = StreamEvent(nil)
            last.endsAll = true
            return last
        }
        let json = try event.json()
        var result = StreamEvent(json)
        let root = json.root
        let type = root.word("type")
        if let name = event.name, !name.elementsEqual(type.utf8) { throw .disorder("an event has two names") }
        if isComplete, type != "keepalive" { throw .disorder("an event after the last: \(type)") }
        let item = root.number("output_index")
        let text = Channel(.text, item, root.number("content_index"))
        let summary = Channel(.reasoning, item, root.number("summary_index"))
        let reasoning = Channel(.reasoning, item, root.number("content_index"), 1)
        switch type {
        case "response.in_progress", "response.queued", "keepalive": result.isIdle = type == "keepalive"
        case "response.created": if let response = root["response"] { ending.begin(response) }
        case "response.output_item.added", "response.output_item.done":
            try read(root["item"], item, isDone: type.hasSuffix("done"))
            result.isCall = calls[item] != nil
            ending.take(root, item, isCall: result.isCall, isDone: type.hasSuffix("done"))
            if type.hasSuffix("done") { result.ended = [Channel(.arguments, item)] }
        case "response.content_part.added", "response.content_part.done", "response.reasoning_summary_part.added",
            "response.reasoning_summary_part.done":
            let part = root["part"]?.word("type") ?? ""
            guard Self.parts.contains(part) else { throw .unknown("a part of type \(part)") }
        case "response.output_text.delta":
            if !root.lacks("logprobs"), root["logprobs"]?.elements.isEmpty == false { throw .unknown("logprobs") }
            try add(root, text, &result)
        case "response.refusal.delta": try add(root, Channel(.text, item, root.number("content_index"), 1), &result)
        case "response.reasoning_summary_text.delta": try add(root, summary, &result)
        case "response.reasoning_text.delta": try add(root, reasoning, &result)
        case "response.function_call_arguments.delta", "response.custom_tool_call_input.delta":
            result.isCall = true
            try add(root, Channel(.arguments, item), &result)
        case "response.output_text.done": result.ended = [text]
        case "response.refusal.done": result.ended = [Channel(.text, item, root.number("content_index"), 1)]
        case "response.reasoning_summary_text.done": result.ended = [summary]
        case "response.reasoning_text.done": result.ended = [reasoning]
        case "response.function_call_arguments.done", "response.custom_tool_call_input.done":
            result.ended = [Channel(.arguments, item)]
        case "response.output_text.annotation.added": break
        case "response.completed", "response.incomplete", "response.failed", "error":
            isComplete = true
            result.endsAll = true
            if let response = root["response"] { try end(response) }
        default: throw .unknown(type)
        }
        return result
    }

    func closing(_ text: String) -> [UInt8] { ending.closing(text) }

    private mutating func read(_ item: JSONNode?, _ index: Int, isDone: Bool) throws(StreamFault) {
        let type = item?.word("type") ?? ""
        guard let item, Self.items.contains(type) else { throw .unknown("an item of type \(type)") }
        guard type == "function_call" || type == "custom_tool_call" else { return }
        let arguments = (item["arguments"] ?? item["input"])?.string ?? []
        let call = ModelCall(id: item["call_id"]?.words, name: item.word("name"), arguments: arguments)
        if let place = calls[index] {
            if isDone {
                guard answer.calls[place].name == call.name else { throw .disorder("a call changes its name") }
                // Which of them runs hangs on the client's version.
                guard [[], call.arguments].contains(answer.calls[place].arguments) || call.arguments.isEmpty else {
                    throw .disorder("a call changes its arguments")
                }
                guard !call.arguments.isEmpty else { return }
                answer.calls[place] = call
            }
        } else {
            calls[index] = answer.calls.count
            answer.calls.append(call)
        }
    }

    private mutating func end(_ response: JSONNode) throws(StreamFault) {
        answer.finish = response["status"]?.words
        if let usage = response["usage"], usage.kind == .object {
            answer.usage = Usage(input: usage.number("input_tokens"), output: usage.number("output_tokens"))
        }
        for (index, item) in (response["output"]?.elements ?? []).enumerated() { try read(item, index, isDone: true) }
    }

    private mutating func add(_ root: JSONNode, _ channel: Channel, _ result: inout StreamEvent) throws(StreamFault) {
        guard let node = try root.text("delta") else { throw .unknown("a delta that is no text") }
        result.fragments.append(Fragment(channel, node))
        let text = node.string ?? []
        switch channel.kind {
        case .text: answer.text += text
        case .reasoning: answer.reasoning += text
        case .arguments: if let call = calls[channel.number[0]] { answer.calls[call].arguments += text }
        }
    }
}
