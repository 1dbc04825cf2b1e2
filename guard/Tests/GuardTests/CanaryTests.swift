import Exchanges
@testable import Guard
import Glibc
import SampleStreams
import Testing

@Suite struct CanaryTests {
    private static let canary = "planted-Zx81kQpw77-value"

    /// Where it is seen, by what an agent sends and what is answered to it.
    enum Sight: String, CaseIterable {
        case path, query, header, malformed, long, unknownPath, passed, method, noJSON
        case comment, answersHeader, error, unknownEvent, unfinished, redirect, garbage
    }

    private static func request(_ sight: Sight) -> String {
        var (line, headers, body) = (
            "POST /v1/messages", "content-type: application/json\r\n",
            #"{"model":"m","max_tokens":9,"stream":true,"messages":[{"role":"user","content":"Hi"}]}"#
        )
        switch sight {
        case .path: line = "POST /v1/\(canary)"
        case .query: line += "?x=" + canary
        case .header: headers += "x-note: \(canary)\r\n"
        case .malformed: body = #"{"model":"m","model":"\#(canary)"}"#
        case .long: body = String(repeating: canary + " ", count: 50_000)
        case .unknownPath: (line, body) = ("POST /v1/nothing", #"{"a":"\#(canary)"}"#)
        case .passed: (line, body) = ("POST /v1/other", #"{"a":"\#(canary)"}"#)
        case .method: (line, body) = ("GET /v1/models", canary)
        case .noJSON: headers = "content-type: text/plain\r\nx: \(canary)\r\n"
        default: break
        }
        return
            "\(line) HTTP/1.1\r\nhost: guard\r\nconnection: close\r\nx-api-key: \(LiveGuard.placeholder)\r\n\(headers)"
            + "content-length: \(body.utf8.count)\r\n\r\n\(body)"
    }

    private static func answer(_ sight: Sight) -> [UInt8] {
        let stream = Streams.bytes(.anthropic, [(.text, "Hello")])
        func streamed(_ bytes: [UInt8], _ headers: String = "") -> [UInt8] {
            StandIn.answer(type: "text/event-stream", headers: headers, body: bytes)
        }
        return switch sight {
        case .comment: streamed(Array(": \(canary)\n\n".utf8) + stream)
        case .answersHeader: streamed(stream, "x-id: \(canary)\r\n")
        case .error: StandIn.answer(500, body: Array("no \(canary)".utf8))
        case .unknownEvent: streamed(Array("data: {\"type\":\"\(canary)\"}\n\n".utf8))
        case .unfinished: streamed(Array("data: {\"type\":\"ping\",\"x\":\"\(canary)".utf8))
        case .redirect: StandIn.answer(302, headers: "location: http://x/\(canary)\r\n")
        case .garbage: StandIn.answer(body: Array(canary.utf8))
        default: streamed(stream)
        }
    }

    @Test("a canary raises the alarm and stops the agent wherever it is seen", arguments: Sight.allCases)
    func seen(sight: Sight) async throws {
        let upstream = try StandIn { _ in Self.answer(sight) }
        let directory = "/tmp/nacre-canary-\(UInt64.random(in: 0...UInt64.max))"
        try Descriptors.write(Self.canary, to: directory, "canary-one")
        let live = try await LiveGuard(
            upstream.port,
            key: "passes: [/v1/other]",
            top: "limits: {body: 1048576, drain: 1}",
            credentials: directory
        )
        let client = try Descriptors.connected(to: live.port)
        Descriptors.send(Array(Self.request(sight).utf8), to: client)
        _ = Descriptors.message(client)
        close(client)
        for _ in 0..<200 where live.server.service.snapshot.stopped.isEmpty { usleep(10_000) }
        #expect(live.server.service.snapshot.stopped == ["main"])
        let alarms = live.lines.compactMap { JournalEntry($0.utf8) }.filter { $0.event == "canary" }
        #expect(alarms.count == 1 && alarms.first?.agent == "main" && alarms.first?.exchange != nil, "\(live.lines)")
        #expect(!live.lines.contains { $0.contains(Self.canary) })
        let count = upstream.requests.count
        #expect(try live.ask().text.contains("canary of this agent was seen"))
        #expect(upstream.requests.count == count)
        try await live.end()
    }

    @Test func aCanaryOfNobodyRaisesTheAlarmAndStopsNobody() async throws {
        let directory = "/tmp/nacre-canary-\(UInt64.random(in: 0...UInt64.max))"
        try Descriptors.write(Self.canary, to: directory, "canary-one")
        let live = try await LiveGuard(1, key: "", credentials: directory)
        let client = try Descriptors.connected(to: live.port)
        Descriptors.send(Array("GET /\(Self.canary) HTTP/1.1\r\nhost: guard\r\n\r\n".utf8), to: client)
        _ = Descriptors.message(client)
        close(client)
        let alarm = try #require(live.lines.compactMap { JournalEntry($0.utf8) }.first { $0.event == "canary" })
        #expect(alarm.words == "CANARY vault-value canary-one was seen in the request; it is no agent's")
        #expect(live.server.service.snapshot.stopped.isEmpty)
        try await live.end()
    }
}
