import Exchanges
@testable import Guard
import Testing

@Suite struct PriceTests {
    @Test(
        "dollars",
        arguments: [
            ("0", "$0"), ("3", "$3"), ("3.0", "$3"), ("0.25", "$0.25"), ("0.000000001", "$0.000000001"),
            ("1000000", "$1000000"), ("12.50", "$12.5"),
        ]
    )
    func dollars(text: String, written: String) { #expect(Dollars(text)?.description == written) }

    @Test(
        "what is no amount",
        arguments: [
            "", ".", "1.", ".5", "-1", "+1", "1e3", "1,5", "1000000.1", "99999999", "0.0000000001", "1.2.3", "٣",
        ]
    )
    func noDollars(text: String) { #expect(Dollars(text) == nil) }

    @Test func whatIsInTheCacheHasAPriceOfItsOwn() throws {
        let price = Price(
            input: try #require(Dollars("3")),
            output: try #require(Dollars("15")),
            cacheRead: try #require(Dollars("0.3")),
            cacheWrite: try #require(Dollars("3.75"))
        )
        let usage = Usage(input: 1_000_000, output: 100_000, cacheRead: 600_000, cacheWrite: 200_000)
        // 200,000 at 3, 600,000 at 0.3, 200,000 at 3.75 and 100,000 at 15.
        #expect(price.cost(of: usage).description == "$3.03")
        // The most that can be asked does not overflow.
        let most = Price(input: .most, output: .most, cacheRead: .most, cacheWrite: .most)
        #expect(most.cost(of: Usage(input: .max, output: .max)) > Dollars(billionths: 0))
        #expect(Dollars(billionths: .max) + .most == Dollars(billionths: .max))
    }

    private static let answers: [(Dialect, String, Usage)] = [
        (
            .anthropic,
            #"{"usage":{"input_tokens":3,"cache_read_input_tokens":20,"cache_creation_input_tokens":100,"output_tokens":7}}"#,
            Usage(input: 123, output: 7, cacheRead: 20, cacheWrite: 100)
        ),
        (
            .completions,
            #"{"usage":{"prompt_tokens":120,"completion_tokens":7,"prompt_tokens_details":{"cached_tokens":100,"cache_write_tokens":5}}}"#,
            Usage(input: 120, output: 7, cacheRead: 100, cacheWrite: 5)
        ),
        (
            .completions, #"{"usage":{"prompt_tokens":120,"completion_tokens":7,"prompt_cache_hit_tokens":30}}"#,
            Usage(input: 120, output: 7, cacheRead: 30)
        ),
        (
            .responses,
            #"{"usage":{"input_tokens":120,"output_tokens":7,"input_tokens_details":{"cached_tokens":64}}}"#,
            Usage(input: 120, output: 7, cacheRead: 64)
        ),
        (
            .google,
            #"{"usageMetadata":{"promptTokenCount":120,"candidatesTokenCount":5,"thoughtsTokenCount":2,"cachedContentTokenCount":50}}"#,
            Usage(input: 120, output: 7, cacheRead: 50)
        ),
        (.ollama, #"{"prompt_eval_count":12,"eval_count":7}"#, Usage(input: 12, output: 7)),
        // What is said to come from a cache is never more than there was.
        (
            .responses, #"{"usage":{"input_tokens":10,"output_tokens":1,"input_tokens_details":{"cached_tokens":99}}}"#,
            Usage(input: 10, output: 1, cacheRead: 10)
        ),
    ]

    @Test("usage as each dialect has it", arguments: answers.indices)
    func usage(index: Int) throws {
        let (dialect, text, usage) = Self.answers[index]
        #expect(Usage(try JSONText(Array(text.utf8)).root, dialect) == usage)
    }

    @Test func usageOfAStreamOfAnthropic() throws {
        var reader = Dialect.anthropic.reader
        let events = [
            #"{"type":"message_start","message":{"content":[],"usage":{"input_tokens":3,"cache_read_input_tokens":20,"cache_creation_input_tokens":100,"output_tokens":4}}}"#,
            #"{"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"input_tokens":3,"cache_read_input_tokens":20,"output_tokens":9}}"#,
        ]
        var framing = EventFraming(.serverSent)
        for event in events {
            var whole: [RawEvent] = []
            try framing.read(Array("data: \(event)\n\n".utf8)) { whole.append($0) }
            for event in whole { _ = try reader.read(event) }
        }
        #expect(reader.answer.usage == Usage(input: 123, output: 9, cacheRead: 20, cacheWrite: 100))
    }
}
