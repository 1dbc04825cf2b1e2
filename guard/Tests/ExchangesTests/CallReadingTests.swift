import Exchanges
import Testing

/// Calls are read as the client reads them, and what two readers may read otherwise is refused.
@Suite struct CallReadingTests {
    private static func answer(_ dialect: Dialect, _ events: [String]) throws -> Answer {
        var framing = EventFraming(.serverSent)
        var raw: [RawEvent] = []
        for event in events { try framing.read(Array("data: \(event)\n\n".utf8)) { raw.append($0) } }
        var reader = dialect.reader
        for event in raw { _ = try reader.read(event) }
        return reader.answer
    }

    private static func chunk(_ calls: String) -> String {
        #"{"choices":[{"index":0,"delta":{"tool_calls":[\#(calls)]},"finish_reason":null}]}"#
    }

    @Test func piecesBelongToANumberOrAnId() throws {
        let answer = try Self.answer(
            .completions,
            [
                Self.chunk(#"{"index":0,"id":"a","function":{"name":"read","arguments":"{"}}"#),
                Self.chunk(#"{"index":0,"function":{"name":"read","arguments":"}"}}"#),
                Self.chunk(#"{"id":"b","function":{"name":"exec","arguments":"1"}}"#),
                Self.chunk(#"{"id":"b","function":{"arguments":"2"}}"#),
                Self.chunk(#"{"function":{"name":"write","arguments":"3"}}"#),
            ]
        )
        #expect(answer.calls.map(\.name) == ["read", "exec", "write"])
        #expect(answer.calls.map { String(decoding: $0.arguments, as: UTF8.self) } == ["{}", "12", "3"])
    }

    @Test(arguments: [
        [chunk(#"{"index":0,"id":"a","function":{"name":"re"}}"#), chunk(#"{"index":0,"function":{"name":"exec"}}"#)],
        [#"{"choices":[{"index":0,"message":{"tool_calls":[{"id":"a","function":{"name":"exec"}}]}}]}"#],
        [#"{"choices":[{"index":0,"delta":{}},{"index":1,"delta":{},"finish_reason":"length"}]}"#],
    ]) func chunksThatTwoReadersReadOtherwiseAreRefused(_ events: [String]) {
        #expect(throws: StreamFault.self) { try Self.answer(.completions, events) }
    }

    @Test func severalCandidatesAreRefused() {
        let event = #"{"candidates":[{"index":0},{"index":1,"finishReason":"MAX_TOKENS"}]}"#
        #expect(throws: StreamFault.self) { try Self.answer(.google, [event]) }
    }

    @Test func argumentsComeAtOnceOrInPieces() throws {
        func events(_ input: String, _ piece: String) -> [String] {
            [
                #"{"type":"message_start","message":{"content":[]}}"#,
                #"{"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"a","name":"exec","input":\#(input)}}"#,
                #"{"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":"\#(piece)"}}"#,
            ]
        }
        #expect(try Self.answer(.anthropic, events("{ }", "5")).calls.map(\.arguments) == [[0x35]])
        #expect(try Self.answer(.anthropic, events("5", "")).calls.map(\.arguments) == [[0x35]])
        #expect(throws: StreamFault.self) { try Self.answer(.anthropic, events(#"{"command":"a"}"#, "{}")) }
    }

    @Test(arguments: [("{}", true), ("", true), ("[]", false)])
    func argumentsStayWhatTheyWere(_ last: String, _ isRead: Bool) {
        let item = #""output_index":0,"item":{"type":"function_call","call_id":"a","name":"exec","arguments":"#
        let events = [
            #"{"type":"response.output_item.added",\#(item)""}}"#,
            #"{"type":"response.function_call_arguments.delta","output_index":0,"delta":"{}"}"#,
            #"{"type":"response.output_item.done",\#(item)"\#(last)"}}"#,
        ]
        #expect((try? Self.answer(.responses, events).calls.map(\.arguments)) == (isRead ? [Array("{}".utf8)] : nil))
    }
}
