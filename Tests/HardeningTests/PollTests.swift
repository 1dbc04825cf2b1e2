import Hardening
import Synchronization
import Testing

@Suite struct PollTests {
    /// A clock that is a number, and that may be told to stop.
    private final class Clock: Timekeeper {
        private let moment = Mutex(0)
        let boot = ""
        let process: ProcessIdentity? = nil
        private let end: Int?

        init(cancelledAt end: Int? = nil) { self.end = end }

        var milliseconds: Int { moment.withLock { $0 } }
        var wall: Int { 0 }
        func isAlive(_ process: ProcessIdentity) -> Bool { false }

        func sleep(milliseconds: Int) throws {
            if let end, self.milliseconds >= end { throw CancellationError() }
            advance(milliseconds)
        }

        func advance(_ milliseconds: Int) { moment.withLock { $0 += milliseconds } }
    }

    /// When the looks were, and whether the last one had an answer; each takes as long.
    private func looks(
        answerAt moment: Int?,
        every pause: Int = 10,
        for limit: Int = 100,
        atLeast times: Int = 1,
        taking duration: Int = 0
    ) async -> ([Int], Bool) {
        let clock = Clock()
        var looks: [Int] = []
        let isSo = await clock.wait(every: pause, for: limit, atLeast: times) {
            looks.append(clock.milliseconds)
            clock.advance(duration)
            return moment.map { clock.milliseconds >= $0 } ?? false
        }
        return (looks, isSo)
    }

    @Test func `the first look is at once`() async {
        #expect(await looks(answerAt: 0) == ([0], true))
        #expect(await looks(answerAt: nil, for: 0) == ([0], false))
    }

    @Test func `what comes late is found, up to the last moment`() async {
        #expect(await looks(answerAt: 35) == ([0, 10, 20, 30, 40], true))
        #expect(await looks(answerAt: 100).1)
        #expect(await looks(answerAt: 101) == ([0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100], false))
    }

    @Test func `where looks take long, there are as many as were asked for`() async {
        #expect(await looks(answerAt: nil, taking: 100).0.count == 1)
        #expect(await looks(answerAt: nil, atLeast: 5, taking: 100).0 == [0, 110, 220, 330, 440])
    }

    @Test func `who is told to stop waits no longer, and what a look throws is thrown`() async {
        let polled = await Clock(cancelledAt: 50).poll(every: 10, for: 100) { () -> Int? in nil }
        guard case .cancelled = polled else {
            Issue.record("it was waited all the same")
            return
        }
        struct Refusal: Error {}
        let clock = Clock()
        await #expect(throws: Refusal.self) {
            _ = try await clock.poll(every: 10, for: 100) { () throws(Refusal) -> Int? in throw Refusal() }
        }
        #expect(clock.milliseconds == 0)
    }
}
