/// OpenAI Chat Completions: chunks with deltas of choices, ended by `[DONE]`.
struct CompletionsReader: AnswerReader {
    private(set) var answer = Answer()
    private(set) var isComplete = false
    private var calls: [Int: Int] = [:]
    private var callsByID: [String: Int] = [:]
    private var done = false
    /// Which of the two fields of its text it has used.
    private var speaks: String?
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
        if try root.fails(besides: "choices") {
            isComplete = true
            return result
        }
        guard let choices = root["choices"], choices.kind == .array else { throw .unknown("a chunk without choices") }
        // The client takes the first.
        guard choices.elements.count <= 1 else { throw .unknown("several choices") }
        if answer.finish == nil, let id = root["id"], let model = root["model"], id.kind == .string,
            model.kind == .string
        {
            let parts = [id, model].map { String(decoding: json.bytes[$0.range], as: UTF8.self) }
            identity = #""id":\#(parts[0]),"created":\#(root.number("created")),"model":\#(parts[1])"#
        }
        if let usage = root["usage"], usage.kind == .object {
            answer.usage = Usage(completions: usage)
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
        // Clients join what several choices say.
        guard try choice.place("index") == 0 else { throw .unknown("several choices") }
        if !choice.lacks("logprobs") { throw .unknown("logprobs") }
        // The client takes it where there is no delta.
        if choice.lacks("delta"), !choice.lacks("message") { throw .unknown("a chunk with a message") }
        if let delta = try choice.object("delta") {
            for (key, _) in delta.members where !Self.known.contains(key.words ?? "") {
                throw .unknown("a delta's \(key.words ?? "")")
            }
            for name in ["content", "refusal"] {
                guard let text = try delta.text(name) else { continue }
                // Some clients join both, some read the one alone.
                if text.string?.isEmpty == false {
                    guard speaks ?? name == name else { throw .unknown("a refusal beside the text") }
                    speaks = name
                }
                add(text, Channel(.text), &result)
            }
            if let text = try delta.text("reasoning_content") { add(text, Channel(.reasoning), &result) }
            if let text = try delta.text("reasoning") { add(text, Channel(.reasoning), &result) }
            for call in try delta.list("tool_calls") {
                try self.call(
                    try call.object("function") ?? call,
                    id: call["id"]?.words,
                    call.lacks("index") ? nil : try call.place("index"),
                    &result
                )
            }
            if let call = try delta.object("function_call") {
                try self.call(call, id: nil, -1, &result)
            }
        }
        if let finish = choice["finish_reason"]?.words {
            answer.finish = finish
            isComplete = true
        }
    }

    /// Takes a piece of a call, which belongs to the one of its number, or else of its id, or else begins one.
    private mutating func call(
        _ function: JSONNode,
        id: String?,
        _ number: Int?,
        _ result: inout StreamEvent
    ) throws(StreamFault) {
        result.isCall = true
        let name = try function.name()
        let id = id.flatMap { $0.isEmpty ? nil : $0 }
        let known = number.flatMap { calls[$0] } ?? id.flatMap { callsByID[$0] }
        let place = known ?? answer.calls.count
        if known == nil {
            answer.calls.append(ModelCall(id: id, name: name, arguments: []))
        } else if !name.isEmpty {
            // The client takes the last name, and not all together.
            guard ["", name].contains(answer.calls[place].name) else { throw .disorder("a call changes its name") }
            answer.calls[place].name = name
        }
        if let number, calls[number] == nil { calls[number] = place }
        if let id {
            answer.calls[place].id = id
            callsByID[id] = place
        }
        guard let text = try function.text("arguments") else { return }
        result.fragments.append(Fragment(Channel(.arguments, place), text))
        answer.calls[place].arguments += text.string ?? []
    }

    private mutating func add(_ node: JSONNode, _ channel: Channel, _ result: inout StreamEvent) {
        result.fragments.append(Fragment(channel, node))
        answer.add(node.string ?? [], channel.kind)
    }
}
