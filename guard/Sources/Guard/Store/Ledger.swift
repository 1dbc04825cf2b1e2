import Glibc
import NIOConcurrencyHelpers
import NIOPosix

/// Keeps what agents used and how exchanges went, where a restart does not lose it.
///
/// Whoever counts never waits for it: a thread of its own writes, a second late at most. Where that fails, what was counted stays here,
/// is told once a minute, and written as soon as it can be.
final class Ledger: Sendable {
    private struct State {
        var rows: [String: [Int: Budget.Use]] = [:]
        var events: [ExchangeEvent] = []
        var leftOut = 0
        var failure: String?
        /// The minute in which it was told.
        var told = 0
        var isQueued = false
    }

    /// What it tells and asks whoever counts.
    struct Counting: Sendable {
        /// Takes what was used before this process began.
        let restore: @Sendable ([LedgerFile.Row]) -> Void
        /// Has everything counted anew into a file that is empty, by `refill`.
        let refill: @Sendable () -> Void
        let tell: @Sendable (_ event: String, _ details: KeyValuePairs<String, String>) -> Void
    }

    /// Exchanges that wait to be written at most.
    private static let mostEvents = 10_000
    private let directory: StateDirectory
    private let path: String
    private let milliseconds: Int
    private let state = NIOLockedValueBox(State())
    private let file = NIOLockedValueBox<(open: LedgerFile?, isRestored: Bool, pruned: Int)>((nil, false, 0))
    private let clock: @Sendable () -> LedgerClock
    private let thread = NIOThreadPool(numberOfThreads: 1)

    /// - Parameters:
    ///   - directory: where the database lies.
    ///   - milliseconds: how long is waited for others who have a hold of it.
    ///   - clock: what the clocks say; those of the machine without it.
    init(_ directory: String, waiting milliseconds: Int = 2000, clock: (@Sendable () -> LedgerClock)? = nil) {
        let whole = unsafe realpath(directory, nil)
        defer { unsafe free(whole) }
        path = (unsafe whole.map { unsafe String(cString: $0) } ?? directory) + "/guard.db"
        self.directory = StateDirectory(directory)
        self.milliseconds = milliseconds
        let beginning = (time: Self.time, steady: GuardService.now)
        self.clock = clock ?? { LedgerClock.now(since: beginning) }
        thread.start()
    }

    /// Seconds since 1970.
    static var time: Int { Glibc.time(nil) }

    /// Why what is counted is not written, if it is not.
    var failure: String? { state.withLockedValue { $0.failure } }

    /// The minute in which what is used now is counted.
    var minute: Int { clock().time / 60 }

    /// Has the directory for this guard alone.
    func claim() throws(StateDirectory.InUse) { try directory.claim() }

    // MARK: Counting

    func count(_ agent: String, _ use: Budget.Use) {
        let minute = minute
        state.withLockedValue { state in
            let sum = state.rows[agent, default: [:]][minute, default: Budget.Use()] + use
            state.rows[agent, default: [:]][minute] = sum
        }
    }

    /// Takes all of what is counted at once, in place of what waits to be written.
    func refill(_ rows: [LedgerFile.Row]) {
        state.withLockedValue { state in
            state.rows = [:]
            for row in rows { state.rows[row.agent, default: [:]][row.minute] = row.use }
        }
    }

    func add(_ event: ExchangeEvent) {
        state.withLockedValue { state in
            if state.events.count < Self.mostEvents { state.events.append(event) } else { state.leftOut += 1 }
        }
    }

    // MARK: Writing

    /// Writes on its thread, unless that is under way.
    func writeSoon(_ counting: Counting) {
        let isFree = state.withLockedValue { state in
            defer { state.isQueued = true }
            return !state.isQueued
        }
        guard isFree else { return }
        thread.submit { _ in
            self.write(counting)
            self.state.withLockedValue { $0.isQueued = false }
        }
    }

    /// Writes what waits, and waits for it.
    func write(_ counting: Counting) {
        file.withLockedValue { file in
            do throws(LedgerFile.Failure) {
                let open = try opened(&file, counting)
                let now = clock()
                if now.time >= file.pruned + 3600 {
                    try open.prune(at: now.time)
                    try open.note(now)
                    file.pruned = now.time
                }
                try writeAll(open, counting)
                state.withLockedValue { $0.failure = nil }
            } catch {
                if error.isDamage || error.isForeign {
                    putAside(&file, error, counting)
                } else if !error.isPassing {
                    file.open = nil
                }
                tell(error, counting)
            }
        }
    }

    /// How an exchange went, by way of its thread.
    func find(_ id: String, _ counting: Counting, then take: @escaping @Sendable (ExchangeEvent?) -> Void) {
        thread.submit { _ in
            self.write(counting)
            let waiting = self.state.withLockedValue { $0.events.last { $0.id == id } }
            take(waiting ?? self.file.withLockedValue { file in (try? file.open?.event(id)) ?? nil })
        }
    }

    /// Writes the last, and ends.
    func end(_ counting: Counting) {
        write(counting)
        file.withLockedValue { file in
            try? file.open?.note(clock())
            file.open = nil
        }
        directory.release()
        thread.shutdownGracefully { _ in }
    }

    private func opened(
        _ file: inout (open: LedgerFile?, isRestored: Bool, pruned: Int),
        _ counting: Counting
    ) throws(LedgerFile.Failure) -> LedgerFile {
        if let open = file.open, open.isThere { return open }
        file.open = nil
        do { try claim() } catch { throw LedgerFile.Failure(description: "\(error)") }
        let open = try LedgerFile(path, waiting: milliseconds)
        let now = clock()
        // What this process wrote itself is as old as it says.
        if !file.isRestored || open.isNew { try open.settle(at: now) }
        if open.isNew {
            counting.refill()
        } else if !file.isRestored {
            counting.restore(try open.usage(since: now.time / 60 - 1440))
        }
        file.isRestored = true
        file.open = open
        return open
    }

    private func writeAll(_ open: LedgerFile, _ counting: Counting) throws(LedgerFile.Failure) {
        let (rows, events, leftOut) = state.withLockedValue { state in
            defer { (state.rows, state.events, state.leftOut) = ([:], [], 0) }
            return (state.rows, state.events, state.leftOut)
        }
        guard !rows.isEmpty || !events.isEmpty else { return }
        do {
            try open.write(
                rows.flatMap { agent, minutes in
                    minutes.map { LedgerFile.Row(agent: agent, minute: $0.key, use: $0.value) }
                },
                events
            )
        } catch {
            state.withLockedValue { state in
                for (agent, minutes) in rows {
                    state.rows[agent, default: [:]].merge(minutes) { $0 + $1 }
                }
                let room = max(0, Self.mostEvents - state.events.count)
                state.events = events.prefix(room) + state.events
                state.leftOut += leftOut + max(0, events.count - room)
            }
            throw error
        }
        if !rows.isEmpty { try open.note(clock()) }
        if leftOut > 0 { counting.tell("exchanges-left-out", ["count": String(leftOut)]) }
    }

    /// Puts a damaged file, or one that others could have written, under another name, so that the next one is whole.
    private func putAside(
        _ file: inout (open: LedgerFile?, isRestored: Bool, pruned: Int),
        _ error: LedgerFile.Failure,
        _ counting: Counting
    ) {
        file.open = nil
        // What was restored of it stays counted; nothing more can be.
        file.isRestored = true
        guard let kept = OwnFile.putAside(path) else { return }
        for end in ["-wal", "-shm"] { _ = unsafe rename(path + end, kept + end) }
        counting.tell("state-put-aside", ["file": kept, "why": error.description])
    }

    private func tell(_ error: LedgerFile.Failure, _ counting: Counting) {
        let words = "\(path): \(error)"
        let minute = Self.time / 60
        let isDue = state.withLockedValue { state in
            state.failure = words
            defer { state.told = minute }
            return state.told != minute
        }
        if isDue { counting.tell("state-failed", ["why": words]) }
    }
}
