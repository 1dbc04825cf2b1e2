import Foundation
import Testing

@testable import Documents

@Suite struct SQLiteSweepTests {
    /// A database with its log, that SQLite wrote.
    private static let kept: (file: [UInt8], log: [UInt8]) = {
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
        func bytes(_ name: String) -> [UInt8] {
            (try? Data(contentsOf: folder.appending(path: name))).map { Array($0) } ?? []
        }
        return (bytes("kept.sqlite"), bytes("kept.sqlite-wal"))
    }()

    @Test func `every text of every table is visited, with the names of its columns`() throws {
        let (file, log) = Self.kept
        try #require(file.count > 512)
        var sweep = try SQLiteSweep(file, log: log)
        var seen: [String: Set<String>] = [:]
        sweep.run { seen[$0.table, default: []].insert($0.column) }
        #expect(sweep.leftOut.isEmpty)
        #expect(seen["sqlite_schema"]?.isSuperset(of: ["type", "name", "sql"]) == true)
        #expect(seen.count > 1)
    }

    @Test func `a sweep ends when nothing more is wanted, and says so`() throws {
        var sweep = try SQLiteSweep(Self.kept.file, log: []) { false }
        var count = 0
        sweep.run { _ in count += 1 }
        #expect(count == 0)
        #expect(sweep.leftOut.contains { $0.contains("time") })
    }

    @Test func `a file of a million empty pages takes no memory for them`() throws {
        struct Sparse: SQLiteBytes {
            let head: [UInt8]
            var count: Int { 1 << 40 }
            func bytes(at place: Int, count: Int) throws(SQLiteError) -> [UInt8] {
                (place..<place + count).map { $0 < head.count ? head[$0] : 0 }
            }
        }
        var sweep = try SQLiteSweep(Sparse(head: Self.kept.file), log: [])
        sweep.run { _ in }
        #expect(!sweep.isLive(1 << 39))
    }

    /// `NACRE_FUZZ_ROUNDS` for more rounds than a test takes.
    @Test func `damaged databases never trap, and end`() {
        let rounds = ProcessInfo.processInfo.environment["NACRE_FUZZ_ROUNDS"].flatMap { Int($0) } ?? 500
        var dice = SystemRandomNumberGenerator()
        let words: [[UInt8]] = [
            [0xFF, 0xFF, 0xFF, 0xFF], [0x7F, 0xFF, 0xFF, 0xFF], [0, 0, 0, 0], [0x80, 0, 0, 0], [0, 0, 0, 1],
        ]
        for _ in 0..<rounds {
            var (file, log) = Self.kept
            for _ in 0..<Int.random(in: 1...12, using: &dice) {
                // Most of what leads somewhere stands at the beginning of a page.
                var place = Int.random(in: 0..<file.count, using: &dice)
                if Bool.random(using: &dice) {
                    place = min(file.count - 1, place / 512 * 512 + Int.random(in: 0..<40, using: &dice))
                }
                switch Int.random(in: 0..<4, using: &dice) {
                case 0: file[place] = UInt8.random(in: 0...255, using: &dice)
                case 1:
                    for (offset, byte) in (words.randomElement(using: &dice) ?? []).enumerated()
                    where place + offset < file.count {
                        file[place + offset] = byte
                    }
                case 2 where !log.isEmpty: log[Int.random(in: 0..<log.count, using: &dice)] ^= 1
                default: file[place] = [0, 2, 5, 10, 13, 127, 128, 255].randomElement(using: &dice) ?? 0
                }
            }
            if Int.random(in: 0..<8, using: &dice) == 0 {
                file.removeLast(Int.random(in: 0..<file.count, using: &dice))
            }
            guard var sweep = try? SQLiteSweep(file, log: log) else { continue }
            var bytes = 0
            sweep.run { bytes += $0.bytes.count }
            _ = sweep.isLive(Int.random(in: 0..<file.count + 5000, using: &dice))
            // Pages are visited once, but a page's cells may all name the same bytes.
            #expect(bytes < 256 << 20)
        }
    }
}
