import Documents
import Hardening
import Leaks

/// Rewrites the rows of a database in memory.
struct RowRedaction {
    private let database: SQLiteConnection
    private let content: ContentRedaction
    /// What was taken out; it is never to be shown.
    private(set) var secrets: Set<[UInt8]> = []
    /// What had to stay, in words.
    private(set) var left: [String] = []

    init(_ database: SQLiteConnection, _ content: ContentRedaction) {
        (self.database, self.content) = (database, content)
    }

    /// Rows that are read at a time.
    private static let batch = 100
    /// Tables in which OpenClaw keeps what it logs in with itself, and settings: without them it would not run on.
    static let kept: Set = [
        "config_machine_state", "auth_profile_store", "auth_profile_state", "secret_store_entries", "mcp_oauth_stores",
        "device_identities", "device_auth_tokens", "device_bootstrap_tokens", "device_pairing_paired",
        "device_pairing_join_codes", "gateway_origin_device_tokens", "exec_approvals_config", "config_revision_keys",
        "audit_identity_keys", "web_push_subscriptions", "apns_registrations", "worker_environment_credentials",
        "cron_jobs",
    ]

    mutating func run() throws {
        try requireNumbersUnused()
        // Those of the schema's conditions that this SQLite does not know do not matter: rows keep their lengths.
        try database.run("PRAGMA ignore_check_constraints = ON")
        let tables = try database.run(
            "SELECT name, wr FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
        )
        for row in tables {
            guard case .text(let name)? = row.first else { continue }
            try redact(table: String(decoding: name, as: UTF8.self), hasNumbers: row.last == .integer(0))
        }
        try redactIndexes()
    }

    /// Rebuilds it of its rows, and looks whether it is whole.
    func rebuild() throws {
        try database.run("VACUUM")
        let whole: [[SQLiteConnection.Value]] = [[.text(Array("ok".utf8))]]
        guard try database.run("PRAGMA quick_check(1)") == whole else {
            throw LeakRedaction.Refusal(why: "it would be damaged")
        }
        try database.run("PRAGMA ignore_check_constraints = OFF")
        // A condition that asks for a function of some program's own cannot be asked here.
        guard let told = try? database.run("PRAGMA quick_check(1)") else { return }
        guard told == whole else {
            throw LeakRedaction.Refusal(
                why: "a condition of its schema would not hold for marks in place of the secret"
            )
        }
    }

    private mutating func redact(table: String, hasNumbers: Bool) throws {
        let (columns, keys) = try columns(of: table)
        guard !columns.isEmpty else { return }
        if Self.kept.contains(table) {
            // What is found there is the gateway's to use.
            return try noteKept(table, columns)
        }
        let names = columns.map(Self.name)
        var chosen = keys.map(Self.name)
        if hasNumbers {
            // Each of the three names of a row's number may be that of a column as well.
            let taken = Set(columns.map { $0.lowercased() })
            guard let number = ["_rowid_", "rowid", "oid"].first(where: { !taken.contains($0) }) else {
                throw LeakRedaction.Refusal(why: "the rows of table \(table) cannot be told apart")
            }
            chosen = [number]
        }
        var last: [SQLiteConnection.Value] = []
        while true {
            let order = chosen.joined(separator: ", ")
            let after = last.isEmpty ? "" : "WHERE (\(order)) > (\(chosen.map { _ in "?" }.joined(separator: ", ")))"
            let rows = try database.run(
                "SELECT \((chosen + names).joined(separator: ", ")) FROM \(Self.name(table)) \(after) "
                    + "ORDER BY \(order) LIMIT \(Self.batch)",
                last
            )
            for row in rows {
                let place = Array(row.prefix(chosen.count))
                let cells = Array(row.dropFirst(chosen.count))
                let new = redacted(cells, columns, "\(table)")
                let changed = cells.indices.filter { new[$0] != cells[$0] }
                guard !changed.isEmpty else { continue }
                let set = changed.map { "\(names[$0]) = ?" }.joined(separator: ", ")
                let key = chosen.map { "\($0) IS ?" }.joined(separator: " AND ")
                // Whatever the table says of conflicts, no other row goes for it.
                try database.run(
                    "UPDATE OR ABORT \(Self.name(table)) SET \(set) WHERE \(key)",
                    changed.map { new[$0] } + place
                )
                guard database.changes == 1 else {
                    throw LeakRedaction.Refusal(
                        why: "\(database.changes) rows of table \(table) would be changed for one"
                    )
                }
            }
            guard rows.count == Self.batch, let end = rows.last else { return }
            last = Array(end.prefix(chosen.count))
            guard !last.contains(.other), !last.contains(.null) else {
                throw LeakRedaction.Refusal(why: "the rows of table \(table) cannot be told apart")
            }
        }
    }

    private func columns(of table: String) throws -> (all: [String], keys: [String]) {
        let rows = try database.run(
            "SELECT name, pk FROM pragma_table_xinfo(?) WHERE hidden = 0 ORDER BY pk",
            [.text(Array(table.utf8))]
        )
        let named = rows.compactMap { row -> (String, Bool)? in
            guard case .text(let name)? = row.first else { return nil }
            return (String(decoding: name, as: UTF8.self), row.last != .integer(0))
        }
        return (named.map(\.0), named.filter(\.1).map(\.0))
    }

    private mutating func noteKept(_ table: String, _ columns: [String]) throws {
        let rows = try database.run("SELECT \(columns.map(Self.name).joined(separator: ", ")) FROM \(Self.name(table))")
        for value in rows.joined() {
            guard let bytes = Self.bytes(of: value), (try? content.redact(bytes)) != nil else { continue }
            return left.append("what OpenClaw logs in with, in table \(table)")
        }
    }

    /// The cells of one row, with what tells of their lengths and hashes.
    private mutating func redacted(
        _ cells: [SQLiteConnection.Value],
        _ columns: [String],
        _ table: String
    ) -> [SQLiteConnection.Value] {
        var new = cells
        for (index, cell) in cells.enumerated() {
            guard let before = Self.bytes(of: cell) else { continue }
            let found: ContentRedaction.Redacted?
            do {
                if case .text = cell {
                    found = try content.redact(before, isText: true)
                } else {
                    found = try content.redact(before)
                }
            } catch {
                let words = "table \(table), \(columns[index]): \(error)"
                if !left.contains(words) { left.append(words) }
                continue
            }
            guard let found else { continue }
            secrets.formUnion(found.secrets)
            if case .text = cell { new[index] = .text(found.bytes) } else { new[index] = .bytes(found.bytes) }
            let hashes = [(before, found.bytes), found.plain].map { (Self.hash($0), Self.hash($1)) }
            for other in cells.indices where other != index {
                if let hash = hashes.first(where: { cells[other] == .text($0.0) }) { new[other] = .text(hash.1) }
                if columns[other].hasSuffix("_bytes"), cells[other] == .integer(Int64(before.count)) {
                    new[other] = .integer(Int64(found.bytes.count))
                }
            }
        }
        return new
    }

    /// Fails where rebuilding would give new numbers to rows that a full-text index finds by them.
    ///
    /// SQLite keeps the numbers of rows whose key they are, and may number others anew.
    private func requireNumbersUnused() throws {
        let indexes = try database.run(
            "SELECT sql FROM sqlite_schema WHERE type = 'table' AND sql LIKE 'create virtual table%fts%content%'"
        )
        for case .text(let sql)? in indexes.map(\.first) {
            let words = String(decoding: sql, as: UTF8.self).filter { !$0.isWhitespace }
            guard let option = words.firstRange(of: "content=") else { continue }
            let table = words[option.upperBound...].prefix { $0 != "," && $0 != ")" }.filter { !"'\"`[]".contains($0) }
            guard !table.isEmpty else { continue }
            let keys = try database.run(
                "SELECT upper(type) FROM pragma_table_info(?) WHERE pk > 0",
                [.text(Array(table.utf8))]
            )
            guard keys == [[.text(Array("INTEGER".utf8))]] else {
                throw LeakRedaction.Refusal(why: "an index finds the rows of \(table) by numbers that would not stay")
            }
        }
    }

    /// Full-text indexes hold the words of a text besides it, and of those that are gone until they are put together.
    private mutating func redactIndexes() throws {
        let tables = try database.run(
            "SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND sql LIKE 'create virtual table%fts5%'"
        )
        for row in tables {
            guard case .text(let bytes)? = row.first, case .text(let sql)? = row.last else { continue }
            let name = String(decoding: bytes, as: UTF8.self)
            let words = String(decoding: sql, as: UTF8.self).lowercased().filter { !$0.isWhitespace }
            let quoted = Self.name(name)
            if words.contains("content=''") || words.contains("content=\"\"") {
                left.append("the full-text index \(name), which cannot be made anew")
                continue
            }
            if words.contains("content=") {
                try database.run("INSERT INTO \(quoted)(\(quoted)) VALUES ('rebuild')")
            } else {
                try redact(table: name, hasNumbers: true)
            }
            try database.run("INSERT INTO \(quoted)(\(quoted)) VALUES ('optimize')")
        }
    }

    private static func bytes(of value: SQLiteConnection.Value) -> [UInt8]? {
        switch value {
        case .text(let bytes), .bytes(let bytes): bytes.count >= 8 ? bytes : nil
        case .null, .integer, .other: nil
        }
    }

    private static func hash(_ bytes: [UInt8]) -> [UInt8] {
        Array(Hexadecimal.text(Cryptography.sha256(bytes)).utf8)
    }

    /// A name of the schema in quotes, which it cannot leave.
    private static func name(_ name: String) -> String { "\"" + name.replacing("\"", with: "\"\"") + "\"" }
}
