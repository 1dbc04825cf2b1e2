import Foundation
import Glibc
import Leaks
import Surface
import Testing

@testable import LinuxMachine

/// What is taken out is on the disk no longer: a file system of its own is searched byte by byte.
@Suite(.serialized) struct RedactionOnDiskTests {
    private static let token = "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"
    /// As a server that was switched off in the middle of its work leaves it: with a log, free pages and an index.
    private static let plant = """
        import os, sqlite3, sys
        token = sys.argv[1]
        os.chdir(sys.argv[2])
        open("app.log", "w").write(f"x {token}\\n" * 3000 + "end\\n")
        base = sqlite3.connect("a.sqlite", isolation_level=None)
        base.execute("PRAGMA journal_mode=WAL")
        base.execute("CREATE TABLE t(x)")
        base.execute("CREATE VIRTUAL TABLE f USING fts5(x)")
        for number in range(500):
            text = f"row {number} {token if number % 50 == 0 else 'none'}"
            base.execute("INSERT INTO t VALUES (?)", (text,))
            base.execute("INSERT INTO f VALUES (?)", (text,))
        base.execute("DELETE FROM t WHERE rowid % 100 = 1")
        base.execute("PRAGMA wal_checkpoint(FULL)")
        base.execute("INSERT INTO t VALUES (?)", (f"late {token}",))
        os._exit(0)
        """

    @Test(.enabled(if: geteuid() == 0, "needs root, to mount a file system"))
    func `neither a file's old bytes nor a database's log or free pages are left`() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "disk-\(UUID())").path
        let (disk, place) = ("\(folder)/disk", "\(folder)/place")
        try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await run("truncate", ["-s", "64M", disk])
        try await run("mkfs.ext4", ["-q", "-F", disk])
        try await run("mount", ["-o", "loop", disk, place])
        do {
            try await run("python3", ["-c", Self.plant, Self.token, place])
            sync()
            #expect(try await count(in: disk) > 100, "nothing lies there that could go away")
            let redaction = LeakRedaction(TextRedaction(), gateways: { _ in [] })
            for name in ["app.log", "a.sqlite"] {
                #expect(try await redaction.carryOut("\(place)/\(name)") == [])
            }
            sync()
            #expect(try await count(in: disk) == 0)
            let rows = try await run("python3", ["-c", Self.rows, "\(place)/a.sqlite"])
            #expect(rows == "496 500 ok\n")
        } catch {
            _ = try? await run("umount", [place])
            throw error
        }
        try await run("umount", [place])
    }

    private static let rows = """
        import sqlite3, sys
        base = sqlite3.connect(sys.argv[1])
        ask = lambda text: base.execute(text).fetchone()[0]
        print(ask("SELECT count(*) FROM t"), ask("SELECT count(*) FROM f WHERE f MATCH 'row'"), ask("PRAGMA integrity_check"))
        """

    /// How often the token lies there, as it was written or as an index has it, in small letters.
    private func count(in disk: String) async throws -> Int {
        let program = "import sys; print(open(sys.argv[1], 'rb').read().lower().count(sys.argv[2].lower().encode()))"
        let said = try await run("python3", ["-c", program, disk, String(Self.token.dropFirst(4).prefix(20))])
        return try #require(Int(said.filter(\.isNumber)))
    }

    @discardableResult
    private func run(_ program: String, _ arguments: [String]) async throws -> String {
        let output = try #require(try await LiveSurface().run(Command(program, arguments, timeout: 120)).content)
        try #require(output.status == 0, "\(program): \(output.errorText)")
        return output.text
    }
}
