import CLinux
import CSQLite
import Foundation
import Glibc
import Hardening
import TestPrograms

@testable import LinuxMachine

/// A database as OpenClaw's, in a directory of its own, written by SQLite itself.
final class ScratchDatabase {
    let directory: URL
    var path: String { directory.path + "/state/openclaw.sqlite" }

    struct Failure: Error { let words: String }

    /// The profile's key, which must be nowhere once it is moved.
    static let key = "KEY-7c1d2e3f4a5b6c7d8e9f-PLAIN"
    static let before = #"{"profiles":{"stand:default":{"type":"api_key","key":"\#(key)"}}}"#
    static let after = #"{"profiles":{"stand:default":{"type":"api_key","keyRef":{"id":"models/stand"}}}}"#

    /// Here `schema` is what else is made in it, and `mark` the table that says whose it is.
    init(_ schema: String = "", journal: String = "WAL", mark: String = "schema_meta") throws {
        directory = try Program.scratch()
        try FileManager.default.createDirectory(atPath: directory.path + "/state", withIntermediateDirectories: true)
        try run(
            """
            PRAGMA page_size = 4096; PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = \(journal);
            CREATE TABLE \(mark) (meta_key TEXT PRIMARY KEY, role TEXT NOT NULL, schema_version INTEGER NOT NULL) STRICT;
            INSERT INTO \(mark) VALUES ('primary', 'global', 18);
            CREATE TABLE config_machine_state (state_key TEXT NOT NULL PRIMARY KEY, value_json TEXT NOT NULL,
                updated_at_ms INTEGER NOT NULL) STRICT;
            INSERT INTO config_machine_state VALUES ('authProfiles.store', '\(Self.before)', 1795990184977),
                ('auth.sharedStore', '{"location":"state-db"}', 1795990182853);
            \(schema)
            """
        )
    }

    deinit { try? FileManager.default.removeItem(at: directory) }

    var row: Row {
        Row(
            path,
            table: "config_machine_state",
            keyColumn: "state_key",
            key: "authProfiles.store",
            valueColumn: "value_json"
        )
    }

    func row(_ key: String) -> Row {
        Row(path, table: row.table, keyColumn: row.keyColumn, key: key, valueColumn: row.valueColumn)
    }

    var resource: Resource { .row(row) }

    /// Runs statements, as OpenClaw's own SQLite would, and closes.
    func run(_ text: String) throws { try Self.run(text, path) }

    static func run(_ text: String, _ path: String) throws {
        let database = unsafe try opened(path)
        defer { unsafe sqlite3_close(database) }
        guard unsafe sqlite3_exec(database, text, nil, nil, nil) == SQLITE_OK else {
            throw Failure(words: unsafe String(cString: sqlite3_errmsg(database)))
        }
    }

    static func opened(_ path: String) throws -> OpaquePointer {
        // In this process, SQLite opens nothing for a thread that does not say whose files it is about.
        let owner = try? FileManager.default.attributesOfItem(atPath: path)[.ownerAccountID] as? NSNumber
        nacre_guard_openings(owner?.uint32Value ?? geteuid(), 0, 0)
        var database: OpaquePointer?
        let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
        guard unsafe sqlite3_open_v2(path, &database, flags, nil) == SQLITE_OK, let database = unsafe database else {
            throw Failure(words: "cannot open \(path)")
        }
        return unsafe database
    }

    /// The first column of the first row; nothing where there is none.
    func text(_ query: String) throws -> String? {
        let database = unsafe try Self.opened(path)
        defer { unsafe sqlite3_close(database) }
        var statement: OpaquePointer?
        guard unsafe sqlite3_prepare_v2(database, query, -1, &statement, nil) == SQLITE_OK else {
            throw Failure(words: unsafe String(cString: sqlite3_errmsg(database)))
        }
        defer { unsafe sqlite3_finalize(statement) }
        guard unsafe sqlite3_step(statement) == SQLITE_ROW, let text = unsafe sqlite3_column_text(statement, 0) else {
            return nil
        }
        return unsafe String(cString: text)
    }

    /// The names of the files in which the bytes stand anywhere at all: rows, free pages, what lies between, the log.
    func files(holding text: String) throws -> [String] {
        let folder = directory.path + "/state"
        return try FileManager.default.contentsOfDirectory(atPath: folder).sorted().filter { name in
            try Data(contentsOf: URL(filePath: folder + "/" + name)).range(of: Data(text.utf8)) != nil
        }
    }

    /// Mode, owner, group and number of each file.
    func files() throws -> [String: [Int]] {
        var found: [String: [Int]] = [:]
        let folder = directory.path + "/state"
        for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
            let info = try FileManager.default.attributesOfItem(atPath: folder + "/" + name)
            let keys: [FileAttributeKey] = [
                .posixPermissions, .ownerAccountID, .groupOwnerAccountID, .systemFileNumber,
            ]
            found[name] = keys.map { (info[$0] as? NSNumber)?.intValue ?? -1 }
        }
        return found
    }

    /// Gives the directory and what is in it to an account.
    func give(to account: Int) throws {
        let folder = directory.path + "/state"
        let owner: [FileAttributeKey: Any] = [.ownerAccountID: account, .groupOwnerAccountID: account]
        for name in try FileManager.default.contentsOfDirectory(atPath: folder) + ["."] {
            try FileManager.default.setAttributes(owner, ofItemAtPath: folder + "/" + name)
        }
    }
}

func content(_ text: String) -> State { .row(RowContent(text)) }

extension ScratchDatabase {
    static func close(_ database: OpaquePointer) { unsafe sqlite3_close(database) }

    /// Reads by a connection, which is one of the database's users from then on.
    static func use(_ database: OpaquePointer) throws {
        guard unsafe sqlite3_exec(database, "SELECT count(*) FROM schema_meta", nil, nil, nil) == SQLITE_OK else {
            throw Failure(words: "cannot read")
        }
    }
}
