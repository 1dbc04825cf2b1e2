extension Answer {
    /// What an answer that came as a whole says.
    ///
    /// - Throws: where it has something that this dialect is not known to have, or that clients would read otherwise.
    public init(whole root: JSONNode, _ dialect: Dialect) throws(StreamFault) {
        self.init()
        usage = Usage(root, dialect)
        switch dialect {
        case .anthropic: try read(anthropic: root)
        case .completions: try read(completions: root)
        case .responses: try read(responses: root)
        case .google: try read(google: root)
        case .ollama: try read(ollama: root)
        }
    }

    private mutating func read(anthropic root: JSONNode) throws(StreamFault) {
        finish = root["stop_reason"]?.words
        for block in try root.list("content") {
            switch block.word("type") {
            case "text": text += try block.text("text")?.string ?? []
            case "thinking": reasoning += try block.text("thinking")?.string ?? []
            case "redacted_thinking": break
            case "tool_use":
                let input = block["input"].map { Array($0.text.bytes[$0.range]) } ?? []
                calls.append(ModelCall(id: block["id"]?.words, name: try block.name(), arguments: input))
            case let other: throw .unknown("a block of type \(other)")
            }
        }
    }

    private static let completionKeys: Set<String> = [
        "role", "content", "refusal", "reasoning_content", "reasoning", "tool_calls", "function_call", "annotations",
        "audio",
    ]

    private mutating func read(completions root: JSONNode) throws(StreamFault) {
        let choices = try root.list("choices")
        guard choices.count <= 1 else { throw .unknown("several choices") }
        for choice in choices {
            finish = choice["finish_reason"]?.words ?? finish
            guard choice.lacks("text"), choice.lacks("delta") else { throw .unknown("a choice beside its message") }
            guard let message = try choice.object("message") else { continue }
            for (key, value) in message.members where !Self.completionKeys.contains(key.words ?? "") {
                guard value.kind == .null else { throw .unknown("a message's \(key.words ?? "")") }
            }
            guard message.lacks("audio") else { throw .unknown("a message's audio") }
            for key in ["content", "refusal"] { text += try message.text(key)?.string ?? [] }
            for key in ["reasoning_content", "reasoning"] { reasoning += try message.text(key)?.string ?? [] }
            for call in try message.list("tool_calls") { calls.append(try ModelCall(answered: call)) }
            if let call = try message.object("function_call") { calls.append(try ModelCall(answered: call)) }
        }
    }

    private mutating func read(responses root: JSONNode) throws(StreamFault) {
        finish = root["status"]?.words
        guard root.lacks("output_text") || root["output_text"]?.string?.isEmpty == true else {
            throw .unknown("output_text")
        }
        for item in try root.list("output") {
            let type = item.word("type")
            guard ResponsesReader.items.contains(type) else { throw .unknown("an item of type \(type)") }
            switch type {
            case "function_call", "custom_tool_call":
                _ = try item.name()
                calls.append(ModelCall(item: item))
            case "reasoning": reasoning += (try item.texts("summary") + item.texts("content")).flatMap(\.self)
            default: text += try item.texts("content").flatMap(\.self)
            }
        }
    }

    private mutating func read(google root: JSONNode) throws(StreamFault) {
        let candidates = try root.list("candidates")
        guard candidates.count <= 1 else { throw .unknown("several candidates") }
        for candidate in candidates {
            finish = candidate["finishReason"]?.words ?? finish
            for part in try candidate.object("content")?.list("parts") ?? [] {
                guard part.kind == .object else { throw .unknown("a part that is no object") }
                for (key, value) in part.members {
                    switch key.words ?? "" {
                    case "thought", "thoughtSignature": break
                    case "text":
                        let said = try part.text("text")?.string ?? []
                        if part["thought"]?.isTrue == true { reasoning += said } else { text += said }
                    case "functionCall":
                        guard value.kind == .object else { throw .unknown("a call that is no object") }
                        let arguments = value["args"].map { Array($0.text.bytes[$0.range]) } ?? []
                        calls.append(
                            ModelCall(id: value["id"]?.words, name: try value.name(), arguments: arguments)
                        )
                    case let other: throw .unknown("a part's \(other)")
                    }
                }
            }
        }
    }

    private static let ollamaKeys: Set<String> = ["role", "content", "thinking", "tool_calls", "tool_name", "images"]

    private mutating func read(ollama root: JSONNode) throws(StreamFault) {
        finish = root["done_reason"]?.words
        text += try root.text("response")?.string ?? []
        reasoning += try root.text("thinking")?.string ?? []
        guard let message = try root.object("message") else { return }
        guard root.lacks("response"), root.lacks("thinking") else { throw .unknown("a text beside the message") }
        for (key, value) in message.members where !Self.ollamaKeys.contains(key.words ?? "") {
            guard value.kind == .null else { throw .unknown("a message's \(key.words ?? "")") }
        }
        guard message.lacks("images") else { throw .unknown("images in an answer") }
        text += try message.text("content")?.string ?? []
        reasoning += try message.text("thinking")?.string ?? []
        for call in try message.list("tool_calls") { calls.append(try ModelCall(answered: call)) }
    }
}

extension ModelCall {
    /// As an answer has it.
    fileprivate init(answered call: JSONNode) throws(StreamFault) {
        guard call.kind == .object else { throw .unknown("a call that is no object") }
        let function = try call.object("function") ?? call
        _ = try function.name()
        self.init(function: call)
    }
}
