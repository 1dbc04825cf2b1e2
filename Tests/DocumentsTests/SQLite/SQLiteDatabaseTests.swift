import Foundation
import Testing

@testable import Documents

/// A database that SQLite 3 wrote: 30 rows on several pages of 512 bytes, one of them longer than a page; in its log one
/// change that was committed, and a later one that was not.
@Suite struct SQLiteDatabaseTests {
    private static let place = URL(fileURLWithPath: #filePath).deletingLastPathComponent()

    private static func bytes(_ name: String) -> [UInt8] {
        (try? Data(contentsOf: place.appendingPathComponent(name))).map { Array($0) } ?? []
    }

    private static let file = bytes("kept.sqlite")
    private static let log = bytes("kept.sqlite-wal")

    @Test func `rows come with their columns, long and negative ones, too`() throws {
        let rows = try #require(try SQLiteDatabase(Self.file).rows(of: "kept"))
        #expect(rows.count == 30)
        #expect(
            rows.map { $0["key"] }
                == (0..<30).map { .text(String($0 + 100).replacing("1", with: "k", maxReplacements: 1)) }
        )
        let numbers: [Int64] = [0, 1, -1, 127, -128, 300, -70_000, 1 << 40, -(1 << 33)]
        #expect(rows.map { $0["amount"] } == (0..<30).map { .integer(numbers[$0 % 9]) })
        #expect(rows[7]["body"] == .text(String(repeating: "long ", count: 300)))
        #expect(rows[2]["raw"] == .blob([2]) && rows[3]["raw"] == .null)
        #expect(try SQLiteDatabase(Self.file).rows(of: "missing") == nil)
        #expect(try SQLiteDatabase(Self.file).rows(of: "other") == [])
    }

    @Test func `what the log has committed counts, and nothing behind it`() throws {
        #expect(Self.log.count > 32)
        let old = try SQLiteDatabase(Self.file).rows(of: "kept")
        let new = try #require(try SQLiteDatabase(Self.file, log: Self.log).rows(of: "kept"))
        #expect(old?[3]["body"] == .text("xxx") && new[3]["body"] == .text("from the log"))
        #expect(!new.contains { $0["body"] == .text(String(repeating: "uncommitted", count: 5)) })
        var torn = Self.log
        torn[32 + 24 + 100] ^= 1
        #expect(try SQLiteDatabase(Self.file, log: torn).rows(of: "kept")?[3]["body"] == .text("xxx"))
    }

    @Test func `the encoding may not be in the file yet, and only UTF-8 is read`() throws {
        var file = Self.file
        file.replaceSubrange(56..<60, with: [0, 0, 0, 0])
        #expect(try SQLiteDatabase(file).rows(of: "kept")?.count == 30)
        file[59] = 2
        #expect(throws: SQLiteError.unsupported("its texts are not UTF-8")) { try SQLiteDatabase(file) }
    }

    @Test func `damage is an error or another row, and never an end`() {
        var seed: UInt64 = 5
        for _ in 0..<400 {
            var bytes = Self.file
            for _ in 0..<4 {
                seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                bytes[Int(seed >> 33) % bytes.count] = UInt8(truncatingIfNeeded: seed >> 24)
            }
            _ = try? SQLiteDatabase(bytes, log: Self.log).rows(of: "kept")
            let cut = Int(seed >> 40) % bytes.count
            _ = try? SQLiteDatabase(Array(bytes[..<cut])).rows(of: "kept")
        }
    }

    @Test func `what is no database says so`() {
        #expect(throws: SQLiteError.malformed("it is no SQLite database")) { try SQLiteDatabase(Array("SQLite".utf8)) }
        #expect(
            SQLiteDatabase.columns("CREATE TABLE t (a TEXT, `b` INT CHECK (b IN (1, 2)), PRIMARY KEY (a, b))") == [
                "a", "b",
            ]
        )
        #expect(SQLiteDatabase.columns("CREATE TABLE t (a TEXT PRIMARY KEY) WITHOUT ROWID").isEmpty)
    }

    private static func text(_ length: Int) -> Int { 13 + 2 * length }
    private static func pair(_ number: Int) -> [UInt8] { [UInt8(number >> 8), UInt8(number & 255)] }

    private static func varint(_ number: Int) -> [UInt8] {
        number < 128 ? [UInt8(number)] : [0x80 | UInt8(number >> 7), UInt8(number & 127)]
    }

    /// The rest of a page of 4096 bytes, from its start on, with one cell that so many pointers name.
    private static func leaf(_ start: Int, _ cell: [UInt8], _ pointers: Int) -> [UInt8] {
        let place = 4096 - cell.count
        var page: [UInt8] = [0x0d, 0, 0]
        page.append(contentsOf: pair(pointers))
        page.append(contentsOf: pair(place))
        page.append(0)
        for _ in 0..<pointers { page.append(contentsOf: pair(place)) }
        page.append(contentsOf: [UInt8](repeating: 0, count: place - start - page.count))
        page.append(contentsOf: cell)
        return page
    }

    /// A cell with a row of this head and content.
    private static func cell(_ head: [UInt8], _ content: [UInt8]) -> [UInt8] {
        var cell = varint(head.count + 1 + content.count)
        cell.append(1)
        cell.append(UInt8(head.count + 1))
        cell.append(contentsOf: head)
        cell.append(contentsOf: content)
        return cell
    }

    /// A file of two pages: a table whose rows are all in the same cell, which each of these pointers names.
    private static func repeating(_ rows: Int) -> [UInt8] {
        let sql = "CREATE TABLE kept(body TEXT)"
        let kinds = [text(5), text(4), text(4), 1, text(sql.utf8.count)].map { UInt8($0) }
        var content = Array("tablekeptkept".utf8)
        content.append(2)
        content.append(contentsOf: sql.utf8)
        var file = [UInt8](repeating: 0, count: 100)
        file.replaceSubrange(0..<15, with: "SQLite format 3".utf8)
        let fields: [(Int, UInt8)] = [
            (16, 16), (18, 1), (19, 1), (21, 64), (22, 32), (23, 32), (31, 2), (47, 4), (59, 1),
        ]
        for (place, byte) in fields { file[place] = byte }
        file.append(contentsOf: leaf(100, cell(kinds, content), 1))
        file.append(contentsOf: leaf(0, cell(varint(text(1000)), [UInt8](repeating: 0x61, count: 1000)), rows))
        return file
    }

    @Test func `rows that name the same bytes again and again hold no more than the file`() throws {
        let bytes = Self.repeating(3)
        #expect(bytes.count == 8192)
        let rows = try #require(try SQLiteDatabase(bytes).rows(of: "kept"))
        #expect(rows.map { $0["body"] } == Array(repeating: .text(String(repeating: "a", count: 1000)), count: 3))
        #expect(throws: SQLiteError.malformed("its rows hold more than the file")) {
            try SQLiteDatabase(Self.repeating(1000)).rows(of: "kept")
        }
    }
}
