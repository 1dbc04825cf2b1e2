/// Anthropic Messages: events with a type, texts in numbered blocks.
struct AnthropicReader: AnswerReader {
    private(set) var answer = Answer()
    private(set) var isComplete = false
    private var isStarted = false
    private var open: [Int: Block] = [:]
    private var calls: [Int: Int] = [:]
    /// The block that the first call is.
    private var firstCall: Int?
    /// Calls that began with arguments: the client forgets those when pieces come.
    private var seeded: Set<Int> = []

    private enum Block { case text, reasoning, call, closed }

    mutating func read(_ event: RawEvent) throws(StreamFault) -> StreamEvent {
        let json = try event.json()
        let root = json.root
        var result = StreamEvent(json)
        let type = root.word("type")
        if let name = event.name, !name.elementsEqual(type.utf8) { throw .disorder("an event has two names") }
        if isComplete, type != "ping" { throw .disorder("an event after the last: \(type)") }
        switch type {
        case "ping": result.isIdle = true
        case "message_start":
            guard !isStarted else { throw .disorder("a second message") }
            guard let message = try root.object("message"), try message.list("content").isEmpty else {
                throw .unknown("message_start with content")
            }
            isStarted = true
            answer.usage = Usage(anthropic: message["usage"])
            // What it says of the output at its beginning is no count of it.
            answer.usage.output = 0
        case "content_block_start": try start(root, &result)
        case "content_block_delta": try delta(root, &result)
        case "content_block_stop":
            let index = try root.place("index")
            guard let block = open[index], block != .closed else { throw .disorder("an end of no block") }
            open[index] = .closed
            // Texts of several blocks are joined by those who show them, so that they end with the answer.
            result.ended = [Channel(.arguments, index)]
        case "message_delta":
            answer.finish = root["delta"]?["stop_reason"]?.words ?? answer.finish
            answer.usage = answer.usage.most(Usage(anthropic: root["usage"]))
        case "message_stop", "error":
            isComplete = true
            result.endsAll = true
        default: throw .unknown(type)
        }
        return result
    }

    func closing(_ text: String) -> [UInt8] {
        let index = firstCall ?? (open.keys.max().map { $0 + 1 } ?? 0)
        let quoted = String(decoding: JSONString.escaped(text), as: UTF8.self)
        let block = #""index":\#(index)"#
        return [
            ("content_block_start", #"\#(block),"content_block":{"type":"text","text":""}"#),
            ("content_block_delta", #"\#(block),"delta":{"type":"text_delta","text":\#(quoted)}"#),
            ("content_block_stop", block),
            (
                "message_delta",
                #""delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"output_tokens":\#(max(1, answer.usage.output))}"#
            ),
        ].flatMap { Array("event: \($0.0)\ndata: {\"type\":\"\($0.0)\",\($0.1)}\n\n".utf8) }
            + Array("event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n".utf8)
    }

    private mutating func start(_ root: JSONNode, _ result: inout StreamEvent) throws(StreamFault) {
        let index = try root.place("index")
        guard let block = root["content_block"], open[index] == nil else { throw .disorder("a block begins twice") }
        // Clients join the pieces of each block, others all of them as they come.
        let isText = ["text", "thinking"].contains(block.word("type"))
        guard !isText || !open.values.contains(where: { $0 == .text || $0 == .reasoning }) else {
            throw .disorder("a text begins before the one before it ends")
        }
        switch block.word("type") {
        case "text":
            open[index] = .text
            if let text = try block.text("text") { add(text, Channel(.text), &result) }
        case "thinking":
            open[index] = .reasoning
            if let text = try block.text("thinking") { add(text, Channel(.reasoning), &result) }
        case "redacted_thinking": open[index] = .closed
        case "tool_use":
            open[index] = .call
            firstCall = firstCall ?? index
            result.isCall = true
            calls[index] = answer.calls.count
            let input = block["input"]
            let arguments = input.map { $0.members.isEmpty && $0.kind == .object ? [] : $0.written } ?? []
            if !arguments.isEmpty { seeded.insert(index) }
            answer.calls.append(
                ModelCall(id: block["id"]?.words, name: try block.name(), arguments: arguments)
            )
        default: throw .unknown("a block of type \(block.word("type"))")
        }
    }

    private mutating func delta(_ root: JSONNode, _ result: inout StreamEvent) throws(StreamFault) {
        let index = try root.place("index")
        guard let block = open[index], let delta = root["delta"] else { throw .disorder("a piece of no block") }
        let type = delta.word("type")
        switch (type, block) {
        case ("text_delta", .text):
            if let text = try delta.text("text") { add(text, Channel(.text), &result) }
        case ("thinking_delta", .reasoning):
            if let text = try delta.text("thinking") { add(text, Channel(.reasoning), &result) }
        case ("input_json_delta", .call):
            result.isCall = true
            guard let text = try delta.text("partial_json"), text.string?.isEmpty == false else { break }
            if seeded.contains(index) { throw .disorder("a call has arguments twice") }
            add(text, Channel(.arguments, index), &result)
        case ("signature_delta", .reasoning):
            if let text = try delta.text("signature") {
                result.fragments.append(Fragment(Channel(.reasoning, -1), text))
            }
        // What they hold is looked at as a whole.
        case ("citations_delta", .text): break
        default: throw .unknown("a piece of type \(type)")
        }
    }

    private mutating func add(_ node: JSONNode, _ channel: Channel, _ result: inout StreamEvent) {
        result.fragments.append(Fragment(channel, node))
        let text = node.string ?? []
        answer.add(text, channel.kind)
        if channel.kind == .arguments, let call = calls[channel.number[0]] { answer.calls[call].arguments += text }
    }
}
