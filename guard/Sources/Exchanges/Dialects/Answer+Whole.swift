extension Answer {
    /// What an answer that came as a whole says.
    public init(whole root: JSONNode, _ dialect: Dialect) {
        self.init()
        usage = Usage(root, dialect)
        switch dialect {
        case .anthropic:
            finish = root["stop_reason"]?.words
            for block in root["content"]?.elements ?? [] {
                switch block.word("type") {
                case "text": text += block["text"]?.string ?? []
                case "thinking": reasoning += block["thinking"]?.string ?? []
                case "tool_use":
                    let input = block["input"].map { Array($0.text.bytes[$0.range]) } ?? []
                    calls.append(ModelCall(id: block["id"]?.words, name: block.word("name"), arguments: input))
                default: break
                }
            }
        case .completions:
            for choice in root["choices"]?.elements ?? [] {
                finish = choice["finish_reason"]?.words ?? finish
                guard let message = choice["message"] else { continue }
                text += message["content"]?.string ?? []
                reasoning += message["reasoning_content"]?.string ?? []
                calls += (message["tool_calls"]?.elements ?? []).map(ModelCall.init(function:))
                if let call = message["function_call"], call.kind == .object { calls.append(ModelCall(function: call)) }
            }
        case .responses:
            finish = root["status"]?.words
            for item in root["output"]?.elements ?? [] {
                switch item.word("type") {
                case "function_call", "custom_tool_call": calls.append(ModelCall(item: item))
                default: for part in item["content"]?.elements ?? [] { text += part["text"]?.string ?? [] }
                }
            }
        case .google:
            for candidate in root["candidates"]?.elements ?? [] {
                finish = candidate["finishReason"]?.words ?? finish
                for part in (candidate["content"]?["parts"]?.elements ?? []).map(Part.init(google:)) {
                    switch part {
                    case .text(let said): text += said
                    case .reasoning(let said): reasoning += said
                    case .call(let call): calls.append(call)
                    case .result, .media: break
                    }
                }
            }
        case .ollama:
            finish = root["done_reason"]?.words
            text = (root["message"]?["content"] ?? root["response"])?.string ?? []
            calls = (root["message"]?["tool_calls"]?.elements ?? []).map(ModelCall.init(function:))
        }
    }
}
