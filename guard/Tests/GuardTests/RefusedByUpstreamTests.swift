@testable import Guard
import Glibc
import Testing

@Suite struct RefusedByUpstreamTests {
    private static let token = "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"

    @Test(
        "what an upstream says of a refusal is told, without secrets and in bounds",
        arguments: [
            #"{"type":"error","error":{"type":"permission_error","message":"no access to\nfile \u001b[31mfile_1\u202e of \#(token) "}}"#,
            #"[{"error":{"message":"no access to file file_1 \#(token)"}}]"#,
            #"{"error":"no access to file file_1 \#(token)"}"#,
            "no access to file file_1 \(token)",
        ]
    )
    func told(body: String) async throws {
        let upstream = try StandIn { _ in
            StandIn.answer(
                403,
                body: Array((body.hasPrefix("no") ? body + String(repeating: " x", count: 9000) : body).utf8)
            )
        }
        let live = try await LiveGuard(upstream.port, key: "")
        let answer = try live.ask()
        #expect(answer.status == 200)
        #expect(
            answer.text.contains(
                "the upstream does not allow what was asked with the guard's key (403); it says: no access to file"
            )
        )
        #expect(answer.text.contains("file_1"))
        #expect(!answer.text.contains("the guard's key was refused") && answer.text.utf8.count < 1000)
        let status = String(decoding: StatusReport(service: live.server.service).json, as: UTF8.self)
        for text in [answer.text, status, live.lines.joined()] {
            #expect(text.contains("it says: no access to file"))
            #expect(!text.contains(Self.token) && !text.contains("\u{202E}") && !text.contains("\\u001b"), "\(text)")
        }
        try await live.end()
    }

    @Test func aRefusalThatBreaksOffIsOneAllTheSame() async throws {
        let upstream = try StandIn { _ in Array("HTTP/1.1 401 X\r\ncontent-length: 90\r\n\r\n{\"error\":".utf8) }
        let live = try await LiveGuard(upstream.port, key: "")
        let answer = try live.ask()
        #expect(answer.status == 200 && answer.text.contains("the guard's key was refused (401)"))
        try await live.end()
    }

    @Test(
        "why an upstream cannot be reached is said in words",
        arguments: [
            ("http://127.0.0.1:1", "127.0.0.1: it refused the connection: nothing listens at that port"),
            ("http://no-such-host.invalid", "no-such-host.invalid: its name was not found"),
            ("GARBAGE", "what it answers is no HTTP"), ("TLS", "127.0.0.1: "),
        ]
    )
    func unreachable(url: String, words: String) async throws {
        let upstream = try StandIn { _ in Array("this is no HTTP\r\n\r\n".utf8) }
        let live = try await LiveGuard(upstream.port, key: "")
        let other =
            switch url {
            case "GARBAGE": "http://127.0.0.1:\(upstream.port)"
            case "TLS": "https://127.0.0.1:\(upstream.port)"
            default: url
            }
        let text = LiveGuard.configuration(upstream.port, key: "").replacing(
            "http://127.0.0.1:\(upstream.port)",
            with: other
        )
        #expect(await live.reload(text).isTaken)
        let answer = try live.ask()
        #expect(answer.status == 502 && answer.text.contains(#""type":"error""#), "\(answer.text)")
        #expect(answer.text.contains("one: \(words)") || answer.text.contains(words), "\(answer.text)")
        for raw in ["NIO", "Error(", "errno", "HPE", "Failure"] {
            #expect(!answer.text.contains(raw), "\(answer.text)")
        }
        try await live.end()
    }
}
