import Glibc
import NIOCore

/// What the clocks said at one moment, so that it can be told later how much time went by.
struct LedgerClock: Hashable, Sendable {
    /// By which what is used is counted, in seconds since 1970: it goes on evenly while a guard runs, whatever is done to the clock.
    var time: Int
    /// What the clock of the machine says.
    var wall: Int
    /// Seconds since the machine started.
    var uptime: Int
    /// Which start of the machine it is; nothing where that cannot be told.
    var boot = ""

    /// Seconds that went by since another moment, which was before.
    ///
    /// A clock that was set is found out where the machine was not started anew; a clock that was set back is never believed.
    func elapsed(since before: LedgerClock) -> Int {
        let steady = uptime - before.uptime
        if !boot.isEmpty, boot == before.boot { return max(0, steady) }
        return max(0, wall - before.wall, boot == before.boot ? steady : 0)
    }

    /// What the clocks say, where a count began at some time.
    static func now(since beginning: (time: Int, steady: Int)) -> LedgerClock {
        var up = timespec()
        unsafe clock_gettime(CLOCK_BOOTTIME, &up)
        return LedgerClock(
            time: beginning.time + GuardService.now - beginning.steady,
            wall: Ledger.time,
            uptime: up.tv_sec,
            boot: currentBoot
        )
    }

    /// By what the unit names it, for it cannot see that file.
    private static let currentBoot: String = {
        if let named = unsafe getenv("NACRE_GUARD_BOOT") { return unsafe String(cString: named) }
        guard let file = unsafe fopen("/proc/sys/kernel/random/boot_id", "re") else { return "" }
        defer { unsafe fclose(file) }
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: 36) { buffer, count in
            count = unsafe fread(buffer.baseAddress, 1, buffer.count, file)
        }
        return String(decoding: bytes, as: UTF8.self)
    }()
}

extension LedgerFile {
    /// Makes what was used before as old as it is by now: the clock may have been set meanwhile.
    ///
    /// Without this, what was used would be forgotten with a clock that is ahead, and with one that is behind it would last until the clock is there
    /// again. What lies in the future is counted as now.
    func settle(at now: LedgerClock) throws(Failure) {
        try together { database throws(Database.Failure) in
            try database.run(
                """
                CREATE TABLE IF NOT EXISTS clock(one INTEGER PRIMARY KEY CHECK(one = 1), time INTEGER NOT NULL, \
                wall INTEGER NOT NULL, uptime INTEGER NOT NULL, boot TEXT NOT NULL)
                """
            )
            let saved = try database.run("SELECT time, wall, uptime, boot FROM clock").first.map { row in
                LedgerClock(time: row[0].integer, wall: row[1].integer, uptime: row[2].integer, boot: row[3].text)
            }
            var shift = saved.map { (now.time - $0.time - now.elapsed(since: $0)) / 60 } ?? 0
            // Seconds are lost in writing; and nobody's clock is as far away as the numbers go.
            if abs(shift) < 2 || abs(shift) > 1 << 40 { shift = 0 }
            let minute = now.time / 60
            let rows = try database.run("SELECT agent, minute, requests, tokens, cost FROM usage")
            if shift != 0 || rows.contains(where: { $0[1].integer > minute }) {
                try database.run("DELETE FROM usage")
                for row in rows {
                    let (moved, isTooMuch) = row[1].integer.addingReportingOverflow(shift)
                    try Self.add(
                        [row[0], .integer(isTooMuch ? minute : min(moved, minute))] + row[2...],
                        to: database
                    )
                }
            }
            try Self.note(now, in: database)
        }
    }

    /// Keeps what the clocks say.
    func note(_ now: LedgerClock) throws(Failure) {
        try together { database throws(Database.Failure) in try Self.note(now, in: database) }
    }

    static func note(_ now: LedgerClock, in database: Database) throws(Database.Failure) {
        try database.run(
            "INSERT OR REPLACE INTO clock VALUES(1, ?, ?, ?, ?)",
            [.integer(now.time), .integer(now.wall), .integer(now.uptime), .text(now.boot)]
        )
    }
}
