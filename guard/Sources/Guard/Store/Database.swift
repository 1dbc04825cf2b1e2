import CSQLite

/// A connection to a database by SQLite itself.
///
/// One thread at a time uses it. Nothing in the database is trusted: no trigger, view or function of its schema runs.
@safe final class Database: @unchecked Sendable {
    enum Value: Hashable {
        case integer(Int)
        case text(String)

        var integer: Int { if case .integer(let number) = self { number } else { 0 } }
        var text: String { if case .text(let text) = self { text } else { "" } }
    }

    /// What SQLite refused.
    struct Failure: Error, CustomStringConvertible {
        let code: Int32
        let description: String

        /// Whether what lies there is no database, or not a whole one.
        var isDamage: Bool { [SQLITE_CORRUPT, SQLITE_NOTADB].contains(code & 0xFF) }
        /// Whether somebody else has a hold of it, or the disk is full: the connection is as good as before.
        var isPassing: Bool { [SQLITE_BUSY, SQLITE_LOCKED, SQLITE_FULL].contains(code & 0xFF) }
    }

    private static let longestText = 1 << 20
    private let database: OpaquePointer

    /// Opens a database at a path without links, or makes one.
    ///
    /// - Parameters:
    ///   - path: where it lies.
    ///   - milliseconds: how long is waited for others who have a hold of it.
    /// - Throws: what SQLite refused.
    init(_ path: String, waiting milliseconds: Int) throws(Failure) {
        var opened: OpaquePointer?
        let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_PRIVATECACHE
        let code = unsafe sqlite3_open_v2(path, &opened, flags, "unix")
        guard let opened = unsafe opened else {
            throw Failure(code: code, description: "there is no memory for SQLite")
        }
        unsafe database = opened
        guard code == SQLITE_OK else { throw failure(code) }
        unsafe sqlite3_extended_result_codes(opened, 1)
        unsafe sqlite3_busy_timeout(opened, Int32(milliseconds))
        unsafe sqlite3_limit(opened, SQLITE_LIMIT_LENGTH, Int32(Self.longestText))
        let code2 = unsafe nacre_distrust_schema(opened)
        guard code2 == SQLITE_OK else { throw failure(code2) }
        for setting in [
            "journal_mode=WAL", "synchronous=NORMAL", "temp_store=MEMORY", "mmap_size=0", "cell_size_check=ON",
        ] {
            try run("PRAGMA \(setting)")
        }
    }

    deinit { unsafe sqlite3_close_v2(database) }

    /// The rows that one statement gives, with values in the place of its question marks.
    @discardableResult
    func run(_ text: String, _ values: [Value] = []) throws(Failure) -> [[Value]] {
        var prepared: OpaquePointer?
        let code = unsafe sqlite3_prepare_v2(database, text, -1, &prepared, nil)
        guard code == SQLITE_OK, let statement = unsafe prepared else { throw failure(code) }
        defer { unsafe sqlite3_finalize(statement) }
        for (index, value) in values.enumerated() {
            let place = Int32(index + 1)
            let code: Int32 =
                switch value {
                case .integer(let number): unsafe sqlite3_bind_int64(statement, place, Int64(number))
                case .text(let text): unsafe nacre_bind_text(statement, place, text, Int32(text.utf8.count))
                }
            guard code == SQLITE_OK else { throw failure(code) }
        }
        var rows: [[Value]] = []
        while true {
            switch unsafe sqlite3_step(statement) {
            case SQLITE_ROW:
                let row = unsafe (0..<sqlite3_column_count(statement)).map { unsafe Self.value($0, of: statement) }
                rows.append(row)
            case SQLITE_DONE: return rows
            case let code: throw failure(code)
            }
        }
    }

    /// Does several things, or none of them.
    func together(_ work: () throws(Failure) -> Void) throws(Failure) {
        try run("BEGIN IMMEDIATE")
        do {
            try work()
            try run("COMMIT")
        } catch {
            // Some errors end the transaction themselves; then there is nothing to take back.
            _ = try? run("ROLLBACK")
            throw error
        }
    }

    private static func value(_ column: Int32, of statement: OpaquePointer) -> Value {
        guard unsafe sqlite3_column_type(statement, column) != SQLITE_INTEGER else {
            return .integer(Int(unsafe sqlite3_column_int64(statement, column)))
        }
        guard let text = unsafe sqlite3_column_text(statement, column) else { return .text("") }
        let count = Int(unsafe sqlite3_column_bytes(statement, column))
        return .text(unsafe String(decoding: UnsafeBufferPointer(start: text, count: count), as: UTF8.self))
    }

    private func failure(_ code: Int32) -> Failure {
        unsafe Failure(code: code, description: String(cString: sqlite3_errmsg(database)))
    }
}
