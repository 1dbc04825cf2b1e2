import Exchanges
import Testing

/// Answers that come as a whole.
@Suite struct WholeAnswerTests {
    private func answer(_ dialect: Dialect, _ text: String) throws -> Answer {
        try Answer(whole: try JSONText(Array(text.utf8)).root, dialect)
    }

    @Test(
        "what a client may read otherwise is an error",
        arguments: [
            (Dialect.anthropic, #"{"content":{"0":{"type":"text","text":"a"}}}"#),
            (.anthropic, #"{"content":[{"type":"server_tool_use","name":"exec"}]}"#),
            (.completions, #"{"choices":{"0":{"message":{"content":"a"}}}}"#),
            (.completions, #"{"choices":[{"message":{"content":[{"type":"text","text":"a"}]}}]}"#),
            (.completions, #"{"choices":[{"text":"a"}]}"#), (.completions, #"{"choices":[{"delta":{"content":"a"}}]}"#),
            (.completions, #"{"choices":[{"message":{}},{"message":{}}]}"#),
            (.completions, #"{"choices":[{"message":{"tool_calls":[{"function":{"name":["exec"]}}]}}]}"#),
            (.responses, #"{"output":[{"type":"local_shell_call"}]}"#), (.responses, #"{"output_text":"a"}"#),
            (.responses, #"{"output":[{"type":"message","content":[{"type":"refusal","text":"a","refusal":"b"}]}]}"#),
            (.google, #"{"candidates":[{},{}]}"#),
            (.google, #"{"candidates":[{"content":{"parts":[{"executableCode":{}}]}}]}"#),
            (.ollama, #"{"message":{"content":"a","tools":[]}}"#), (.ollama, #"{"message":[]}"#),
        ]
    )
    func refused(_ dialect: Dialect, _ text: String) {
        #expect(throws: StreamFault.self) { try answer(dialect, text) }
    }

    @Test func `all that a person or the client takes is read`() throws {
        let both = try answer(
            .google,
            #"{"candidates":[{"content":{"parts":[{"text":"hi","functionCall":{"name":"exec","args":{}}}]}}]}"#
        )
        #expect(both.text == Array("hi".utf8) && both.calls.map(\.name) == ["exec"])
        let refusal = try answer(
            .completions,
            #"{"choices":[{"message":{"content":null,"refusal":"no","reasoning":"so"}}]}"#
        )
        #expect(refusal.text == Array("no".utf8) && refusal.reasoning == Array("so".utf8))
        let parts = try answer(
            .responses,
            #"{"output":[{"type":"message","content":[{"type":"output_text","text":"a"},{"type":"refusal","refusal":"b"}]}]}"#
        )
        #expect(parts.text == Array("ab".utf8))
    }
}
