import SampleStreams
import Exchanges
@testable import Guard
import Testing

@Suite struct CompressedAnswerTests {
    private static let secret = "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"

    private func live(_ coding: String, _ type: String, status: Int = 200, _ body: [UInt8]) async throws -> LiveGuard {
        let upstream = try StandIn { _ in
            StandIn.answer(status, type: type, headers: "content-encoding: \(coding)\r\ncontent-md5: x\r\n", body: body)
        }
        return try await LiveGuard(upstream.port, key: "")
    }

    @Test func aStreamIsDecodedAndLookedAt() async throws {
        let stream = Streams.bytes(.anthropic, [(.text, "Here: "), (.text, "\(Self.secret) and more.")])
        let live = try await live("gzip", "text/event-stream", Compressed.gzip(stream))
        let answer = try live.ask(stream: true)
        #expect(answer.status == 200)
        #expect(!answer.head.lowercased().contains("content-encoding"))
        #expect(!answer.head.lowercased().contains("content-md5"))
        #expect(answer.text.contains("[removed by nacre-guard") && !answer.text.contains(Self.secret))
        #expect(answer.text.contains("and more.") && answer.text.contains("message_stop"))
        try await live.end()
    }

    @Test("whole answers and errors", arguments: [200, 500])
    func whole(status: Int) async throws {
        let text =
            #"{"content":[{"type":"text","text":"fine \#(Self.secret)"}],"usage":{"input_tokens":4,"output_tokens":6}}"#
        let live = try await live("deflate", "application/json", status: status, Compressed.zlib(Array(text.utf8)))
        let answer = try live.ask()
        #expect(answer.status == status)
        #expect(answer.text.contains("fine [removed by nacre-guard"))
        #expect(live.server.service.use(of: "main").use.tokens == (status == 200 ? 10 : 0))
        try await live.end()
    }

    @Test(
        "what cannot be decoded ends as the dialect's error",
        arguments: [("br", [1, 2, 3]), ("gzip", [1, 2, 3]), ("gzip, gzip", Compressed.gzip([0x7B, 0x7D]))]
            as [(String, [UInt8])]
    )
    func undecoded(coding: String, body: [UInt8]) async throws {
        let live = try await live(coding, "application/json", body)
        let answer = try live.ask()
        #expect(answer.status == 502)
        #expect(answer.text.contains(#""type":"error""#) && answer.text.contains("compressed"))
        try await live.end()
    }

    @Test func aBombEndsTheStreamWithAnError() async throws {
        let stream = Streams.bytes(.anthropic, [(.text, "Here it comes.")])
        let bomb = Compressed.gzip(stream.dropLast(60) + [UInt8](repeating: 0x20, count: 40 << 20))
        let live = try await live("gzip", "text/event-stream", bomb)
        let answer = try live.ask(stream: true)
        #expect(answer.text.contains("event: error"))
        #expect(answer.text.contains("grows beyond all measure"), "\(answer.text.suffix(300))")
        #expect(!answer.text.contains("message_stop"))
        try await live.end()
    }

    @Test func aStreamThatIsCutEndsWithAnError() async throws {
        let stream = Streams.bytes(.anthropic, [(.text, "Here it comes.")])
        let live = try await live("gzip", "text/event-stream", Array(Compressed.gzip(stream).dropLast(4)))
        #expect(try live.ask(stream: true).text.contains("event: error"))
        try await live.end()
    }

    /// The guard's own key is refused, whatever the answer is like.
    @Test func aRefusedKeyIsOneInAnyCoding() async throws {
        let live = try await live("br", "application/json", status: 401, [1])
        let answer = try live.ask()
        #expect(answer.status == 200 && answer.text.contains("the guard's key was refused (401)"))
        try await live.end()
    }
}
