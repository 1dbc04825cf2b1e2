@testable import Guard
import Glibc
import Testing

@Suite struct ReloadTests {
    private func status(_ live: LiveGuard) -> String {
        String(decoding: StatusReport(service: live.server.service).json, as: UTF8.self)
    }

    @Test func aFaultyFileChangesNothingAndIsTold() async throws {
        let upstream = try StandIn { _ in StandIn.said("fine") }
        let live = try await LiveGuard(upstream.port, key: "")
        let before = live.server.service.regime
        let outcome = await live.reload(
            LiveGuard.configuration(upstream.port, key: "").replacing("limits:", with: "limit:")
        )
        #expect(!outcome.isTaken)
        #expect(outcome.words.hasPrefix("reload refused: line 13: the configuration has no limit"), "\(outcome.words)")
        #expect(live.server.service.regime === before)
        #expect(status(live).contains("\"reload\":\"reload refused: line 13: "))
        #expect(live.lines.contains { $0.contains("reload-refused") && $0.contains("line 13") })
        #expect(try live.ask().text.contains("fine"))
        // Once one is taken, the fault is forgotten.
        #expect(await live.reload(LiveGuard.configuration(upstream.port, key: "")).isTaken)
        #expect(!status(live).contains("reload refused"))
        try await live.end()
    }

    @Test func itIsInForceForWhatBeginsAfterIt() async throws {
        let first = try StandIn { _ in StandIn.said("first") }
        let second = try StandIn { _ in StandIn.said("second") }
        let live = try await LiveGuard(first.port, key: "")
        let connection = try Descriptors.connected(to: live.port)
        #expect(try live.ask(on: connection).text.contains("first"))
        #expect(await live.reload(LiveGuard.configuration(second.port, key: "")).isTaken)
        // Also for a connection that was there before.
        #expect(try live.ask(on: connection).text.contains("second"))
        close(connection)
        #expect(try live.ask().text.contains("second"))
        // An agent that is no longer there is nobody's.
        let same = LiveGuard.configuration(second.port, key: "")
        let hash = try #require(same.firstRange(of: "sha256:").map { same[$0.upperBound...].prefix(64) })
        #expect(await live.reload(same.replacing(String(hash), with: String(hash.reversed()))).isTaken)
        #expect(try live.ask().status == 400)
        try await live.end()
    }

    @Test func whatAnAgentUsedStaysWithItsName() async throws {
        let upstream = try StandIn { _ in StandIn.said("fine") }
        let live = try await LiveGuard(upstream.port, key: "", more: "budget: {tokens-per-day: 1000}")
        #expect(try live.ask().text.contains("fine"))
        #expect(
            await live.reload(
                LiveGuard.configuration(upstream.port, key: "", more: "budget: {tokens-per-day: 10}")
            ).isTaken
        )
        #expect(try live.ask().text.contains("has had its 10 tokens of a day"))
        #expect(
            await live.reload(
                LiveGuard.configuration(upstream.port, key: "", more: "budget: {tokens-per-day: 100}")
            ).isTaken
        )
        #expect(try live.ask().text.contains("fine"))
        #expect(live.server.service.use(of: "main").use.tokens == 30)
        try await live.end()
    }

    @Test func whereItListensStaysAsItIsAndIsSaid() async throws {
        let upstream = try StandIn { _ in StandIn.said("fine") }
        let live = try await LiveGuard(upstream.port, key: "")
        let other = LiveGuard.configuration(upstream.port, key: "").replacing(
            "admin: \"\"",
            with: "admin: /tmp/nacre-other-admin"
        )
        let outcome = await live.reload(other)
        #expect(outcome.isTaken)
        #expect(outcome.words.contains("listen and admin stay as they were until nacre-guard is restarted"))
        #expect(live.server.service.regime.configuration.admin == "")
        try await live.end()
    }

    @Test func whatIsUnderWayEndsAsItBegan() async throws {
        let gate = Gate()
        let upstream = try StandIn { _ in
            gate.wait()
            return StandIn.said("one of docs.example.com: ![x](http://elsewhere.example/?q=abcdefgh)")
        }
        let live = try await LiveGuard(upstream.port, key: "", top: "filter: {hosts: any}")
        let port = upstream.port
        async let answer = onThread { try live.ask() }
        while upstream.requests.isEmpty { usleep(10_000) }
        #expect(await live.reload(LiveGuard.configuration(port, key: "", top: "filter: {hosts: [a.example]}")).isTaken)
        gate.open()
        #expect(try await answer.text.contains("http://elsewhere"))
        #expect(try live.ask().text.contains("hxxp://elsewhere"))
        try await live.end()
    }
}
