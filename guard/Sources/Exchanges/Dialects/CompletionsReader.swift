/// OpenAI Chat Completions: chunks with deltas of choices, ended by `[DONE]`.
struct CompletionsReader: AnswerReader {
    private(set) var answer = Answer()
    private(set) var isComplete = false
    private var calls: [[Int]: Int] = [:]
    private var done = false
    /// What identifies the answer, as its first chunk has it.
    private var identity = #""id":"guard","created":0,"model":"""#

    /// What a delta may hold.
    private static let known: Set<String> = [
        "role", "content", "refusal", "reasoning_content", "reasoning", "tool_calls", "function_call",
    ]

    mutating func read(_ event: RawEvent) throws(StreamFault) -> StreamEvent {
        if done { throw .disorder("an event after the last") }
        if event.data.map({ $0.elementsEqual("[DONE]".utf8) }) == true {
            done = true
            isComplete = true
            var last = StreamEvent(nil)
            last.endsAll = true
            return last
        }
        let json = try event.json()
        let root = json.root
        var result = StreamEvent(json)
        if !root.lacks("error") {
            isComplete = true
            return result
        }
        guard let choices = root["choices"], choices.kind == .array else { throw .unknown("a chunk without choices") }
        if answer.finish == nil, let id = root["id"], let model = root["model"], id.kind == .string,
            model.kind == .string
        {
            let parts = [id, model].map { String(decoding: json.bytes[$0.range], as: UTF8.self) }
            identity = #""id":\#(parts[0]),"created":\#(root.number("created")),"model":\#(parts[1])"#
        }
        if let usage = root["usage"], usage.kind == .object {
            answer.usage = Usage(input: usage.number("prompt_tokens"), output: usage.number("completion_tokens"))
        }
        for choice in choices.elements { try read(choice, &result) }
        return result
    }

    func closing(_ text: String) -> [UInt8] {
        let quoted = String(decoding: JSONString.escaped(text), as: UTF8.self)
        func chunk(_ delta: String, _ finish: String) -> String {
            """
            data: {"object":"chat.completion.chunk",\(identity),"choices":[{"index":0,"delta":\(delta),\
            "finish_reason":\(finish)}]}\n\n
            """
        }
        return Array((chunk("{\"content\":\(quoted)}", "null") + chunk("{}", "\"stop\"") + "data: [DONE]\n\n").utf8)
    }

    private mutating func read(_ choice: JSONNode, _ result: inout StreamEvent) throws(StreamFault) {
        let index = choice.number("index")
        if !choice.lacks("logprobs") { throw .unknown("logprobs") }
        if let delta = choice["delta"], delta.kind == .object {
            for (key, _) in delta.members where !Self.known.contains(key.words ?? "") {
                throw .unknown("a delta's \(key.words ?? "")")
            }
            if let text = try delta.text("content") { add(text, Channel(.text, index), &result) }
            if let text = try delta.text("refusal") { add(text, Channel(.text, index, 1), &result) }
            if let text = try delta.text("reasoning_content") { add(text, Channel(.reasoning, index), &result) }
            if let text = try delta.text("reasoning") { add(text, Channel(.reasoning, index, 1), &result) }
            for call in delta["tool_calls"]?.elements ?? [] {
                try self.call(call["function"] ?? call, id: call["id"]?.words, [index, call.number("index")], &result)
            }
            if let call = delta["function_call"], call.kind == .object {
                try self.call(call, id: nil, [index, -1], &result)
            }
        }
        if let finish = choice["finish_reason"]?.words {
            answer.finish = finish
            isComplete = true
        }
    }

    private mutating func call(
        _ function: JSONNode,
        id: String?,
        _ number: [Int],
        _ result: inout StreamEvent
    ) throws(StreamFault) {
        result.isCall = true
        let name = function["name"]?.words
        if let place = calls[number] {
            if let name, !name.isEmpty { answer.calls[place].name += name }
            if let id, !id.isEmpty { answer.calls[place].id = id }
        } else {
            calls[number] = answer.calls.count
            answer.calls.append(ModelCall(id: id, name: name ?? "", arguments: []))
        }
        if let text = try function.text("arguments") {
            add(text, Channel(.arguments, number[0], number[1]), &result)
        }
    }

    private mutating func add(_ node: JSONNode, _ channel: Channel, _ result: inout StreamEvent) {
        result.fragments.append(Fragment(channel, node))
        let text = node.string ?? []
        switch channel.kind {
        case .text: answer.text += text
        case .reasoning: answer.reasoning += text
        case .arguments: if let call = calls[channel.number] { answer.calls[call].arguments += text }
        }
    }
}
