@testable import Guard
import Exchanges
import Glibc
import NIOConcurrencyHelpers
import Testing

@Suite struct LedgerTests {
    /// A directory of its own.
    private func directory() -> String {
        let path = "/tmp/nacre-state-\(UInt64.random(in: 0...UInt64.max))"
        _ = unsafe mkdir(path, 0o700)
        return path
    }

    private func row(_ agent: String, _ minute: Int, _ tokens: Int) -> LedgerFile.Row {
        LedgerFile.Row(
            agent: agent,
            minute: minute,
            use: .init(requests: 1, tokens: tokens, cost: Dollars(billionths: tokens))
        )
    }

    /// What a ledger told and was told.
    private final class Told: Sendable {
        let events = NIOLockedValueBox<[String]>([])
        let restored = NIOLockedValueBox<[LedgerFile.Row]>([])
        let refills = NIOLockedValueBox(0)

        var counting: Ledger.Counting {
            Ledger.Counting(
                restore: { rows in self.restored.withLockedValue { $0 += rows } },
                refill: { self.refills.withLockedValue { $0 += 1 } },
                tell: { event, details in
                    self.events.withLockedValue { $0.append("\(event) \(details.map(\.value).joined(separator: " "))") }
                }
            )
        }
    }

    /// Writes nonsense where a file begins.
    private func damage(_ path: String, _ mode: String) throws {
        guard let file = unsafe fopen(path, mode) else { throw Descriptors.Failure(what: path) }
        let bytes = [UInt8](repeating: 0x5A, count: 8192)
        unsafe fwrite(bytes, 1, bytes.count, file)
        unsafe fclose(file)
    }

    @Test func whatWasUsedIsAddedMinuteByMinute() throws {
        let path = directory() + "/guard.db"
        let file = try LedgerFile(path, waiting: 0)
        #expect(file.isNew)
        try file.write([row("main", 5, 10), row("other", 5, 1)], [])
        try file.write([row("main", 5, 7), row("main", 6, 2)], [])
        let again = try LedgerFile(path, waiting: 0)
        #expect(!again.isNew)
        let rows = try again.usage(since: 5)
        #expect(rows.map(\.agent) == ["main", "main", "other"])
        #expect(rows[0].use == .init(requests: 2, tokens: 17, cost: Dollars(billionths: 17)))
        #expect(try again.usage(since: 6).count == 1)
        var about = stat()
        #expect(unsafe stat(path, &about) == 0 && about.st_mode & 0o777 == 0o600)
    }

    @Test func anExchangeIsFoundAsItWas() throws {
        let file = try LedgerFile(directory() + "/guard.db", waiting: 0)
        let event = ExchangeEvent(
            id: "X-abcdefghjk",
            time: 9,
            agent: "main",
            upstream: "u",
            model: "m'; DROP TABLE usage; --",
            path: "/v1",
            status: 200,
            milliseconds: 3,
            bytes: 4,
            usage: .init(input: 50, output: 6, cacheRead: 7, cacheWrite: 8),
            cost: Dollars(billionths: 9),
            outcome: "answered",
            why: "ä\u{1b}",
            findings: ["answer:a", "request:b"]
        )
        try file.write([], [event])
        #expect(try file.event("X-abcdefghjk") == event)
        #expect(try file.event("X-bbbbbbbbbb") == nil)
    }

    @Test func whatIsOldIsForgottenAndWhatIsTooMuch() throws {
        let file = try LedgerFile(directory() + "/guard.db", waiting: 0)
        let now = 100 * 86400
        let old = now - 36 * 86400
        try file.write(
            [row("main", old / 60, 1), row("main", now / 60, 2)],
            [ExchangeEvent(id: "old", time: old)] + (0..<5).map { ExchangeEvent(id: "new\($0)", time: now) }
        )
        try file.prune(at: now, keeping: 3)
        #expect(try file.usage(since: 0).map(\.use.tokens) == [2])
        let left = try ["old", "new0", "new1", "new2", "new3", "new4"].filter { try file.event($0) != nil }
        #expect(left == ["new2", "new3", "new4"])
    }

    @Test func whatWasCountedSurvivesARestart() async throws {
        let state = directory()
        let upstream = try StandIn { _ in StandIn.said("fine") }
        let more = "budget: {tokens-per-day: 30}"
        let first = try await LiveGuard(upstream.port, key: "", more: more, state: state)
        _ = try first.ask()
        try await first.end()
        let second = try await LiveGuard(upstream.port, key: "", more: more, state: state)
        #expect(second.server.service.use(of: "main").use == .init(requests: 1, tokens: 15))
        #expect(try second.ask().text.contains("fine"))
        try await second.end()
        let third = try await LiveGuard(upstream.port, key: "", more: more, state: state)
        let refusal = try third.ask().text
        #expect(refusal.contains("has had its 30 tokens of a day"))
        let id = try #require(LiveGuard.reference(in: refusal))
        let event = try #require(await third.event(id))
        #expect(event.outcome == "over-budget" && event.agent == "main" && event.model == "m")
        #expect(event.why.contains("30 tokens of a day"))
        #expect(third.lines.contains { $0.contains("\"refused\"") && $0.contains(id.description) })
        try await third.end()
    }

    @Test func aDamagedOneIsPutAsideAndLosesNothingThatIsCounted() async throws {
        let state = directory()
        let upstream = try StandIn { _ in StandIn.said("fine") }
        let live = try await LiveGuard(upstream.port, key: "", state: state)
        _ = try live.ask()
        live.server.service.startLedger()
        // Somebody else writes to it, so that the guard reads it anew, and then it is damaged.
        let other = try Database(state + "/guard.db", waiting: 1000)
        try other.run("INSERT INTO usage VALUES('x', 1, 1, 1, 1)")
        try other.run("PRAGMA wal_checkpoint(TRUNCATE)")
        try damage(state + "/guard.db", "r+e")
        #expect(try live.ask().text.contains("fine"))
        // The first write finds the damage, the second has a new file.
        for _ in 0..<3 { live.server.service.startLedger() }
        #expect(live.lines.contains { $0.contains("state-put-aside") && $0.contains("guard.db.broken-") })
        #expect(live.server.service.ledger?.failure == nil)
        try await live.end()
        let next = try await LiveGuard(upstream.port, key: "", state: state)
        #expect(next.server.service.use(of: "main").use == .init(requests: 2, tokens: 30))
        try await next.end()
    }

    @Test func whatIsNoDatabaseIsPutAsideAtTheStart() throws {
        let state = directory()
        try damage(state + "/guard.db", "we")
        let told = Told()
        let ledger = Ledger(state)
        ledger.write(told.counting)
        #expect(ledger.failure?.contains("guard.db: ") == true)
        ledger.write(told.counting)
        #expect(ledger.failure == nil)
        #expect(told.refills.withLockedValue { $0 } == 1)
        #expect(
            told.events.withLockedValue { $0.map { $0.prefix(15) } } == [
                "state-put-aside", "state-failed \(state)".prefix(15),
            ]
        )
        ledger.end(told.counting)
    }

    @Test func aLockedOneStopsNothingAndIsToldOnce() throws {
        let state = directory()
        let told = Told()
        let ledger = Ledger(state, waiting: 50)
        ledger.write(told.counting)
        let other = try Database(state + "/guard.db", waiting: 0)
        try other.run("BEGIN EXCLUSIVE")
        ledger.count("main", .init(requests: 1, tokens: 5))
        ledger.add(ExchangeEvent(id: "X-a"))
        ledger.write(told.counting)
        #expect(ledger.failure?.contains("locked") == true)
        ledger.count("main", .init(requests: 1, tokens: 6))
        ledger.write(told.counting)
        #expect(told.events.withLockedValue { $0.filter { $0.hasPrefix("state-failed") }.count } <= 2)
        try other.run("COMMIT")
        ledger.write(told.counting)
        #expect(ledger.failure == nil)
        #expect(try other.run("SELECT sum(tokens), sum(requests) FROM usage") == [[.integer(11), .integer(2)]])
        #expect(try other.run("SELECT id FROM exchange") == [[.text("X-a")]])
        ledger.end(told.counting)
    }

    @Test func oneThatIsGoneIsTriedAgainAndNothingIsCountedTwice() throws {
        let state = directory()
        let told = Told()
        let ledger = Ledger(state)
        ledger.count("main", .init(requests: 1, tokens: 3))
        ledger.write(told.counting)
        ledger.count("main", .init(requests: 1, tokens: 5))
        #expect(unsafe rename(state, state + "-gone") == 0)
        ledger.write(told.counting)
        #expect(ledger.failure != nil)
        ledger.count("main", .init(requests: 1, tokens: 6))
        #expect(unsafe rename(state + "-gone", state) == 0)
        ledger.write(told.counting)
        #expect(ledger.failure == nil)
        let file = try LedgerFile(state + "/guard.db", waiting: 0)
        #expect(try file.usage(since: 0).map(\.use.tokens).reduce(0, +) == 14)
        // What this process wrote itself is not restored.
        #expect(told.restored.withLockedValue { $0 }.isEmpty)
        ledger.end(told.counting)
    }

    @Test func oneOfAnotherVersionIsLeftAsItIs() throws {
        let state = directory()
        let other = try Database(state + "/guard.db", waiting: 0)
        try other.run("PRAGMA user_version=7")
        let told = Told()
        let ledger = Ledger(state)
        ledger.count("main", .init(requests: 1))
        ledger.write(told.counting)
        #expect(ledger.failure?.contains("another version of nacre-guard made it (7)") == true)
        #expect(try other.run("SELECT name FROM sqlite_master").isEmpty)
        ledger.end(told.counting)
    }
}
