import Documents
import Hardening

extension Observer {
    static func database(of installation: Installation) -> String {
        Path.join(installation.directory, "state/openclaw.sqlite")
    }

    /// Bytes of the database and of its log, each, beyond which it is not read.
    private static let largestDatabase = 64 << 20

    /// The rows of a table of the state database; absent where there is no such database.
    ///
    /// The bytes are read, and SQLite is not: nothing is locked, and nothing written. What a running gateway has not yet
    /// put into the file stands in the log beside it.
    func stateRows(_ table: String, of installation: Installation) async -> Reading<[[String: SQLiteDatabase.Value]]> {
        let path = Self.database(of: installation)
        let file: [UInt8]
        switch await surface.file(path, limit: Self.largestDatabase) {
        case .absent: return .absent
        case .unreadable(let why): return .unreadable(why)
        case .found(let content): file = content.bytes
        }
        var log: [UInt8] = []
        switch await surface.file(path + "-wal", limit: Self.largestDatabase) {
        case .absent: break
        case .unreadable(let why): return .unreadable(why)
        case .found(let content): log = content.bytes
        }
        // A new database has all it has in the log.
        if file.isEmpty, log.isEmpty { return .found([]) }
        do {
            return .found(try SQLiteDatabase(file, log: log).rows(of: table) ?? [])
        } catch {
            return .unreadable("\(path): \(error.message)")
        }
    }
}
