import Foundation
import Glibc
import Hardening
import MachineTesting
import TestPrograms
import Testing

@testable import LinuxMachine

/// Where a row is not changed: somebody uses the database, others have a hand in it, or it is not as OpenClaw keeps it.
struct RowRefusalTests {
    private let machine = RunningMachine()

    /// What is said where the row is put; the row, where it can be told, is as before.
    private func refusal(_ database: ScratchDatabase) async -> String? {
        do {
            try await machine.put(content(ScratchDatabase.after), at: database.resource)
            return nil
        } catch {
            return "\(error)"
        }
    }

    @Test func `one that somebody has open is left alone, and who it is is said`() async throws {
        let database = try ScratchDatabase()
        let file = try FileHandle(forReadingFrom: URL(filePath: database.path))
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sleep")
        process.arguments = ["60"]
        process.standardInput = file
        try process.run()
        let said = await refusal(database)
        process.terminate()
        process.waitUntilExit()
        #expect(said?.contains("\(process.processIdentifier) (sleep)") == true, "\(said ?? "changed")")
        #expect(await refusal(database) == nil)
    }

    @Test func `one that is locked is left alone`() async throws {
        let database = try ScratchDatabase()
        let open = unsafe try ScratchDatabase.opened(database.path)
        // Another connection of this very process, which /proc does not tell apart.
        unsafe try ScratchDatabase.use(open)
        #expect(await refusal(database)?.contains("is locked") == true)
        unsafe ScratchDatabase.close(open)
        #expect(try database.text("SELECT value_json FROM config_machine_state") != ScratchDatabase.after)
        #expect(await refusal(database) == nil)
    }

    @Test(arguments: ["", "-wal", "-shm", "-journal"])
    func `a link in the place of a file is not followed, nor what has another name`(suffix: String) async throws {
        for isSymbolic in [true, false] {
            let (database, victim) = (try ScratchDatabase(), try ScratchDatabase())
            let path = database.path + suffix
            try? FileManager.default.removeItem(atPath: path)
            if isSymbolic {
                try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: victim.path)
            } else {
                try FileManager.default.linkItem(atPath: victim.path, toPath: path)
            }
            let bytes = try Data(contentsOf: URL(filePath: victim.path))
            let said = await refusal(database)
            #expect(said?.contains("symbolic link") == true || said?.contains("hard link") == true, "\(said ?? "")")
            #expect(try Data(contentsOf: URL(filePath: victim.path)) == bytes)
            #expect(machine.blocker(to: database.resource) != nil)
            guard isSymbolic else { continue }
            guard case .unreadable = await machine.observe(database.resource) else {
                Issue.record("a link is read")
                continue
            }
        }
    }

    @Test func `what is not as OpenClaw keeps it is not understood, and not changed`() async throws {
        let cases: [(String, ScratchDatabase)] = [
            ("write-ahead log", try ScratchDatabase(journal: "DELETE")),
            ("schema_meta", try ScratchDatabase(mark: "other_meta")),
            (
                "triggers",
                try ScratchDatabase(
                    "CREATE TRIGGER t AFTER UPDATE ON Config_Machine_State BEGIN DELETE FROM schema_meta; END;"
                )
            ),
            (
                "no column",
                try ScratchDatabase("ALTER TABLE config_machine_state RENAME COLUMN value_json TO value_text;")
            ),
            ("no column", try ScratchDatabase("DROP TABLE config_machine_state;")),
            (
                "cannot rebuild odd",
                try ScratchDatabase(
                    """
                    CREATE TABLE odd (x TEXT CHECK (length(x) < 5)); PRAGMA writable_schema = ON;
                    UPDATE sqlite_master SET sql = replace(sql, 'length', 'strange') WHERE name = 'odd';
                    """
                )
            ),
            (
                "by their numbers",
                try ScratchDatabase(
                    "CREATE TABLE notes (body TEXT); CREATE VIRTUAL TABLE n USING fts5(body, content='notes');"
                )
            ),
        ]
        for (words, database) in cases {
            let rows = try? database.text("SELECT count(*) FROM config_machine_state")
            let said = await refusal(database)
            #expect(said?.contains(words) == true, "\(words): \(said ?? "changed")")
            #expect((try? database.text("SELECT count(*) FROM config_machine_state")) == rows)
        }
        for index in [1, 3] {
            guard case .unreadable = await machine.observe(cases[index].1.resource) else {
                Issue.record("\(cases[index].0) is read")
                continue
            }
        }
    }

    @Test func `a change that was left half done is left to its program`() async throws {
        let database = try ScratchDatabase()
        try Data([1, 2, 3]).write(to: URL(filePath: database.path + "-journal"))
        #expect(await refusal(database)?.contains("in the middle of a change") == true)
        guard case .unreadable = await machine.observe(database.resource) else {
            Issue.record("it is read")
            return
        }
    }

    @Test func `of a damaged database, nothing is changed, and nothing ends`() async throws {
        let database = try ScratchDatabase()
        let whole = try Data(contentsOf: URL(filePath: database.path))
        var dice = Dice(seed: 4)
        var refused = 0
        for _ in 0..<60 {
            var bytes = whole
            for _ in 0..<dice.number(1...12) {
                bytes[dice.chance(40) ? dice.number(0...199) : dice.number(0...(bytes.count - 1))] =
                    UInt8(dice.number(0...255))
            }
            for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: database.path + suffix) }
            try bytes.write(to: URL(filePath: database.path))
            _ = await machine.observe(database.resource)
            if await refusal(database) != nil {
                refused += 1
                let now = try Data(contentsOf: URL(filePath: database.path))
                // Moving the log in and finding it too late writes no other content.
                #expect(now == bytes)
            }
        }
        #expect(refused > 20)
    }

    @Test func `a database that is not there has no row, and gets none`() async throws {
        let database = try ScratchDatabase()
        try FileManager.default.removeItem(atPath: database.path)
        #expect(await machine.observe(database.resource) == .state(.absent))
        #expect(await cause { try await machine.put(content("{}"), at: database.resource) } == .missing)
        #expect(await cause { try await machine.put(.absent, at: database.resource) } == nil)
        #expect(!FileManager.default.fileExists(atPath: database.path))
    }
}
