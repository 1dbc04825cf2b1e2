@testable import Guard
import Glibc
import NIOConcurrencyHelpers
import Testing

/// What was used stays as old as it is, whatever is done to the clock.
@Suite struct LedgerClockTests {
    private static let day = 86400
    private static let start = 20_000 * day

    private func directory() -> String {
        let path = "/tmp/nacre-state-\(UInt64.random(in: 0...UInt64.max))"
        _ = unsafe mkdir(path, 0o700)
        return path
    }

    /// A guard's run: what it restores, as minutes ago with tokens; then it counts, and ends.
    private func run(_ state: String, _ first: LedgerClock, counts tokens: Int = 0, last: LedgerClock? = nil) -> [[Int]]
    {
        let clock = NIOLockedValueBox(first)
        let restored = NIOLockedValueBox<[[Int]]>([])
        let counting = Ledger.Counting(
            restore: { rows in
                restored.withLockedValue { $0 = rows.map { [first.time / 60 - $0.minute, $0.use.tokens] } }
            },
            refill: {},
            tell: { event, details in Issue.record("\(event) \(details)") }
        )
        let ledger = Ledger(state) { clock.withLockedValue { $0 } }
        ledger.write(counting)
        if tokens > 0 { ledger.count("main", .init(requests: 1, tokens: tokens)) }
        ledger.write(counting)
        if let last { clock.withLockedValue { $0 = last } }
        ledger.end(counting)
        #expect(ledger.failure == nil)
        return restored.withLockedValue { $0 }
    }

    /// The clocks so many seconds after the start, with one that is wrong by some.
    private func at(_ seconds: Int, wrong: Int = 0, wall: Int? = nil, up: Int? = nil, boot: String = "a") -> LedgerClock
    {
        LedgerClock(
            time: Self.start + seconds + wrong,
            wall: Self.start + seconds + (wall ?? wrong),
            uptime: up ?? 5000 + seconds,
            boot: boot
        )
    }

    @Test(
        "a clock that was set between two runs changes nothing",
        arguments: [0, 40 * day, -400 * day, 2 * day, -3600]
    )
    func set(wrong: Int) {
        let state = directory()
        _ = run(state, at(0), counts: 7)
        #expect(run(state, at(600, wrong: wrong)) == [[10, 7]])
        // And again, as often as it is started.
        #expect(run(state, at(1200)) == [[20, 7]])
        #expect(run(state, at(1440 * 60 - 60, wrong: wrong)) == [[1439, 7]])
        #expect(run(state, at(1440 * 60 + 120)).isEmpty)
    }

    @Test("one that is behind after the machine was started anew lets all expire within a day", arguments: ["b", ""])
    func behind(boot: String) {
        let state = directory()
        _ = run(state, at(0, boot: boot.isEmpty ? "" : "a"), counts: 7)
        let wrong = -400 * Self.day
        #expect(run(state, at(600, wrong: wrong, up: 10, boot: boot)) == [[0, 7]])
        #expect(run(state, at(1200, wrong: wrong, up: 610, boot: boot)) == [[10, 7]])
        #expect(run(state, at(Self.day + 720, wrong: wrong, up: Self.day + 130, boot: boot)).isEmpty)
    }

    @Test("one that is set while a guard runs changes nothing", arguments: [400 * day, -400 * day])
    func meanwhile(wrong: Int) {
        let state = directory()
        let last = LedgerClock(time: Self.start + 60, wall: Self.start + 60 + wrong, uptime: 5060, boot: "")
        _ = run(state, at(0, boot: ""), counts: 7, last: last)
        #expect(run(state, at(600, wrong: wrong, up: 9, boot: "")) == [[10, 7]])
    }

    @Test func whatLiesInTheFutureIsCountedAsNowAndExpires() throws {
        let state = directory()
        let file = try LedgerFile(state + "/guard.db", waiting: 0)
        let minute = Self.start / 60
        try file.write(
            [(minute + 1_000_000, 7), (Int.max, 1), (minute - 60, 2)].map {
                LedgerFile.Row(agent: "main", minute: $0, use: .init(requests: 1, tokens: $1))
            },
            []
        )
        #expect(run(state, at(0)) == [[60, 2], [0, 8]])
        #expect(run(state, at(3600)) == [[120, 2], [60, 8]])
        #expect(run(state, at(Self.day + 60)).isEmpty)
    }
}
