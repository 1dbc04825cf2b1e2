import CSQLite
import Hardening

/// Changes one row of an open database of OpenClaw's, and leaves nothing of what stood there before.
struct RowTransaction {
    typealias Failure = SQLiteConnection.Failure

    /// Why it is not done, besides what SQLite itself says.
    struct Refusal: Error {
        let why: String
        /// Whether the row is no longer what was looked at.
        var isStale = false
    }

    let row: Row
    let connection: SQLiteConnection

    /// Here `expected` is what the row must still hold.
    func put(_ content: RowContent?, expecting expected: State?) throws {
        try requireKnown()
        try connection.run("BEGIN IMMEDIATE")
        do {
            try exchange(content, expecting: expected)
            try connection.run("COMMIT")
        } catch {
            // Where the transaction has ended by itself, there is nothing to roll back.
            _ = try? connection.run("ROLLBACK")
            throw error
        }
        try scrub()
    }

    /// Fails where the database is damaged, or not as OpenClaw keeps it.
    private func requireKnown() throws {
        guard try connection.run("PRAGMA journal_mode") == [[.text(Array("wal".utf8))]] else {
            throw Refusal(why: "it keeps no write-ahead log, as OpenClaw's do")
        }
        // Conditions that a newer SQLite took may speak of functions that this one lacks; those of the row's own table
        // hold when it is changed.
        try connection.run("PRAGMA ignore_check_constraints = ON")
        let check = try connection.run("PRAGMA quick_check(1)")
        try connection.run("PRAGMA ignore_check_constraints = OFF")
        guard check == [[.text(Array("ok".utf8))]] else { throw Refusal(why: "it is damaged") }
        guard try number("SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'schema_meta'") == 1 else {
            throw Refusal(why: "it is no database of OpenClaw's: it has no schema_meta")
        }
        let columns = try connection.run(
            "SELECT name FROM pragma_table_xinfo(?) WHERE hidden = 0 AND upper(type) = 'TEXT'",
            [Self.text(row.table)]
        )
        for column in [row.keyColumn, row.valueColumn] where !columns.contains([Self.text(column)]) {
            throw Refusal(why: "\(row.table) has no column of texts called \(column)")
        }
        let triggers = "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND lower(tbl_name) = lower(?)"
        guard try number(triggers, [Self.text(row.table)]) == 0 else {
            throw Refusal(why: "\(row.table) has triggers, which a change would leave out")
        }
        try requireNumbersUnused()
        try requireRebuildable()
    }

    /// Fails where this system's SQLite cannot rebuild a table, since its conditions speak of what only a newer one knows.
    ///
    /// It is told before anything is changed; nothing is run here.
    private func requireRebuildable() throws {
        let tables = try connection.run("SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'")
        for case .text(let bytes)? in tables.map(\.first) {
            let name = String(decoding: bytes, as: UTF8.self)
            guard !name.hasPrefix("sqlite_") else { continue }
            do { try connection.run("EXPLAIN INSERT INTO \(Self.name(name)) DEFAULT VALUES") } catch {
                throw Refusal(why: "this system's SQLite cannot rebuild \(name): \(error.words)")
            }
        }
    }

    /// Fails where rebuilding would give new numbers to rows that a full-text index finds by them.
    ///
    /// SQLite numbers the rows of tables anew that have neither a key nor an index; nothing else may rely on these.
    private func requireNumbersUnused() throws {
        let indexed = """
            SELECT t.name FROM sqlite_master AS t JOIN sqlite_master AS v
            ON v.type = 'table' AND upper(v.sql) LIKE 'CREATE VIRTUAL%' AND instr(lower(v.sql), lower(t.name)) > 0
            WHERE t.type = 'table' AND upper(t.sql) NOT LIKE 'CREATE VIRTUAL%' AND t.name NOT LIKE 'sqlite#_%' ESCAPE '#'
            AND NOT EXISTS (SELECT 1 FROM pragma_index_list(t.name))
            AND NOT EXISTS (SELECT 1 FROM pragma_table_info(t.name) WHERE pk > 0)
            """
        if case .text(let name)? = try connection.run(indexed).first?.first {
            throw Refusal(why: "the rows of \(String(decoding: name, as: UTF8.self)) are found by their numbers")
        }
    }

    /// Changes the row where it is what was looked at.
    private func exchange(_ content: RowContent?, expecting expected: State?) throws {
        let (table, key, value) = (Self.name(row.table), Self.name(row.keyColumn), Self.name(row.valueColumn))
        let found = try connection.run("SELECT \(value) FROM \(table) WHERE \(key) = ?", [Self.text(row.key)])
        guard found.count <= 1 else { throw Refusal(why: "\(row.table) has more than one row for \(row.key)") }
        if let expected {
            let isSame: Bool
            switch (expected, found.first?.first) {
            case (.absent, nil): isSame = true
            case (.row(let content), .text(let bytes)?): isSame = content.text.utf8.elementsEqual(bytes)
            default: isSame = false
            }
            guard isSame else { throw Refusal(why: "\(row) has changed since it was looked at", isStale: true) }
        }
        switch (content, found.first) {
        case (nil, nil): return
        case (nil, _?): try connection.run("DELETE FROM \(table) WHERE \(key) = ?", [Self.text(row.key)])
        case (let content?, _?):
            try connection.run(
                "UPDATE \(table) SET \(value) = ? WHERE \(key) = ?",
                [Self.text(content.text), Self.text(row.key)]
            )
        case (let content?, nil):
            let beside = content.beside.sorted { $0.key < $1.key }
            let names = [key, value] + beside.map { Self.name($0.key) }
            let places = names.map { _ in "?" }.joined(separator: ", ")
            try connection.run(
                "INSERT INTO \(table) (\(names.joined(separator: ", "))) VALUES (\(places))",
                [Self.text(row.key), Self.text(content.text)] + beside.map { Self.value($0.value) }
            )
        }
        guard connection.changes == 1 else { throw Refusal(why: "\(connection.changes) rows would be changed") }
    }

    /// Rebuilds the database of the rows that it holds, and moves all of it into the file: free pages, what older rows left
    /// between others, and the log are gone.
    private func scrub() throws {
        try connection.run("VACUUM")
        let checkpoint = try connection.run("PRAGMA wal_checkpoint(TRUNCATE)")
        guard checkpoint.first?.first == .integer(0) else {
            throw Refusal(why: "the row is changed, and the log could not be moved into the database")
        }
    }

    private func number(_ text: String, _ values: [SQLiteConnection.Value] = []) throws(Failure) -> Int64 {
        if case .integer(let number)? = try connection.run(text, values).first?.first { number } else { -1 }
    }

    private static func text(_ text: String) -> SQLiteConnection.Value { .text(Array(text.utf8)) }

    private static func value(_ cell: RowContent.Cell) -> SQLiteConnection.Value {
        switch cell {
        case .null: .null
        case .integer(let number): .integer(number)
        case .text(let text): Self.text(text)
        case .bytes(let bytes): .bytes(bytes)
        }
    }

    /// A name of the schema in quotes, which it cannot leave.
    private static func name(_ name: String) -> String { "\"" + name.replacing("\"", with: "\"\"") + "\"" }
}
