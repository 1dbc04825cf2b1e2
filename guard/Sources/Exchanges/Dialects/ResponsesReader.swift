/// OpenAI Responses: events with a type that say each text twice, in pieces and as a whole.
struct ResponsesReader: AnswerReader {
    private(set) var answer = Answer()
    private(set) var isComplete = false
    private var calls: [Int: Int] = [:]
    private var ending = ResponsesEnding()
    /// What the pieces of each message said.
    private var said: [Int: [UInt8]] = [:]
    private var thought: [Int: [UInt8]] = [:]
    /// The item whose text came last, and those that no piece may come of any more: clients join the pieces of each.
    private var speaking: Int?
    private var spoken: Set<Int> = []

    /// Kinds of items that an answer may hold; what the vendor's own tools do is none of them.
    static let items: Set<String> = ["message", "reasoning", "function_call", "custom_tool_call"]
    static let parts: Set<String> = ["output_text", "refusal", "summary_text", "reasoning_text"]

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
        let item = try root.place("output_index")
        // Parts are joined by those who show them, so that they end with the answer.
        let text = Channel(.text)
        let reasoning = Channel(.reasoning)
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
            if type.hasSuffix("added"), root["part"]?["text"]?.string?.isEmpty == false {
                throw .unknown("a part that begins with text")
            }
        case "response.output_text.delta":
            if !root.lacks("logprobs"), root["logprobs"]?.elements.isEmpty == false { throw .unknown("logprobs") }
            try add(root, text, &result)
        case "response.refusal.delta": try add(root, text, &result)
        case "response.reasoning_summary_text.delta", "response.reasoning_text.delta": try add(root, reasoning, &result)
        case "response.function_call_arguments.delta", "response.custom_tool_call_input.delta":
            result.isCall = true
            try add(root, Channel(.arguments, item), &result)
        case "response.output_text.done", "response.refusal.done", "response.reasoning_summary_text.done",
            "response.reasoning_text.done":
            break
        case "response.function_call_arguments.done", "response.custom_tool_call_input.done":
            result.isCall = true
            let whole = (root["arguments"] ?? root["input"])?.string ?? []
            // Which of them runs hangs on the client's version.
            guard let call = calls[item], whole.isEmpty || answer.calls[call].arguments == whole else {
                throw .disorder("a call changes its arguments")
            }
            result.ended = [Channel(.arguments, item)]
        case "response.output_text.annotation.added": break
        case "response.completed", "response.incomplete", "response.failed", "error":
            isComplete = true
            result.endsAll = true
            if let response = root["response"] {
                let before = answer.calls.count
                try end(response)
                // A call that only the last event names is taken from there.
                result.isCall = answer.calls.count > before
            }
        default: throw .unknown(type)
        }
        return result
    }

    func closing(_ text: String) -> [UInt8] { ending.closing(text) }

    private mutating func read(_ item: JSONNode?, _ index: Int, isDone: Bool) throws(StreamFault) {
        let type = item?.word("type") ?? ""
        guard let item, Self.items.contains(type) else { throw .unknown("an item of type \(type)") }
        if type == "message", isDone { try check(item, index) }
        if type == "reasoning", isDone { try checkThought(item, index) }
        guard type == "function_call" || type == "custom_tool_call" else { return }
        let arguments = (item["arguments"] ?? item["input"])?.string ?? []
        let call = ModelCall(id: item["call_id"]?.words, name: try item.name(), arguments: arguments)
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
            // A client may add the pieces to what it begins with.
            if !isDone, !call.arguments.isEmpty { throw .unknown("a call that begins with arguments") }
            calls[index] = answer.calls.count
            answer.calls.append(call)
        }
    }

    /// The client takes what the whole message says, so that it must be what the pieces said.
    ///
    /// What no piece said is looked at text by text, and so must be one.
    private mutating func check(_ item: JSONNode, _ index: Int) throws(StreamFault) {
        let texts = try item.texts("content")
        let whole = texts.flatMap(\.self)
        if said[index] == whole || said.values.contains(whole) { return }
        guard said[index] == nil else { throw .disorder("a message changes its text") }
        guard whole.isEmpty || answer.text.isEmpty && texts.count == 1 else {
            throw .disorder("a message that was never said in pieces")
        }
        said[index] = whole
        answer.text += whole
    }

    /// The same of what is thought.
    private mutating func checkThought(_ item: JSONNode, _ index: Int) throws(StreamFault) {
        let texts = try item.texts("summary") + item.texts("content")
        let whole = texts.flatMap(\.self)
        guard texts.count <= 1 || thought[index] == whole else { throw .disorder("thoughts that change") }
        guard thought[index] == nil, !whole.isEmpty, !thought.values.contains(whole) else { return }
        thought[index] = whole
        answer.reasoning += whole
    }

    private mutating func end(_ response: JSONNode) throws(StreamFault) {
        answer.finish = response["status"]?.words
        if let usage = response["usage"], usage.kind == .object {
            answer.usage = Usage(responses: usage)
        }
        for (index, item) in try response.list("output").enumerated() { try read(item, index, isDone: true) }
    }

    /// Takes a piece of an item's text; another's must not have come since.
    private mutating func speak(_ item: Int) throws(StreamFault) {
        guard item != speaking else { return }
        if let speaking { spoken.insert(speaking) }
        guard !spoken.contains(item) else { throw .disorder("a text goes on behind another") }
        speaking = item
    }

    private mutating func add(_ root: JSONNode, _ channel: Channel, _ result: inout StreamEvent) throws(StreamFault) {
        guard let node = try root.text("delta") else { throw .unknown("a delta that is no text") }
        result.fragments.append(Fragment(channel, node))
        let text = node.string ?? []
        if channel.kind != .arguments { try speak(root.number("output_index")) }
        answer.add(text, channel.kind)
        if channel.kind == .text { said[root.number("output_index"), default: []] += text }
        if channel.kind == .reasoning { thought[root.number("output_index"), default: []] += text }
        if channel.kind == .arguments, let call = calls[channel.number[0]] { answer.calls[call].arguments += text }
    }
}

extension JSONNode {
    /// The texts of an item's parts, each by the field that its type has; empty ones are left out.
    func texts(_ key: String) throws(StreamFault) -> [[UInt8]] {
        var texts: [[UInt8]] = []
        for part in try list(key) {
            let type = part.word("type")
            guard ResponsesReader.parts.contains(type) else { throw .unknown("a part of type \(type)") }
            let (own, other) = type == "refusal" ? ("refusal", "text") : ("text", "refusal")
            guard part.lacks(other) else { throw .unknown("a part with two texts") }
            if let text = try part.text(own)?.string, !text.isEmpty { texts.append(text) }
        }
        return texts
    }
}
