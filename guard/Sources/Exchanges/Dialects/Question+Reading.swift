/// Why a request is not passed on.
public enum QuestionFault: Error, Hashable, Sendable {
    case json(JSONFault)
    /// A key that is missing or not what the dialect has there.
    case shape(String)

    /// For people and for the client.
    public var words: String {
        switch self {
        case .json(let fault): "the body is not JSON: \(fault)"
        case .shape(let what): "the body is not what this API takes: \(what)"
        }
    }
}

extension Question {
    /// Reads what a request asks for, by its body and what its path says.
    public init(_ json: JSONText, _ dialect: Dialect, _ route: Route) throws(QuestionFault) {
        let root = json.root
        guard root.kind == .object else { throw .shape("it is no object") }
        guard let model = route.model ?? root["model"]?.words else { throw .shape("it names no model") }
        // Ollama streams unless told otherwise.
        let streams = dialect == .ollama ? !(root["stream"]?.kind == .false) : root["stream"]?.isTrue ?? false
        self.init(model: model, isStreaming: route.isStreaming ?? streams)
        switch dialect {
        case .anthropic: try readAnthropic(root)
        case .completions, .ollama: try readCompletions(root)
        case .responses: try readResponses(root)
        case .google: try readGoogle(root)
        }
    }

    private mutating func readAnthropic(_ root: JSONNode) throws(QuestionFault) {
        if let system = root["system"] { messages.append(Message(.system, try Self.blocks(system))) }
        for message in root["messages"]?.elements ?? [] {
            guard let content = message["content"] else { throw .shape("a message without content") }
            messages.append(Message(Role(message.word("role")), try Self.blocks(content)))
        }
        tools = (root["tools"]?.elements ?? []).map(ToolDefinition.init)
    }

    private mutating func readCompletions(_ root: JSONNode) throws(QuestionFault) {
        for message in root["messages"]?.elements ?? [] {
            let role = Role(message.word("role"))
            var parts: [Part] = []
            for key in ["reasoning_content", "reasoning", "thinking"] {
                if let text = message[key]?.string { parts.append(.reasoning(text)) }
            }
            if let content = message["content"], content.kind != .null {
                if role == .tool {
                    parts.append(.result(id: message["tool_call_id"]?.words, text: Self.plain(content), isError: nil))
                } else {
                    parts += try Self.blocks(content)
                }
            }
            for call in message["tool_calls"]?.elements ?? [] { parts.append(.call(ModelCall(function: call))) }
            for image in message["images"]?.elements ?? [] where image.kind == .string { parts.append(.media("image")) }
            messages.append(Message(role, parts))
        }
        if let prompt = root["prompt"]?.string { messages.append(Message(.user, [.text(prompt)])) }
        tools = (root["tools"]?.elements ?? []).map { ToolDefinition($0["function"] ?? $0) }
    }

    private mutating func readResponses(_ root: JSONNode) throws(QuestionFault) {
        // What it took would be told to nobody who passes by here.
        if let background = root["background"], ![.false, .null].contains(background.kind) {
            throw .shape("an answer in the background, which is not looked at and not counted")
        }
        if let instructions = root["instructions"]?.string { messages.append(Message(.system, [.text(instructions)])) }
        guard let input = root["input"] else { throw .shape("it has no input") }
        if let text = input.string { messages.append(Message(.user, [.text(text)])) }
        for item in input.elements {
            switch item.word("type") {
            case "message", "":
                guard let content = item["content"] else { throw .shape("a message without content") }
                messages.append(Message(Role(item.word("role")), try Self.blocks(content)))
            case "function_call", "custom_tool_call":
                messages.append(Message(.assistant, [.call(ModelCall(item: item))]))
            case "function_call_output", "custom_tool_call_output":
                let text = item["output"].map(Self.plain) ?? []
                messages.append(Message(.tool, [.result(id: item["call_id"]?.words, text: text, isError: nil)]))
            case "reasoning":
                let texts = (item["summary"]?.elements ?? []) + (item["content"]?.elements ?? [])
                messages.append(Message(.assistant, texts.map { .reasoning($0["text"]?.string ?? []) }))
            case let other: throw .shape("an input of type \(other), which is not known")
            }
        }
        tools = (root["tools"]?.elements ?? []).map(ToolDefinition.init)
    }

    private mutating func readGoogle(_ root: JSONNode) throws(QuestionFault) {
        if let system = root["systemInstruction"] ?? root["system_instruction"] {
            messages.append(Message(.system, (system["parts"]?.elements ?? []).map(Part.init(google:))))
        }
        for content in root["contents"]?.elements ?? [] {
            let role = content["role"].map { Role($0.words ?? "") } ?? .user
            messages.append(Message(role, (content["parts"]?.elements ?? []).map(Part.init(google:))))
        }
        for tool in root["tools"]?.elements ?? [] {
            let list = tool["functionDeclarations"] ?? tool["function_declarations"]
            tools += (list?.elements ?? []).map(ToolDefinition.init)
        }
    }

    /// A text, or a list of parts.
    private static func blocks(_ content: JSONNode) throws(QuestionFault) -> [Part] {
        if let text = content.string { return [.text(text)] }
        guard content.kind == .array else { throw .shape("content that is neither text nor a list") }
        return content.elements.map { block in
            switch block.word("type") {
            case "text", "input_text", "output_text": .text(block["text"]?.string ?? [])
            case "refusal": .text(block["refusal"]?.string ?? [])
            case "thinking": .reasoning(block["thinking"]?.string ?? [])
            case "tool_use":
                .call(
                    ModelCall(
                        id: block["id"]?.words,
                        name: block.word("name"),
                        arguments: block["input"].map { Array($0.text.bytes[$0.range]) } ?? []
                    )
                )
            case "tool_result":
                .result(
                    id: block["tool_use_id"]?.words,
                    text: block["content"].map(plain) ?? [],
                    isError: block["is_error"].map(\.isTrue)
                )
            case let other: .media(other)
            }
        }
    }

    /// All texts of a value, in order.
    private static func plain(_ node: JSONNode) -> [UInt8] {
        if let text = node.string { return text }
        if node.kind == .array { return Array(node.elements.map { plain($0["text"] ?? $0) }.joined(separator: [0x0A])) }
        return Array(node.text.bytes[node.range])
    }
}

extension ModelCall {
    /// As in Chat Completions and Ollama.
    init(function call: JSONNode) {
        let function = call["function"] ?? call
        let arguments = function["arguments"].map { $0.string ?? Array($0.text.bytes[$0.range]) } ?? []
        self.init(id: call["id"]?.words, name: function.word("name"), arguments: arguments)
    }

    /// As in Responses.
    init(item: JSONNode) {
        self.init(
            id: item["call_id"]?.words,
            name: item.word("name"),
            arguments: (item["arguments"] ?? item["input"])?.string ?? []
        )
    }
}

extension ToolDefinition {
    init(_ node: JSONNode) { self.init(name: node.word("name"), about: node["description"]?.string ?? []) }
}

extension Part {
    init(google part: JSONNode) {
        if let text = part["text"]?.string {
            self = part["thought"]?.isTrue == true ? .reasoning(text) : .text(text)
        } else if let call = part["functionCall"] {
            let arguments = call["args"].map { Array($0.text.bytes[$0.range]) } ?? []
            self = .call(ModelCall(id: call["id"]?.words, name: call.word("name"), arguments: arguments))
        } else if let result = part["functionResponse"] {
            let text = result["response"].map { Array($0.text.bytes[$0.range]) } ?? []
            self = .result(id: result["id"]?.words, text: text, isError: result["response"].map { !$0.lacks("error") })
        } else {
            self = .media(part.members.first?.key.words ?? "")
        }
    }
}
