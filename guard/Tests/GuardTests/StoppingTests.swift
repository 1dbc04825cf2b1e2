@testable import Guard
import Exchanges
import Glibc
import SampleStreams
import Testing

/// A guard that is told to end while answers wait for a person.
@Suite struct StoppingTests {
    /// One that waits, and one whose client has hung up.
    private struct Waiting {
        let live: LiveGuard
        let socket: String
        let client: Int32
        let call: HeldCall
        let gone: HeldCall
    }

    private func waiting(drain: Int) async throws -> Waiting {
        let stream = Streams.bytes(.anthropic, [(.text, "I look."), (.arguments, #"{"command":"ls"}"#)])
        let upstream = try StandIn { _ in StandIn.answer(type: "text/event-stream", body: stream) }
        let socket = "/tmp/nacre-admin-\(UInt32.random(in: 0...UInt32.max))"
        let live = try await LiveGuard(upstream.port, key: "", more: "holds: [exec]") {
            $0.replacing("admin: \"\"", with: "admin: \(socket)").replacing("drain: 1", with: "drain: \(drain)")
        }
        func ask(_ words: String, _ count: Int) throws -> Int32 {
            let client = try Descriptors.connected(to: live.port)
            live.send(words, stream: true, keepsOpen: false, to: client)
            for _ in 0..<4000 where live.server.service.holds.open.count < count { usleep(5000) }
            return client
        }
        let client = try ask("one", 1)
        let call = try #require(live.server.service.holds.open.first)
        close(try ask("other", 2))
        for _ in 0..<4000 where live.server.service.holds.open.allSatisfy({ $0.leftAt == nil }) { usleep(5000) }
        let gone = try #require(live.server.service.holds.open.first { $0.id != call.id })
        return Waiting(live: live, socket: socket, client: client, call: call, gone: gone)
    }

    private func entry(_ live: LiveGuard, _ event: String) throws -> JournalEntry {
        let line = try #require(live.lines.last { $0.contains("\"event\":\"\(event)\"") })
        return try #require(JournalEntry(line.utf8))
    }

    @Test func aPersonDecidesWhileItEnds() async throws {
        let waiting = try await waiting(drain: 60)
        let (live, socket, client) = (waiting.live, waiting.socket, waiting.client)
        let stopping = Task { try await live.server.stop() }
        // Nobody new is taken any more.
        for _ in 0..<4000 {
            guard let client = try? Descriptors.connected(to: live.port) else { break }
            close(client)
            try await Task.sleep(for: .milliseconds(5))
        }
        let status = try #require(Descriptors.ask("GET", "/status", at: socket))
        #expect(status.contains(waiting.call.id) && status.contains("\"ending\":true"))
        #expect(Descriptors.ask("GET", "/readyz", at: socket)?.hasPrefix("HTTP/1.1 503") == true)
        #expect(
            Descriptors.ask("POST", "/holds/\(waiting.call.id)/allow", at: socket)?.hasPrefix("HTTP/1.1 200") == true
        )
        #expect(String(decoding: Descriptors.message(client).body, as: UTF8.self).contains("tool_use"))
        close(client)
        try await stopping.value
        #expect(Descriptors.ask("GET", "/status", at: socket) == nil)
        // Nobody can come for the other one.
        let words = try entry(live, "abandoned").words
        #expect(words.contains(waiting.gone.id) && words.contains("nacre-guard was stopped"), "\(words)")
        unsafe unlink(live.journal)
        unsafe unlink(socket)
    }

    @Test func whatNobodyDecidedAboutIsSaidToItsClientAndWrittenDown() async throws {
        let waiting = try await waiting(drain: 1)
        let live = waiting.live
        try await live.server.stop()
        let text = String(decoding: Descriptors.message(waiting.client).body, as: UTF8.self)
        #expect(
            text.contains("nacre-guard was stopped before anybody decided") && !text.contains("tool_use"),
            "\(text)"
        )
        #expect(text.contains("message_stop"))
        close(waiting.client)
        let words = try entry(live, "expired").words
        #expect(words.contains(waiting.call.id) && words.contains("nacre-guard was stopped"), "\(words)")
        #expect(try entry(live, "abandoned").words.contains(waiting.gone.id))
        unsafe unlink(live.journal)
        unsafe unlink(waiting.socket)
    }
}
