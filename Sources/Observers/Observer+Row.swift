import Catalog
import Documents
import Hardening
import Surface

extension Observer {
    /// Bytes of a database and of its log, each, beyond which it is not read.
    private static let largestDatabase = 256 << 20
    /// Rows of one table that are looked through.
    private static let mostRows = 10_000

    /// A row of a database of OpenClaw's; absent where there is no such row, table or database.
    ///
    /// The bytes are read, and SQLite is not asked: nothing is locked, and nothing written.
    func row(_ row: Row) async -> Observation {
        do throws(Unknown) {
            guard let database = try await database(row.database) else { return .state(.absent) }
            let content: RowContent?
            do { content = try Self.content(of: row, in: database) } catch {
                throw Unknown.malformed("\(row.database): \(error.message)")
            }
            return .state(content.map { .row($0) } ?? .absent)
        } catch {
            return .unreadable(error)
        }
    }

    private static func content(of row: Row, in database: SQLiteDatabase) throws(SQLiteError) -> RowContent? {
        // Each of OpenClaw's databases says in it what it is; another program's is none of our business.
        guard let marks = try database.rows(of: "schema_meta"), marks.contains(where: { $0["schema_version"] != nil })
        else { throw .unsupported("it is no database of OpenClaw's: it has no schema_meta") }
        guard let rows = try database.rows(of: row.table, most: mostRows + 1) else { return nil }
        guard rows.count <= mostRows else { throw .unsupported("\(row.table) has more than \(mostRows) rows") }
        guard rows.allSatisfy({ $0[row.keyColumn] != nil && $0[row.valueColumn] != nil }) else {
            throw .unsupported("\(row.table) has not the columns \(row.keyColumn) and \(row.valueColumn)")
        }
        let found = rows.filter { $0[row.keyColumn] == .text(row.key) }
        guard let one = found.first else { return nil }
        guard found.count == 1 else { throw .unsupported("\(row.table) has more than one row for \(row.key)") }
        guard case .text(let text)? = one[row.valueColumn] else {
            throw .unsupported("\(row.valueColumn) of \(row.key) in \(row.table) is no text")
        }
        // What is no UTF-8 was replaced, and could not be put back.
        guard !text.contains("\u{FFFD}") else { throw .unsupported("\(row.valueColumn) of \(row.key) is not readable") }
        var beside: [String: RowContent.Cell] = [:]
        for (column, value) in one where column != row.keyColumn && column != row.valueColumn {
            switch value {
            case .null: beside[column] = .null
            case .integer(let number): beside[column] = .integer(number)
            case .text(let text): beside[column] = .text(text)
            case .blob(let bytes): beside[column] = .bytes(bytes)
            case .other: throw .unsupported("\(column) of \(row.table) holds a number that is not whole")
            }
        }
        return RowContent(text, beside: beside)
    }

    /// The database as it was at one moment; nothing where there is none, or nothing in it.
    private func database(_ path: String) async throws(Unknown) -> SQLiteDatabase? {
        for _ in 1...3 {
            let log = try await bytes(of: path + "-wal")
            guard let file = try await bytes(of: path) else { return nil }
            guard try await bytes(of: path + "-wal") == log else { continue }
            // A change that was left half done is undone by whoever opens the database next.
            guard try await bytes(of: path + "-journal") ?? [] == [] else {
                throw .notModeled("\(path) was left in the middle of a change (\(path)-journal)")
            }
            if file.isEmpty, log ?? [] == [] { return nil }
            do { return try SQLiteDatabase(file, log: log ?? []) } catch {
                throw .malformed("\(path): \(error.message)")
            }
        }
        throw .changedMeanwhile("\(path) is written to all the time")
    }

    private func bytes(of path: String) async throws(Unknown) -> [UInt8]? {
        try await surface.file(path, limit: Self.largestDatabase).get()?.bytes
    }
}
