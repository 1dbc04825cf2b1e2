@testable import Guard
import Exchanges
import Glibc
import SampleStreams
import Testing

@Suite struct ChargeTests {
    private static let chat = "/v1/chat/completions"
    private static let words = String(repeating: "word ", count: 80)

    /// A request of 400 bytes and some more, which are about 100 tokens.
    private static func question(stream: Bool) -> String {
        #"{"model":"m","stream":\#(stream),"messages":[{"role":"user","content":"\#(words)"}]}"#
    }

    /// What is counted after one request.
    private func used(
        _ dialect: Dialect,
        _ path: String,
        _ body: String,
        key: String = "",
        waits: Bool = true,
        _ answer: @escaping @Sendable (StandIn.Request) -> [UInt8]
    ) async throws -> Int {
        let upstream = try StandIn(answer)
        let live = try await LiveGuard(upstream.port, key: key, dialect: dialect)
        _ = try live.post(path, body, waits: waits)
        live.settle()
        let tokens = live.server.service.use(of: "main").use.tokens
        try await live.end()
        return tokens
    }

    private static func events(_ pieces: Int) -> String {
        (0..<pieces).map { _ in
            "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"\(words)\"},\"finish_reason\":null}]}\n\n"
        }.joined()
    }

    @Test func whoLeavesEarlyPaysForWhatWasAskedAndSaid() async throws {
        let gate = Gate()
        let upstream = try StandIn(until: gate) { _ in
            Array(("HTTP/1.1 200 X\r\ncontent-type: text/event-stream\r\n\r\n" + Self.events(3)).utf8)
        }
        let live = try await LiveGuard(upstream.port, key: "", dialect: .completions)
        // It reads a piece, and hangs up.
        #expect(try live.post(Self.chat, Self.question(stream: true), waits: false).text.contains("200"))
        live.settle()
        #expect(live.server.service.use(of: "main").use.tokens >= 200)
        gate.open()
        try await live.end()
    }

    @Test func whoLeavesBeforeAWholeAnswerPaysForWhatWasAsked() async throws {
        let gate = Gate()
        let upstream = try StandIn { _ in
            gate.wait()
            return StandIn.said("fine")
        }
        let live = try await LiveGuard(upstream.port, key: "")
        let client = try Descriptors.connected(to: live.port)
        live.send(Self.words, stream: false, keepsOpen: false, to: client)
        for _ in 0..<4000 where upstream.requests.isEmpty { usleep(5000) }
        close(client)
        live.settle()
        #expect(live.server.service.use(of: "main").use.tokens >= 100)
        gate.open()
        try await live.end()
    }

    @Test("what breaks off costs what was asked and said", arguments: [0, 3])
    func cut(pieces: Int) async throws {
        let tokens = try await used(.completions, Self.chat, Self.question(stream: true)) { _ in
            let head = "HTTP/1.1 200 X\r\ncontent-type: text/event-stream\r\ncontent-length: 99999\r\n\r\n"
            return Array((head + Self.events(pieces)).utf8)
        }
        #expect(tokens >= 100 + pieces * 100, "\(tokens)")
    }

    @Test func aWholeAnswerThatIsRefusedIsCounted() async throws {
        let broken = "[\"\(Self.words)\"]"
        let tokens = try await used(.completions, Self.chat, Self.question(stream: false)) { _ in
            StandIn.answer(body: Array(broken.utf8))
        }
        #expect(tokens >= 200, "\(tokens)")
    }

    @Test func embeddingsWithoutAUsageAreCounted() async throws {
        let body = #"{"model":"m","input":"\#(Self.words)"}"#
        let tokens = try await used(.completions, "/v1/embeddings", body) { _ in
            StandIn.answer(body: Array(#"{"data":[{"embedding":[0.1,0.2]}]}"#.utf8))
        }
        #expect(tokens >= 100, "\(tokens)")
    }

    @Test func pathsThatPassAreCounted() async throws {
        let body = #"{"model":"m","prompt":"\#(Self.words)"}"#
        let answer = #"{"choices":[{"text":"\#(Self.words)"}]}"#
        let key = "passes: [/v1/completions]"
        let guessed = try await used(.completions, "/v1/completions", body, key: key) { _ in
            StandIn.answer(body: Array(answer.utf8))
        }
        #expect(guessed >= 200, "\(guessed)")
        let told = try await used(.completions, "/v1/completions", body, key: key) { _ in
            StandIn.answer(body: Array(#"{"usage":{"prompt_tokens":30,"completion_tokens":4}}"#.utf8))
        }
        #expect(told == 34)
    }

    @Test(
        "what no upstream can mean is estimated",
        arguments: [
            #"{"input_tokens":0,"output_tokens":0}"#, #"{"input_tokens":-5,"output_tokens":-7}"#,
            #"{"input_tokens":99999999999,"output_tokens":2000000000}"#, #"{"input_tokens":1e3,"output_tokens":"9"}"#,
            "null",
        ]
    )
    func absurd(usage: String) async throws {
        let upstream = try StandIn { _ in StandIn.said(Self.words, usage) }
        let live = try await LiveGuard(upstream.port, key: "")
        _ = try live.ask(Self.words)
        #expect((200...300).contains(live.server.service.use(of: "main").use.tokens))
        try await live.end()
    }

    @Test func anErrorOrARefusedConnectionCostsNothing() async throws {
        let tokens = try await used(.completions, Self.chat, Self.question(stream: false)) { _ in
            StandIn.answer(429, body: Array(#"{"error":{"message":"slow"}}"#.utf8))
        }
        #expect(tokens == 0)
        let (descriptor, port) = try Descriptors.listening()
        close(descriptor)
        let live = try await LiveGuard(port, key: "")
        #expect(try live.ask().status == 502)
        #expect(live.server.service.use(of: "main").use.tokens == 0)
        try await live.end()
    }

    @Test("what goes on in the background is never counted, and not taken", arguments: ["true", "1", "\"yes\""])
    func background(value: String) async throws {
        let upstream = try StandIn { _ in StandIn.answer() }
        let live = try await LiveGuard(upstream.port, key: "", dialect: .responses)
        let answer = try live.post("/v1/responses", #"{"model":"m","input":"Hi","background":\#(value)}"#)
        #expect(answer.status == 400 && answer.text.contains("background"), "\(answer.text)")
        #expect(upstream.requests.isEmpty)
        try await live.end()
    }
}
