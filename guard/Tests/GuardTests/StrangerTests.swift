import Exchanges
@testable import Guard
import Glibc
import Testing

@Suite struct StrangerTests {
    private static let token = "ghp_k3yThatIsPlantedHereForATest01" + "2aBcDe"

    private func ask(_ live: LiveGuard, _ target: String, _ headers: String = "") throws -> String {
        let client = try Descriptors.connected(to: live.port)
        defer { close(client) }
        Descriptors.send(Array("GET \(target) HTTP/1.1\r\nhost: guard\r\n\(headers)\r\n".utf8), to: client)
        let (head, body) = Descriptors.message(client)
        return head + String(decoding: body, as: UTF8.self)
    }

    private func noted(_ live: LiveGuard) -> [JournalEntry] {
        live.lines.compactMap { JournalEntry($0.utf8) }.filter { $0.event == "refused-unknown" }
    }

    @Test func aProbeWithoutAPlaceholderIsWrittenDownOnce() async throws {
        let live = try await LiveGuard(1, key: "")
        for _ in 0..<9 { #expect(try ask(live, "/v1/models?key=s3cr3t").hasPrefix("HTTP/1.1 400")) }
        _ = try ask(live, "/api/tags", "authorization: Bearer s3cr3t-too\r\n")
        // A minute may begin in between.
        let words = Set(noted(live).map(\.words).map { $0.split(separator: " (and").first.map(String.init) ?? "" })
        #expect(words.count == 2)
        #expect(
            words.contains(
                "refused GET /v1/models from 127.0.0.1: no header holds the placeholder of an agent; "
                    + "nacre-guard placeholder makes one"
            ),
            "\(words)"
        )
        #expect(noted(live).count <= 4)
        #expect(!live.lines.contains { $0.contains("s3cr3t") })
        try await live.end()
    }

    @Test func noSecretOfAPathIsWrittenDown() async throws {
        let live = try await LiveGuard(1, key: "")
        _ = try ask(live, "/bot/\(Self.token)/x")
        _ = try ask(live, "/v1/\(String(repeating: "q", count: 30))")
        _ = try ask(live, "/\(LiveGuard.placeholder)/x")
        #expect(noted(live).count == 3)
        #expect(
            !live.lines.contains { $0.contains("k3yThat") || $0.contains("qqqq") || $0.contains(LiveGuard.placeholder) }
        )
        try await live.end()
    }

    @Test func whatAnAgentAsksThatThereIsNotHasAReference() async throws {
        let state = "/tmp/nacre-strangers-\(UInt64.random(in: 0...UInt64.max))"
        _ = unsafe mkdir(state, 0o700)
        let live = try await LiveGuard(1, key: "", state: state)
        let answer = try ask(live, "/v1/nothing", "x-api-key: \(LiveGuard.placeholder)\r\n")
        #expect(answer.hasPrefix("HTTP/1.1 404"))
        let id = try #require(LiveGuard.reference(in: answer))
        let entry = try #require(noted(live).last)
        #expect(entry.agent == "main" && entry.exchange == id.description)
        #expect(await live.event(id)?.status == 404)
        try await live.end()
    }

    @Test func manyCausesFillNoDisk() {
        var notes = StrangerNotes()
        let taken = (0..<1000).filter { notes.take("cause \($0)", minute: 1) != nil }
        #expect(taken.count == StrangerNotes.most)
        #expect(notes.take("cause 0", minute: 1) == nil)
        // What was left out is said by the next.
        #expect(notes.take("another", minute: 2) == 1000 - StrangerNotes.most + 1)
        #expect(notes.take("cause 0", minute: 2) == 0)
    }
}
