import Exchanges
import Glibc

/// What agents used and how exchanges went, as a database keeps it.
///
/// One thread at a time uses it.
final class LedgerFile: @unchecked Sendable {
    /// What one agent used in one minute of the clock.
    struct Row: Hashable, Sendable {
        let agent: String
        /// Since 1970.
        let minute: Int
        var use: Budget.Use
    }

    /// Why it cannot be used.
    struct Failure: Error, CustomStringConvertible {
        let description: String
        var isDamage = false
        /// Whether the connection is as good as before.
        var isPassing = false
        /// Whether others could have written it.
        var isForeign = false
    }

    /// Days after which all is forgotten.
    static let days = 35
    /// Exchanges that are kept at most, so that no agent fills the disk.
    static let most = 1_000_000
    private static let version = 1

    private let database: Database
    private let path: String
    private let place: (dev_t, ino_t)
    /// Whether it was made just now.
    let isNew: Bool

    /// Opens it, or makes it.
    ///
    /// - Parameters:
    ///   - path: of the database.
    ///   - milliseconds: how long is waited for others who have a hold of it.
    /// - Throws: what is wrong with it.
    init(_ path: String, waiting milliseconds: Int) throws(Failure) {
        self.path = path
        for end in ["", "-wal", "-shm"] { try Self.check(path, end) }
        // SQLite would let others read it.
        let file = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0o600)
        guard file >= 0 else {
            let code = errno
            throw Failure(description: unsafe String(cString: strerror(code)), isForeign: code == EACCES)
        }
        var about = stat()
        let isRegular = unsafe fstat(file, &about) == 0 && about.st_mode & S_IFMT == S_IFREG
        close(file)
        guard isRegular else { throw Failure(description: "it is no regular file") }
        place = (about.st_dev, about.st_ino)
        do throws(Database.Failure) {
            database = try Database(path, waiting: milliseconds)
            let version = try database.run("PRAGMA user_version").first?.first?.integer ?? 0
            isNew = version == 0
            guard isNew || version == Self.version else {
                throw Database.Failure(code: 1, description: "another version of nacre-guard made it (\(version))")
            }
            if isNew { try Self.make(in: database) }
            let faults = try database.run("PRAGMA quick_check('usage')").first?.first?.text ?? ""
            guard faults == "ok" else { throw Database.Failure(code: 11, description: faults) }
        } catch { throw Self.failure(error) }
    }

    /// Whether it, or one of the files that SQLite keeps beside it, may be read.
    private static func check(_ path: String, _ end: String) throws(Failure) {
        var about = stat()
        guard unsafe lstat(path + end, &about) == 0 else { return }
        let name = end.isEmpty ? "" : "\(path)\(end): "
        switch about.st_mode & S_IFMT {
        case S_IFREG:
            if let why = OwnFile.fault(about) { throw Failure(description: name + why, isForeign: true) }
        case S_IFLNK: throw Failure(description: name + "it is a link", isForeign: true)
        default: throw Failure(description: name + "it is no regular file")
        }
    }

    private static func make(in database: Database) throws(Database.Failure) {
        try database.together { () throws(Database.Failure) in
            try database.run(
                """
                CREATE TABLE usage(agent TEXT NOT NULL, minute INTEGER NOT NULL, requests INTEGER NOT NULL, \
                tokens INTEGER NOT NULL, cost INTEGER NOT NULL, PRIMARY KEY(agent, minute)) WITHOUT ROWID
                """
            )
            try database.run(
                """
                CREATE TABLE exchange(number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, time INTEGER NOT NULL, \
                agent TEXT NOT NULL, upstream TEXT NOT NULL, model TEXT NOT NULL, path TEXT NOT NULL, \
                status INTEGER NOT NULL, milliseconds INTEGER NOT NULL, bytes INTEGER NOT NULL, \
                input INTEGER NOT NULL, output INTEGER NOT NULL, cache_read INTEGER NOT NULL, \
                cache_write INTEGER NOT NULL, cost INTEGER NOT NULL, outcome TEXT NOT NULL, why TEXT NOT NULL, \
                findings TEXT NOT NULL)
                """
            )
            try database.run("CREATE INDEX exchange_time ON exchange(time)")
            try database.run("PRAGMA user_version=\(version)")
        }
    }

    /// Whether what lies at the path is still what was opened.
    var isThere: Bool {
        var about = stat()
        return unsafe lstat(path, &about) == 0 && (about.st_dev, about.st_ino) == place
    }

    /// What was used since a minute.
    func usage(since minute: Int) throws(Failure) -> [Row] {
        do throws(Database.Failure) {
            return try database.run(
                "SELECT agent, minute, requests, tokens, cost FROM usage WHERE minute >= ?",
                [.integer(minute)]
            ).map { row in
                Row(
                    agent: row[0].text,
                    minute: row[1].integer,
                    use: Budget.Use(
                        requests: max(0, row[2].integer),
                        tokens: max(0, row[3].integer),
                        cost: Dollars(billionths: max(0, row[4].integer))
                    )
                )
            }
        } catch { throw Self.failure(error) }
    }

    /// Adds what was used and how exchanges went: all of it or nothing.
    func write(_ rows: [Row], _ events: [ExchangeEvent]) throws(Failure) {
        try together { database throws(Database.Failure) in
            for row in rows {
                try Self.add(
                    [
                        .text(row.agent), .integer(row.minute), .integer(row.use.requests), .integer(row.use.tokens),
                        .integer(row.use.cost.billionths),
                    ],
                    to: database
                )
            }
            for event in events { try insert(event) }
        }
    }

    /// Does several things, or none of them.
    func together(_ work: (Database) throws(Database.Failure) -> Void) throws(Failure) {
        do throws(Database.Failure) {
            try database.together { () throws(Database.Failure) in try work(database) }
        } catch { throw Self.failure(error) }
    }

    /// Adds what one agent used in one minute.
    static func add(_ row: [Database.Value], to database: Database) throws(Database.Failure) {
        try database.run(
            """
            INSERT INTO usage VALUES(?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET \
            requests = requests + excluded.requests, tokens = tokens + excluded.tokens, \
            cost = cost + excluded.cost
            """,
            row
        )
    }

    private func insert(_ event: ExchangeEvent) throws(Database.Failure) {
        try database.run(
            """
            INSERT OR IGNORE INTO exchange(id, time, agent, upstream, model, path, status, milliseconds, bytes, input, \
            output, cache_read, cache_write, cost, outcome, why, findings) \
            VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                .text(event.id), .integer(event.time), .text(event.agent), .text(event.upstream), .text(event.model),
                .text(event.path), .integer(event.status), .integer(event.milliseconds), .integer(event.bytes),
                .integer(event.usage.input), .integer(event.usage.output), .integer(event.usage.cacheRead),
                .integer(event.usage.cacheWrite), .integer(event.cost.billionths), .text(event.outcome),
                .text(event.why), .text(event.findings.joined(separator: " ")),
            ]
        )
    }

    /// How an exchange went; nothing where it is not there.
    func event(_ id: String) throws(Failure) -> ExchangeEvent? {
        do throws(Database.Failure) {
            return try database.run(
                """
                SELECT id, time, agent, upstream, model, path, status, milliseconds, bytes, input, output, cache_read, \
                cache_write, cost, outcome, why, findings FROM exchange WHERE id = ?
                """,
                [.text(id)]
            ).first.map { row in
                ExchangeEvent(
                    id: row[0].text,
                    time: row[1].integer,
                    agent: row[2].text,
                    upstream: row[3].text,
                    model: row[4].text,
                    path: row[5].text,
                    status: row[6].integer,
                    milliseconds: row[7].integer,
                    bytes: row[8].integer,
                    usage: Usage(
                        input: row[9].integer,
                        output: row[10].integer,
                        cacheRead: row[11].integer,
                        cacheWrite: row[12].integer
                    ),
                    cost: Dollars(billionths: row[13].integer),
                    outcome: row[14].text,
                    why: row[15].text,
                    findings: row[16].text.split(separator: " ").map(String.init)
                )
            }
        } catch { throw Self.failure(error) }
    }

    /// Forgets what is older than it is to be kept.
    func prune(at time: Int, keeping most: Int = LedgerFile.most) throws(Failure) {
        let oldest = time - Self.days * 86400
        do throws(Database.Failure) {
            try database.run("DELETE FROM usage WHERE minute < ?", [.integer(oldest / 60)])
            try database.run("DELETE FROM exchange WHERE time < ?", [.integer(oldest)])
            try database.run(
                "DELETE FROM exchange WHERE number <= (SELECT max(number) FROM exchange) - ?",
                [.integer(most)]
            )
        } catch { throw Self.failure(error) }
    }

    private static func failure(_ error: Database.Failure) -> Failure {
        Failure(description: error.description, isDamage: error.isDamage, isPassing: error.isPassing)
    }
}
