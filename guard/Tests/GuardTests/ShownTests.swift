import SampleStreams
import Exchanges
@testable import Guard
import Glibc
import NIOConcurrencyHelpers
import Testing

@Suite struct ShownTests {
    @Test func whatSteersHidesOrPilesUpIsTakenOut() {
        #expect(Shown.plain(" a\r\n\u{1B}[2J\tb\u{202E}c\u{200B} ", longest: 50) == "a [2J b\u{FFFD}c\u{FFFD}")
        #expect(Shown.plain("e" + String(repeating: "\u{301}", count: 1000), longest: 50) == "e\u{301}\u{301}")
        #expect(Shown.plain("\u{301}a", longest: 50) == "a")
        #expect(Shown.plain("日本語 naïve", longest: 50) == "日本語 naïve")
        #expect(Shown.plain("abcd", longest: 3) == "abc…")
    }

    @Test("a tool's name fills neither the status nor the journal", arguments: ["x", "\\u0301", "\\u202e", "\\u0007"])
    func names(part: String) async throws {
        let name = "exec" + String(repeating: part, count: 200_000)
        let stream = String(
            decoding: Streams.bytes(.anthropic, [(.text, "I look."), (.arguments, "{}")]),
            as: UTF8.self
        )
        .replacing("\"name\":\"exec\"", with: "\"name\":\"\(name)\"")
        let upstream = try StandIn { _ in StandIn.answer(type: "text/event-stream", body: Array(stream.utf8)) }
        let live = try await LiveGuard(upstream.port, key: "", more: "holds: [\"*\"]")
        live.isBusy.withLockedValue { $0 = true }
        let client = try Descriptors.connected(to: live.port)
        live.send("Hi", stream: true, keepsOpen: false, to: client)
        for _ in 0..<1000 where live.server.service.holds.open.isEmpty { usleep(5000) }
        let call = try #require(live.server.service.holds.open.first)
        #expect(call.calls.joined().utf8.count < 2000 && call.why.utf8.count < 2000)
        let status = String(decoding: StatusReport(service: live.server.service).json, as: UTF8.self)
        #expect(status.utf8.count < 5000)
        for text in [status, live.lines.joined()] {
            #expect(!text.contains("\u{202E}") && !text.contains("\u{301}\u{301}\u{301}") && !text.contains("\\u0007"))
        }
        #expect(live.lines.allSatisfy { $0.utf8.count < 3000 })
        close(client)
        try await live.end()
    }
}
