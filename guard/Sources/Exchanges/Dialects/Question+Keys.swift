extension Question {
    /// Keys below which stand objects of a dialect; what a person or a tool names stands elsewhere.
    private static let inner: Set<String> = [
        "messages", "content", "system", "tools", "function", "tool_calls", "input", "contents", "parts",
        "systemInstruction", "system_instruction", "functionDeclarations", "function_declarations", "functionCall",
        "function_call", "functionResponse", "function_response", "output", "summary",
    ]
    /// Keys that mean something.
    private static let known: Set<String> = inner.union([
        "model", "stream", "role", "type", "text", "name", "arguments", "args", "instructions", "prompt", "id",
        "thinking",
        "tool_call_id", "tool_use_id", "call_id", "is_error", "max_tokens", "reasoning", "reasoning_content", "images",
        "tool_choice", "description", "thought", "response",
    ])
    private static let folded = Set(known.map { folded($0.utf8) })

    /// As a reader takes it that minds neither case nor what stands between words.
    private static func folded(_ key: some Sequence<UInt8>) -> [UInt8] {
        // Two letters of other scripts are taken for Latin ones as well.
        let text = String(decoding: Array(key), as: UTF8.self).replacing("\u{17F}", with: "s").replacing(
            "\u{212A}",
            with: "k"
        )
        return text.utf8.filter { $0 != UInt8(ascii: "_") }.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
    }

    /// A key that some readers take for one of the dialect's and others do not; nothing where there is none.
    public static func ambiguousKey(in root: JSONNode) -> String? {
        var open = [root]
        while let node = open.popLast() {
            if node.kind == .array {
                open += node.elements.filter { $0.kind == .object || $0.kind == .array }
                continue
            }
            var seen: Set<[UInt8]> = []
            for (key, value) in node.members {
                guard let name = key.string else { continue }
                let folded = folded(name)
                guard Self.folded.contains(folded) else { continue }
                let words = String(decoding: name, as: UTF8.self)
                // Both spellings of Google's keys are read.
                guard known.contains(words), seen.insert(folded).inserted else { return words }
                // What a tool is called with is its own.
                let isInput = words == "input" && value.kind != .array
                if inner.contains(words), !isInput, value.kind == .object || value.kind == .array { open.append(value) }
            }
        }
        return nil
    }
}
