import CLinux
import CSQLite
import Glibc

/// A connection to a database by SQLite itself, which nobody else uses meanwhile.
///
/// Nothing in the database is trusted: no trigger, view or function of its schema runs.
@safe final class SQLiteConnection {
    enum Value: Equatable {
        case null
        case integer(Int64)
        case text([UInt8])
        case bytes([UInt8])
        /// A number that is not whole.
        case other
    }

    /// What SQLite refused.
    struct Failure: Error {
        let code: Int32
        let words: String

        /// Whether somebody else has a hold of the database.
        var isBusy: Bool { [SQLITE_BUSY, SQLITE_LOCKED].contains(code & 0xff) }
    }

    let database: OpaquePointer
    private var isOpen = true

    /// From here on, SQLite opens files in this process as `nacre_open_guarded` has it.
    private static let opensGuarded = unsafe nacre_open_files_by(nacre_open_guarded)
    private static let mostMilliseconds: Int32 = 1000
    private static let largestValue: Int32 = 256 << 20

    /// Opens the database at a path without links; this thread's openings are guarded already.
    init(_ path: String, keepingLog keepsLog: Bool) throws(Failure) {
        guard Self.opensGuarded == SQLITE_OK else {
            throw Failure(code: Self.opensGuarded, words: "SQLite does not let its openings be watched")
        }
        var opened: OpaquePointer?
        let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_PRIVATECACHE
        let code = unsafe sqlite3_open_v2(path, &opened, flags, "unix")
        guard let opened = unsafe opened else { throw Failure(code: code, words: "out of memory") }
        guard code == SQLITE_OK else {
            let words = unsafe Self.words(opened)
            unsafe sqlite3_close(opened)
            throw Failure(code: code, words: words)
        }
        unsafe database = opened
        unsafe sqlite3_extended_result_codes(database, 1)
        unsafe sqlite3_busy_timeout(database, Self.mostMilliseconds)
        unsafe sqlite3_limit(database, SQLITE_LIMIT_LENGTH, Self.largestValue)
        let distrusts = unsafe nacre_distrust_schema(database)
        // Alone, it needs no memory shared with others (-shm). What is deleted is overwritten, and no file but the
        // database's own ever holds a part of it.
        let isSet =
            distrusts == SQLITE_OK && (unsafe nacre_keep_log(database, keepsLog ? 1 : 0)) == SQLITE_OK
            && (unsafe nacre_add_octet_length(database)) == SQLITE_OK
        guard isSet else { throw Failure(code: SQLITE_ERROR, words: "SQLite is too old") }
        for setting in [
            "locking_mode=EXCLUSIVE", "temp_store=MEMORY", "mmap_size=0", "synchronous=FULL", "secure_delete=ON",
            "cell_size_check=ON",
        ] {
            try run("PRAGMA \(setting)")
        }
    }

    /// One that is empty, and in memory alone.
    init(inMemory: Void) throws(Failure) {
        var opened: OpaquePointer?
        let code = unsafe sqlite3_open_v2(":memory:", &opened, SQLITE_OPEN_READWRITE | SQLITE_OPEN_PRIVATECACHE, nil)
        guard let opened = unsafe opened else { throw Failure(code: code, words: "out of memory") }
        unsafe database = opened
        guard code == SQLITE_OK else { throw failure(code) }
        unsafe sqlite3_extended_result_codes(database, 1)
        unsafe sqlite3_limit(database, SQLITE_LIMIT_LENGTH, Self.largestValue)
        let isSet =
            (unsafe nacre_distrust_schema(database)) == SQLITE_OK
            && (unsafe nacre_add_octet_length(database)) == SQLITE_OK
        guard isSet else { throw Failure(code: SQLITE_ERROR, words: "SQLite is too old") }
        for setting in ["temp_store=MEMORY", "secure_delete=ON", "cell_size_check=ON"] { try run("PRAGMA \(setting)") }
    }

    deinit { if isOpen { unsafe sqlite3_close_v2(database) } }

    func close() throws(Failure) {
        let code = unsafe sqlite3_close(database)
        guard code == SQLITE_OK else { throw failure(code) }
        isOpen = false
    }

    /// How many rows the last statement changed.
    var changes: Int { Int(unsafe sqlite3_changes(database)) }

    /// The rows that one statement gives, with values in the place of its question marks.
    @discardableResult
    func run(_ text: String, _ values: [Value] = []) throws(Failure) -> [[Value]] {
        var prepared: OpaquePointer?
        let code = unsafe sqlite3_prepare_v2(database, text, -1, &prepared, nil)
        guard code == SQLITE_OK, let statement = unsafe prepared else { throw failure(code) }
        defer { unsafe sqlite3_finalize(statement) }
        for (index, value) in values.enumerated() { try unsafe bind(value, Int32(index + 1), of: statement) }
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

    private func bind(_ value: Value, _ place: Int32, of statement: OpaquePointer) throws(Failure) {
        let code: Int32 =
            switch value {
            case .null, .other: unsafe sqlite3_bind_null(statement, place)
            case .integer(let number): unsafe sqlite3_bind_int64(statement, place, number)
            case .text(let bytes):
                unsafe bytes.map(CChar.init(bitPattern:)).withUnsafeBufferPointer {
                    // The text of no bytes is not null.
                    guard let base = $0.baseAddress else { return unsafe nacre_bind_text(statement, place, "", 0) }
                    return unsafe nacre_bind_text(statement, place, base, Int32($0.count))
                }
            case .bytes(let bytes):
                unsafe bytes.withUnsafeBytes {
                    unsafe nacre_bind_blob(statement, place, $0.baseAddress, Int32($0.count))
                }
            }
        guard code == SQLITE_OK else { throw failure(code) }
    }

    private static func value(_ column: Int32, of statement: OpaquePointer) -> Value {
        switch unsafe sqlite3_column_type(statement, column) {
        case SQLITE_NULL: return .null
        case SQLITE_INTEGER: return .integer(unsafe sqlite3_column_int64(statement, column))
        case SQLITE_TEXT:
            guard let text = unsafe sqlite3_column_text(statement, column) else { return .text([]) }
            let count = Int(unsafe sqlite3_column_bytes(statement, column))
            return unsafe .text(Array(UnsafeBufferPointer(start: text, count: count)))
        case SQLITE_BLOB:
            guard let bytes = unsafe sqlite3_column_blob(statement, column) else { return .bytes([]) }
            let count = Int(unsafe sqlite3_column_bytes(statement, column))
            return unsafe .bytes(Array(UnsafeRawBufferPointer(start: bytes, count: count)))
        default: return .other
        }
    }

    private func failure(_ code: Int32) -> Failure { Failure(code: code, words: unsafe Self.words(database)) }

    /// What SQLite says; it names tables and columns, and no values.
    private static func words(_ database: OpaquePointer) -> String {
        guard let words = unsafe sqlite3_errmsg(database) else { return "no reason given" }
        return unsafe String(String(cString: words).prefix(200))
    }
}
