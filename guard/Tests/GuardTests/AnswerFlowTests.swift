import SampleStreams
import Detection
import Exchanges
import OutputFilter
import Testing

@Suite struct AnswerFlowTests {
    /// A value of the vault, which no detector knows.
    private static let value = Planted.value

    private static let secrecy = Planted.secrecy

    private func pass(_ dialect: Dialect, _ stream: [UInt8], cut: [Int] = []) throws -> (
        bytes: [UInt8], flow: AnswerFlow
    ) {
        var flow = AnswerFlow(dialect, Self.secrecy)
        var out: [UInt8] = []
        var place = 0
        for end in cut + [stream.count] where end >= place {
            out += try flow.read(Array(stream[place..<end]))
            place = end
        }
        out += try flow.finish()
        return (out, flow)
    }

    private static func split(_ text: String, _ count: Int) -> [String] {
        let letters = Array(text)
        let size = max(1, (letters.count + count - 1) / count)
        return stride(from: 0, to: letters.count, by: size).map { String(letters[$0..<min(letters.count, $0 + size)]) }
    }

    /// The texts of each channel, read as a client reads them.
    private func said(_ dialect: Dialect, _ stream: [UInt8]) throws -> String {
        var reader = dialect.reader
        var framing = EventFraming(dialect.framing)
        var events: [RawEvent] = []
        try framing.read(stream) { events.append($0) }
        for event in events where event.data != nil { _ = try reader.read(event) }
        let calls = reader.answer.calls.map { String(decoding: $0.arguments, as: UTF8.self) }.joined()
        return String(decoding: reader.answer.text + reader.answer.reasoning, as: UTF8.self) + calls
            + String(decoding: stream, as: UTF8.self)
    }

    @Test("a value does not get out, in whatever number of pieces", arguments: Dialect.allCases, [1, 2, 3, 7, 20])
    func kept(dialect: Dialect, count: Int) throws {
        for kind in [Channel.Kind.text, .reasoning, .arguments] {
            for spelling in [Self.value, "VHIwdWI0ZG9yJjMtb2YtdGhlLXZhdWx0IQ==", "Tr0ub4dor%263-of-the-vault%21"] {
                let pieces = Self.split("So it is \(spelling) then", count).map { (kind, $0) }
                let (out, flow) = try pass(dialect, Streams.bytes(dialect, pieces))
                let text = try said(dialect, out)
                #expect(!text.contains(spelling), "\(kind) \(spelling)")
                #expect(flow.findings.map(\.name) == ["db"], "\(kind) \(spelling)")
                // What is let out of a value that is found late is no part of it that matters.
                if kind != .arguments {
                    #expect(text.contains("So it is [removed by nacre-guard: value of the vault] then"))
                }
            }
        }
    }

    @Test("a stream without a secret is passed on byte for byte, however it is cut", arguments: Dialect.allCases)
    func unchanged(dialect: Dialect) throws {
        let text =
            "Here is `let x = a[0];` – naïve, see https://example.com/a?b=c&d=e.\n```sh\nls -l | grep 'x'\n```\n😀 end"
        let stream = Streams.bytes(
            dialect,
            Self.split(text, 9).map { (.text, $0) } + [(.arguments, #"{"command": "ls -l /tmp"}"#)]
        )
        for place in 0...stream.count { #expect(try pass(dialect, stream, cut: [place]).bytes == stream) }
        #expect(try pass(dialect, stream, cut: Array(0...stream.count)).bytes == stream)
    }

    @Test("the same is taken out however a stream is cut", arguments: Dialect.allCases)
    func cuts(dialect: Dialect) throws {
        let stream = Streams.bytes(dialect, Self.split("a \(Self.value) b \(Self.value)", 6).map { (.text, $0) })
        let whole = try pass(dialect, stream).bytes
        for place in 0...stream.count {
            let (out, flow) = try pass(dialect, stream, cut: [place])
            #expect(out == whole, "cut at \(place)")
            #expect(flow.findings.count == 2)
        }
        #expect(try pass(dialect, stream, cut: Array(0...stream.count)).bytes == whole)
    }

    @Test("what comes before a secret goes on at once", arguments: Dialect.allCases)
    func flowing(dialect: Dialect) throws {
        let stream = Streams.bytes(dialect, (0..<50).map { (.text, "word\($0) ") })
        var flow = AnswerFlow(dialect, Self.secrecy)
        let half = try flow.read(Array(stream[..<(stream.count / 2)]))
        #expect(half.count > stream.count / 2 - 600)
    }

    @Test("what ends with a blank waits for nothing, unless a value may begin so")
    func blank() throws {
        let piece = Array("{\"message\":{\"content\":\"three whole words \"},\"done\":false}\n".utf8)
        var flow = AnswerFlow(.ollama, Secrecy(known: Planted.known, isGapless: true))
        #expect(try flow.read(piece) == piece)
        var careful = AnswerFlow(.ollama, Secrecy(known: Planted.known))
        #expect(try careful.read(piece).isEmpty)
        #expect(Secrecy.beginsAsWord("sk-proj-1 2".utf8))
        #expect(!Secrecy.beginsAsWord("two words".utf8))
    }

    @Test("a stream that ends in the middle is an error", arguments: Dialect.allCases)
    func cutOff(dialect: Dialect) throws {
        let stream = Streams.bytes(dialect, [(.text, "Hello there"), (.text, " again")])
        var flow = AnswerFlow(dialect, Self.secrecy)
        _ = try flow.read(Array(stream[..<(stream.count / 2)]))
        #expect(throws: StreamFault.self) { try flow.finish() }
    }

    @Test(
        "what a dialect is not known to have is refused",
        arguments: [
            (Dialect.anthropic, #"{"type":"new_thing"}"#),
            (.anthropic, #"{"type":"content_block_start","index":0,"content_block":{"type":"server_tool_use"}}"#),
            (.completions, #"{"choices":[{"delta":{"audio":{"data":"x"}}}]}"#), (.completions, #"{"new":1}"#),
            (.completions, #"{"choices":[{"delta":{},"logprobs":{"content":[]}}]}"#),
            (.responses, #"{"type":"response.mcp_call.done"}"#),
            (.google, #"{"candidates":[{"content":{"parts":[{"executableCode":{}}]}}]}"#),
            (.ollama, #"{"message":{"images":["x"]}}"#),
        ]
    )
    func unknown(dialect: Dialect, json: String) {
        let stream = Array((dialect == .ollama ? json + "\n" : "data: \(json)\n\n").utf8)
        var flow = AnswerFlow(dialect, Self.secrecy)
        #expect(throws: StreamFault.self) { try flow.read(stream) }
    }

    @Test("random streams of text and code are passed on byte for byte")
    func random() throws {
        var random = SystemRandomNumberGenerator()
        let words = [
            "the", "func", "return", "{", "}\n", "let x = 1;", "https://example.com/path?q=1", "0x7fff", "password",
            "key:",
            "token =", "—", "日本語", "😀", "\"quoted\"", "a\\nb", "&amp;", "%20", "c29tZSB0ZXh0IGluIGJhc2U2NA==", "ghp_",
            "sk",
            "-----BEGIN CERTIFICATE-----\n", "deadbeefdeadbeefdeadbeef", "Tr0ub4dor", "\t", "\n\n",
        ]
        for round in 0..<Rounds.count(200) {
            let dialect = Dialect.allCases[round % 5]
            let kinds: [Channel.Kind] = [.text, .reasoning, .arguments]
            let pieces: [Streams.Piece] = (0..<Int.random(in: 1...30, using: &random)).map { _ in
                (
                    kinds[Int.random(in: 0..<3, using: &random)],
                    (words.randomElement(using: &random) ?? "") + (Bool.random(using: &random) ? " " : "")
                )
            }
            let stream = Streams.bytes(
                dialect,
                pieces.filter { $0.kind != .arguments } + pieces.filter { $0.kind == .arguments }
            )
            let cuts = (0..<5).map { _ in Int.random(in: 0...stream.count, using: &random) }.sorted()
            let (out, flow) = try pass(dialect, stream, cut: cuts)
            let text = pieces.map(\.text).joined()
            #expect(out == stream, "\(flow.findings.map(\.kind.id)): \(text)")
        }
    }

    @Test("damaged streams never trap", arguments: Dialect.allCases)
    func damaged(dialect: Dialect) {
        var random = SystemRandomNumberGenerator()
        let stream = Streams.bytes(
            dialect,
            [(.text, "a b"), (.reasoning, Self.value), (.arguments, "{}"), (.text, "c")]
        )
        for _ in 0..<Rounds.count(600) {
            var bytes = stream
            for _ in 0..<Int.random(in: 1...5, using: &random) {
                let place = Int.random(in: bytes.indices, using: &random)
                if Bool.random(using: &random) {
                    bytes.remove(at: place)
                } else {
                    bytes[place] = UInt8.random(in: 0...255, using: &random)
                }
            }
            guard let (out, _) = try? pass(dialect, bytes) else { continue }
            #expect(!String(decoding: out, as: UTF8.self).contains(Self.value))
        }
    }
}
