import Archives
import Foundation
import Glibc
import Hardening
import Leaks
import Surface
import Testing

@testable import LinuxMachine

/// Secrets are taken out of files, and everything else stays where it is.
@Suite struct LeakRedactionTests {
    private let folder: URL
    private let redaction = LeakRedaction(TextRedaction(), gateways: { _ in [] })

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "redaction-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    private func file(_ name: String, _ bytes: [UInt8]) throws -> String {
        let path = folder.appending(path: name)
        try Data(bytes).write(to: path)
        return path.path
    }

    private static let valid = "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"

    @Test func `a log is as long as before, without the key, and keeps its mode and times`() async throws {
        let before = "first line\nusing \(Self.valid) now\n{\"a\":\"\(Self.valid)\"}\nlast\n"
        let path = try file("app.log", Array(before.utf8))
        unsafe chmod(path, 0o640)
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSince1970: 1_000_000)],
            ofItemAtPath: path
        )
        #expect(redaction.step(path).blocker == nil)
        #expect(try await redaction.carryOut(path) == [])
        let after = try String(contentsOfFile: path, encoding: .utf8)
        #expect(after.utf8.count == before.utf8.count && !after.contains("ghp_"))
        #expect(after.hasPrefix("first line\nusing ***REDACTED***") && after.hasSuffix("\"}\nlast\n"))
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        #expect(attributes[.posixPermissions] as? Int == 0o640)
        #expect((attributes[.modificationDate] as? Date)?.timeIntervalSince1970 == 1_000_000)
    }

    @Test(arguments: [Compression.zstd, .gzip])
    func `what is compressed is packed again`(_ compression: Compression) async throws {
        let text = Array(String(repeating: "x \(Self.valid)\n", count: 50).utf8)
        let path = try file("old.jsonl.deleted.1.\(compression)", try compression.packed(text))
        #expect(try await redaction.carryOut(path) == [])
        let after = try compression.unpacked([UInt8](Data(contentsOf: URL(filePath: path))), most: 1 << 20)
        #expect(after.count == text.count && !String(decoding: after, as: UTF8.self).contains("ghp_"))
    }

    @Test func `a gateway that runs keeps its account's files as they are, and asking one is none`() throws {
        let path = try file("app.log", Array("x".utf8))
        let busy = LeakRedaction(TextRedaction()) { $0 == geteuid() ? ["process 7 (openclaw)"] : [] }
        #expect(busy.step(path).blocker?.contains("process 7 (openclaw)") == true)
        for words in [
            "/usr/bin/node /a/bin/openclaw gateway", "node dist/index.js gateway --bind lan", "openclaw gateway run",
        ] { #expect(GatewayProcesses.isGateway(words.split(separator: " ").map(String.init), "node"), "\(words)") }
        for words in ["openclaw gateway call health", "node /srv/app.js gateway", "openclaw agent --message gateway"] {
            #expect(!GatewayProcesses.isGateway(words.split(separator: " ").map(String.init), "node"), "\(words)")
        }
        #expect(GatewayProcesses.isGateway([], "openclaw-gatewa"))
        #expect(
            GatewayProcesses.ending("0::/system.slice/openclaw-gateway.service", 0)
                == "systemctl stop openclaw-gateway.service"
        )
        #expect(
            GatewayProcesses.ending("0::/system.slice/docker-0123456789abcdef.scope", 0)
                == "docker stop -t 340 0123456789ab"
        )
    }

    @Test func `configurations, Git's files and what is not known stay`() throws {
        for name in ["openclaw.json", "openclaw.json.bak.2", ".env", "auth-profiles.json", "compose.yaml"] {
            #expect(redaction.step(try file(name, Array("x".utf8))).blocker != nil, "\(name)")
        }
    }

    @Test(arguments: [
        ("deploy.sh", "a program"), ("x.py", "a program"), ("x.yaml", "settings"), ("x.json.bak", "settings"),
        (".netrc", "settings"), ("project/.env", "settings"), (".openclaw/.env", "secrets migrate"),
        ("backup.tgz", "an archive"), ("deploy", "it has no suffix"), ("x.weird", "what reads a .weird is not known"),
        ("project/.git", "git filter-repo"), ("openclaw.json", "secrets migrate"),
    ])
    func `the reason to leave a file says what it is`(_ name: String, _ words: String) throws {
        guard case .stays(let why) = RedactionPlace("/home/a/\(name)", isDatabase: false) else {
            Issue.record("\(name) would be rewritten")
            return
        }
        #expect(why.contains(words), "\(why)")
    }

    @Test func `a repository's directory is told to be Git's`() throws {
        try FileManager.default.createDirectory(at: folder.appending(path: ".git"), withIntermediateDirectories: true)
        #expect(redaction.step("\(folder.path)/.git").blocker?.contains("git filter-repo") == true)
    }

    @Test func `what a program has open, or another name has, stays`() async throws {
        let path = try file("busy.log", Array("x".utf8))
        // What is started has the file open from its beginning on.
        let holding = #"exec 3< "$0"; sleep 300 > /dev/null 2>&1 & echo $!"#
        let started = try await LiveSurface().run(Command("sh", ["-c", holding, path], timeout: 60)).content
        let holder = try #require(pid_t(started?.text.filter(\.isNumber) ?? ""))
        defer { kill(holder, SIGTERM) }
        #expect(redaction.step(path).blocker?.contains("(sleep)") == true)
        let linked = try file("one.log", Array("x".utf8))
        try FileManager.default.linkItem(atPath: linked, toPath: folder.path + "/two.log")
        #expect(redaction.step(linked).blocker?.contains("another name") == true)
    }

    @Test func `a database keeps its rows, without the key in any of them, its index, its log or free pages`()
        async throws
    {
        let path = folder.path + "/agent.sqlite"
        let archived = try Compression.zstd.packed(Array("line \(Self.valid)\n".utf8))
        let (hex, sha) = (Hexadecimal.text(archived), Self.sha(archived))
        try await sqlite(
            path,
            [
                "PRAGMA journal_mode=WAL", "PRAGMA wal_autocheckpoint=0",
                "CREATE TABLE events(id INTEGER PRIMARY KEY, text TEXT)",
                "CREATE VIRTUAL TABLE fts USING fts5(text, id UNINDEXED)",
                "CREATE TABLE pairs(a TEXT, b TEXT, PRIMARY KEY(a)) WITHOUT ROWID",
                "CREATE TABLE archives(blob BLOB, sha TEXT, archive_bytes INTEGER)",
                "CREATE TABLE auth_profile_store(store_json TEXT)",
                "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n+1 FROM c WHERE n < 400) "
                    + "INSERT INTO events SELECT n, 'number ' || n FROM c",
                "UPDATE events SET text = 'said \(Self.valid)' WHERE id IN (3, 399)",
                "INSERT INTO fts SELECT text, id FROM events", "DELETE FROM fts WHERE id = 3",
                "INSERT INTO pairs VALUES ('k', '\(Self.valid)')",
                "INSERT INTO archives VALUES (x'\(hex)', '\(sha)', \(archived.count))",
                "DELETE FROM events WHERE id = 3",
            ]
        )
        #expect(FileManager.default.fileExists(atPath: path + "-wal"))
        #expect(try await redaction.carryOut(path) == [])
        #expect(!FileManager.default.fileExists(atPath: path + "-wal"))
        let image = [UInt8](try Data(contentsOf: URL(filePath: path)))
        let secret = Array(Self.valid.utf8)
        #expect(!image.contains(secret) && !image.contains(Array(Self.valid.lowercased().utf8.dropFirst(4))))
        #expect(image[18] == 2 && image[19] == 2, "it keeps a log as before")
        let rows = try await sqlite(
            path,
            [
                "SELECT count(*) FROM events", "SELECT text FROM events WHERE id = 398",
                "SELECT text FROM events WHERE id = 399",
                "SELECT count(*) FROM fts WHERE fts MATCH 'number'", "SELECT sha FROM archives",
                "SELECT hex(blob) FROM archives",
                "SELECT archive_bytes = length(blob) FROM archives", "PRAGMA integrity_check",
            ]
        )
        #expect(rows[0] == "399" && rows[1] == "number 398" && rows[2].hasPrefix("said ***REDACTED***"))
        #expect(rows[3] == "398" && rows[6] == "1" && rows[7] == "ok")
        let blob = try #require(Hexadecimal.bytes(rows[5]))
        #expect(rows[4] == Self.sha(blob))
        let text = String(decoding: try Compression.zstd.unpacked(blob, most: 1 << 20), as: UTF8.self)
        #expect(text.hasPrefix("line ***REDACTED***"))
    }

    @Test func `nothing of a row changes but its secrets, and no other row goes for it`() async throws {
        let path = folder.path + "/odd.sqlite"
        let key = Self.valid
        try await sqlite(
            path,
            [
                "CREATE TABLE real(id INTEGER PRIMARY KEY, t TEXT, cost REAL, x)",
                "INSERT INTO real VALUES (1, '\(key)', 1.25, 3.5)",
                "CREATE TABLE named(_rowid_ TEXT, t TEXT)",
                "INSERT INTO named VALUES ('same', 'one'), ('same', '\(key)'), ('same', 'three')",
            ]
        )
        #expect(try await redaction.carryOut(path) == [])
        let rows = try await sqlite(
            path,
            [
                "SELECT typeof(cost) || cost || typeof(x) || x FROM real", "SELECT t FROM real",
                "SELECT group_concat(substr(t, 1, 3)) FROM named",
            ]
        )
        #expect(rows[0] == "real1.25real3.5" && rows[1].hasPrefix("***REDACTED***") && rows[2] == "one,***,thr")
    }

    @Test func `what would lose rows, or their numbers that an index goes by, stays as it is`() async throws {
        let other = "ghp_"
        for (number, statements) in [
            [
                "CREATE TABLE u(t TEXT UNIQUE ON CONFLICT REPLACE)",
                "INSERT INTO u VALUES ('\(Self.valid)'), ('***REDACTED***\(String(repeating: "*", count: 26))')",
            ],
            [
                "CREATE TABLE d(t)", "CREATE VIRTUAL TABLE f USING fts5(t, content='d')",
                "INSERT INTO d(rowid, t) VALUES (10, 'a'), (20, '\(Self.valid)'), (30, 'c')",
                "INSERT INTO f(f) VALUES ('rebuild')",
            ],
            ["CREATE TABLE c(t TEXT CHECK(t LIKE 'ghp%'))", "INSERT INTO c VALUES ('\(Self.valid)')"],
            ["CREATE TABLE n(rowid, _rowid_, oid)", "INSERT INTO n VALUES ('\(Self.valid)', 1, 2)"],
        ].enumerated() {
            let path = folder.path + "/kept\(number).sqlite"
            try await sqlite(path, statements)
            let before = try Data(contentsOf: URL(filePath: path))
            await #expect(throws: LeakRedaction.Refusal.self, "\(statements)") { try await redaction.carryOut(path) }
            #expect(try Data(contentsOf: URL(filePath: path)) == before)
            #expect(before.range(of: Data(other.utf8)) != nil)
        }
    }

    @Test func `an archive that is called a text, and what begins otherwise, stays`() async throws {
        let frame: [UInt8] = [0x50, 0x2A, 0x4D, 0x18, 4, 0, 0, 0, 1, 2, 3, 4]
        let skipped = frame + (try Compression.zstd.packed(Array(Self.valid.utf8)))
        let stored = Array("PK\u{3}\u{4}".utf8) + [0, 0] + Array(" \(Self.valid) ".utf8)
        for (name, bytes) in [("a.log", skipped), ("logs.log", stored)] {
            let path = try file(name, bytes)
            await #expect(throws: (any Error).self) { try await redaction.carryOut(path) }
            #expect([UInt8](try Data(contentsOf: URL(filePath: path))) == bytes)
        }
        for name in ["fetch.log.sh", "requirements.txt.json", "x.md.service", "logs.log.zip", "a-wal"] {
            #expect(redaction.step(try file(name, Array("x".utf8))).blocker != nil, "\(name)")
        }
        for name in [
            "app.log.2.gz", "app.log-2026-11-30", "s.jsonl.deleted.2026-11-30T08-04-19.177Z.4fb4.zst", "a.txt.old",
        ] {
            #expect(redaction.step(try file(name, Array("x".utf8))).blocker == nil, "\(name)")
        }
    }

    private static func sha(_ bytes: [UInt8]) -> String { Hexadecimal.text(Cryptography.sha256(bytes)) }

    /// Runs statements by Python's SQLite, and ends as in a crash: the log stays.
    @discardableResult
    private func sqlite(_ path: String, _ statements: [String]) async throws -> [String] {
        let program = """
            import os, sqlite3, sys
            database = sqlite3.connect(sys.argv[1], isolation_level=None)
            for statement in sys.argv[2:]:
                row = database.execute(statement).fetchone()
                print(row[0] if row else "", flush=True)
            os._exit(0)
            """
        let output = try await LiveSurface().run(
            Command("python3", ["-c", program, path] + statements, timeout: 120)
        )
        let content = try #require(output.content)
        try #require(content.status == 0, "\(content.errorText)")
        return content.text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }
}
