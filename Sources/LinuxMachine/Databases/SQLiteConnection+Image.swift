import CSQLite
import Glibc

/// A database in memory alone.
extension SQLiteConnection {
    /// Opens the bytes of a database's file, of which nobody keeps a log.
    convenience init(image: [UInt8]) throws(Failure) {
        try self.init(inMemory: ())
        let size = sqlite3_int64(image.count)
        guard let buffer = unsafe sqlite3_malloc64(sqlite3_uint64(max(1, image.count))) else {
            throw Failure(code: SQLITE_NOMEM, words: "out of memory")
        }
        unsafe image.withUnsafeBytes { bytes in
            if let base = bytes.baseAddress { unsafe memcpy(buffer, base, bytes.count) }
        }
        let flags = UInt32(SQLITE_DESERIALIZE_FREEONCLOSE | SQLITE_DESERIALIZE_RESIZEABLE)
        let code = unsafe sqlite3_deserialize(
            database,
            "main",
            buffer.assumingMemoryBound(to: UInt8.self),
            size,
            size,
            flags
        )
        guard code == SQLITE_OK else { throw Failure(code: code, words: "it is no database that fits into memory") }
    }

    /// The bytes that its file would have.
    func image() throws(Failure) -> [UInt8] {
        var size: sqlite3_int64 = 0
        guard let bytes = unsafe sqlite3_serialize(database, "main", &size, 0) else {
            throw Failure(code: SQLITE_NOMEM, words: "out of memory")
        }
        defer { unsafe sqlite3_free(bytes) }
        return unsafe Array(UnsafeBufferPointer(start: bytes, count: Int(size)))
    }
}
