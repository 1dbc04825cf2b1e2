import Exchanges
import Testing

@Suite struct AmbiguousKeyTests {
    private func key(_ text: String) throws -> String? {
        Question.ambiguousKey(in: try JSONText(Array(text.utf8)).root)
    }

    @Test(
        "a key that some readers take for one of the dialect's is seen",
        arguments: [
            #"{"model":"a","Model":"b"}"#, #"{"MODEL":"b"}"#, #"{"model":"a","Stream":true}"#, #"{"\u004dodel":"b"}"#,
            #"{"meſſages":[]}"#, #"{"messages":[{"role":"user","content":"a","Content":"b"}]}"#,
            #"{"messages":[{"content":[{"type":"text","text":"a","Text":"b"}]}]}"#,
            #"{"systemInstruction":{},"system_instruction":{}}"#, #"{"input":[{"type":"message","Role":"user"}]}"#,
            #"{"tools":[{"function":{"name":"a","Name":"b"}}]}"#, #"{"max_tokens":1,"maxTokens":2}"#,
        ]
    )
    func seen(text: String) throws { #expect(try key(text) != nil) }

    @Test(
        "keys that nobody reads otherwise are none, and a tool's are its own",
        arguments: [
            #"{"model":"a","messages":[{"role":"user","content":"Model"}],"Extra":1}"#,
            #"{"tools":[{"name":"a","input_schema":{"properties":{"Name":{},"name":{},"Type":{}}}}]}"#,
            #"{"messages":[{"content":[{"type":"tool_use","name":"x","input":{"Text":"a","text":"b","Model":1}}]}]}"#,
            #"{"tools":[{"function":{"name":"a","parameters":{"properties":{"Model":{},"model":{}}}}}]}"#,
            #"{"contents":[{"parts":[{"functionCall":{"name":"a","args":{"Role":1}}}]}],"systemInstruction":{"parts":[]}}"#,
            #"{"metadata":{"Model":1}}"#, "[]", "1",
        ]
    )
    func others(text: String) throws { #expect(try key(text) == nil) }
}
