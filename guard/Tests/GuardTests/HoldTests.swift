import SampleStreams
import Exchanges
@testable import Guard
import Glibc
import NIOConcurrencyHelpers
import Testing

@Suite struct HoldTests {
    private static func live() async throws -> LiveGuard {
        let stream = Streams.bytes(.anthropic, [(.text, "I look."), (.arguments, #"{"command":"ls"}"#)])
        let upstream = try StandIn { _ in StandIn.answer(type: "text/event-stream", body: stream) }
        let live = try await LiveGuard(upstream.port, key: "", more: "holds: [exec]")
        live.isBusy.withLockedValue { $0 = true }
        return live
    }

    /// A client whose answer waits for a person.
    private func held(_ live: LiveGuard, _ words: String) throws -> (client: Int32, call: HeldCall) {
        let before = Set(live.server.service.holds.open.map(\.id))
        let client = try Descriptors.connected(to: live.port)
        live.send(words, stream: true, keepsOpen: false, to: client)
        for _ in 0..<2000 {
            if let call = live.server.service.holds.open.first(where: { !before.contains($0.id) }) {
                return (client, call)
            }
            usleep(5000)
        }
        throw Descriptors.Failure(what: "nothing waits")
    }

    /// Hangs up, and waits until that was seen.
    private func leave(_ live: LiveGuard, _ client: Int32, _ id: String) throws {
        close(client)
        for _ in 0..<2000 {
            if live.server.service.holds.open.contains(where: { $0.id == id && $0.leftAt != nil }) { return }
            usleep(5000)
        }
        throw Descriptors.Failure(what: "that its client went was not seen")
    }

    private func status(_ live: LiveGuard) -> String {
        String(decoding: StatusReport(service: live.server.service).json, as: UTF8.self)
    }

    private func entry(_ live: LiveGuard, _ event: String) throws -> JSONNode {
        let line = try #require(live.lines.last { $0.contains("\"event\":\"\(event)\"") })
        return try JSONText(Array(line.utf8)).root
    }

    @Test func aDecisionForOneThatWaitsIsWrittenDownWithWhoseItIs() async throws {
        for isAllowed in [true, false] {
            let live = try await Self.live()
            let (client, call) = try held(live, "Hi")
            #expect(status(live).contains(#""client":"waits""#) && !status(live).contains("gone-since"))
            let decision = try #require(live.server.service.decide(call.id, isAllowed: isAllowed))
            #expect(decision.json == #"{"client":"waits"}"#)
            let text = String(decoding: Descriptors.message(client).body, as: UTF8.self)
            #expect(text.contains("tool_use") == isAllowed)
            let entry = try entry(live, isAllowed ? "allowed" : "refused-by-person")
            #expect(entry["agent"]?.words == "main" && entry["exchange"]?.words == call.exchange.description)
            #expect(entry["id"]?.words == call.id && entry["nobody-for"] == nil)
            #expect(live.server.service.decide(call.id, isAllowed: true) == nil)
            close(client)
            try await live.end()
        }
    }

    @Test func whereNobodyWaitsIsSaidAndWhoAsksAgainHasIt() async throws {
        let live = try await Self.live()
        let (client, call) = try held(live, "Hi")
        try leave(live, client, call.id)
        #expect(status(live).contains(#""client":"gone","gone-since":"#))
        let metrics = String(decoding: Metrics(service: live.server.service).bytes, as: UTF8.self)
        #expect(metrics.contains("\nnacre_guard_holds_without_client 1\n"))
        let decision = try #require(live.server.service.decide(call.id, isAllowed: true))
        #expect(decision.json.hasPrefix(#"{"client":"gone","gone-since":1"#), "\(decision.json)")
        let entry = try entry(live, "allowed")
        #expect(entry["nobody-for"]?.words != nil && entry["agent"]?.words == "main")
        #expect(
            JournalEntry(try #require(live.lines.last).utf8)?.words.hasSuffix(
                "s; if the same is asked again within 60 s, it goes through"
            ) == true
        )
        #expect(try live.ask("Hi", stream: true).text.contains("tool_use"))
        // It was had: nothing is left that could lapse.
        live.server.service.expireHolds(at: GuardService.now + 100)
        #expect(!live.lines.contains { $0.contains("abandoned") })
        try await live.end()
    }

    @Test func oneWhoComesBackWaitsAgain() async throws {
        let live = try await Self.live()
        let (client, call) = try held(live, "Hi")
        try leave(live, client, call.id)
        let again = try Descriptors.connected(to: live.port)
        live.send("Hi", stream: true, keepsOpen: false, to: again)
        for _ in 0..<2000 where live.server.service.holds.open.first?.leftAt != nil { usleep(5000) }
        #expect(status(live).contains(#""client":"waits""#))
        #expect(live.server.service.decide(call.id, isAllowed: false)?.left == nil)
        close(again)
        try await live.end()
    }

    @Test func whatNobodyDecidesAboutIsWrittenDown() async throws {
        let live = try await Self.live()
        let (client, one) = try held(live, "one")
        let (gone, other) = try held(live, "other")
        try leave(live, gone, other.id)
        live.server.service.expireHolds(at: GuardService.now + Holds.longest - 60)
        #expect(live.server.service.holds.open.count == 2)
        live.server.service.expireHolds(at: GuardService.now + Holds.longest + 1)
        for (event, call) in [("expired", one), ("abandoned", other)] {
            let entry = try entry(live, event)
            #expect(entry["id"]?.words == call.id && entry["agent"]?.words == "main", "\(event)")
            #expect(entry["exchange"]?.words == call.exchange.description)
        }
        let text = String(decoding: Descriptors.message(client).body, as: UTF8.self)
        #expect(text.contains("nobody decided within 10 minutes") && !text.contains("tool_use"))
        close(client)
        try await live.end()
    }

    @Test func whatWasAllowedAndNeverAskedForIsWrittenDown() async throws {
        let live = try await Self.live()
        let (client, call) = try held(live, "Hi")
        try leave(live, client, call.id)
        #expect(live.server.service.decide(call.id, isAllowed: true) != nil)
        live.server.service.expireHolds(at: GuardService.now + 30)
        #expect(!live.lines.contains { $0.contains("abandoned") })
        live.server.service.expireHolds(at: GuardService.now + 61)
        #expect(try entry(live, "abandoned")["after"]?.words == "allowed")
        let counted = String(decoding: Metrics(service: live.server.service).bytes, as: UTF8.self)
        #expect(counted.contains("\nnacre_guard_holds_ended_total{outcome=\"abandoned\"} 1\n"))
        try await live.end()
    }
}
