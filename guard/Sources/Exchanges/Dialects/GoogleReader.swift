/// Google Generative AI: each event is an answer of its own, whose parts are joined.
struct GoogleReader: AnswerReader {
    private(set) var answer = Answer()
    private(set) var isComplete = false

    mutating func read(_ event: RawEvent) throws(StreamFault) -> StreamEvent {
        let json = try event.json()
        var result = StreamEvent(json)
        let root = json.root
        if try root.fails(besides: "candidates") {
            isComplete = true
            return result
        }
        if let usage = root["usageMetadata"], usage.kind == .object {
            answer.usage = Usage(google: usage)
        }
        if let feedback = root["promptFeedback"], !feedback.lacks("blockReason") { isComplete = true }
        let candidates = try root.list("candidates")
        // The client takes the first.
        guard candidates.count <= 1 else { throw .unknown("several candidates") }
        for candidate in candidates {
            guard try candidate.place("index") == 0 else { throw .unknown("several candidates") }
            for part in try candidate.object("content")?.list("parts") ?? [] { try read(part, &result) }
            if let finish = candidate["finishReason"]?.words {
                answer.finish = finish
                isComplete = true
            }
        }
        return result
    }

    func closing(_ text: String) -> [UInt8] {
        let quoted = String(decoding: JSONString.escaped(text), as: UTF8.self)
        return Array(
            """
            data: {"candidates":[{"content":{"parts":[{"text":\(quoted)}],"role":"model"},"finishReason":"STOP",\
            "index":0}],"usageMetadata":{"promptTokenCount":\(answer.usage.input),\
            "candidatesTokenCount":\(answer.usage.output)}}\n\n
            """.utf8
        )
    }

    private mutating func read(_ part: JSONNode, _ result: inout StreamEvent) throws(StreamFault) {
        guard part.kind == .object else { throw .unknown("a part that is no object") }
        let isThought = part["thought"]?.isTrue ?? false
        for (key, value) in part.members {
            switch key.words ?? "" {
            case "thought", "thoughtSignature": break
            case "text":
                guard value.kind == .string else { throw .unknown("text that is no text") }
                let kind: Channel.Kind = isThought ? .reasoning : .text
                result.fragments.append(Fragment(Channel(kind), value))
                answer.add(value.string ?? [], kind)
            case "functionCall":
                result.isCall = true
                guard value.kind == .object else { throw .unknown("a call that is no object") }
                let arguments = value["args"].map { Array($0.text.bytes[$0.range]) } ?? []
                answer.calls.append(
                    ModelCall(id: value["id"]?.words, name: try value.name(), arguments: arguments)
                )
            case let other: throw .unknown("a part's \(other)")
            }
        }
    }
}
