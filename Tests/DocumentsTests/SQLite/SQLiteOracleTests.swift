import Foundation
import Testing

@testable import Documents

/// Databases that SQLite wrote at random, and what it reads from them.
///
/// Needs `NACRE_DATABASES`, a directory that scripts/make-databases wrote.
@Suite struct SQLiteOracleTests {
    @Test func `random databases have the rows that SQLite reads`() throws {
        guard let directory = ProcessInfo.processInfo.environment["NACRE_DATABASES"] else {
            print("left out: random databases, for NACRE_DATABASES is not set")
            return
        }
        var counts: [String: Int] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: directory) where name.hasSuffix(".json") {
            let path = "\(directory)/\(name.dropLast(".json".count)).sqlite"
            let file = [UInt8](try #require(FileManager.default.contents(atPath: path)))
            let log = [UInt8](FileManager.default.contents(atPath: "\(path)-wal") ?? Data())
            let data = try #require(FileManager.default.contents(atPath: "\(directory)/\(name)"))
            let expected = try JSONSerialization.jsonObject(with: data, options: .fragmentsAllowed)
            let outcome = Result { try SQLiteDatabase(file, log: log).rows(of: "t", most: 100_000) }
            switch (expected, outcome) {
            case (let rows as [[[String]]], .success(let found?)):
                counts["rows", default: 0] += 1
                #expect(found.map(Self.shown) == rows.map { Set($0) }, "\(path)")
            case (is String, _): counts["damaged", default: 0] += 1
            case (is NSNull, .failure(SQLiteError.unsupported)): counts["not supported", default: 0] += 1
            default: Issue.record("\(path): \(outcome)")
            }
        }
        print(counts.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }.joined(separator: ", "))
    }

    private static func shown(_ row: [String: SQLiteDatabase.Value]) -> Set<[String]> {
        Set(
            row.map { name, value in
                switch value {
                case .null: [name, "null", ""]
                case .integer(let number): [name, "integer", "\(number)"]
                case .text(let text): [name, "text", text]
                case .blob(let bytes): [name, "blob", bytes.map { String(format: "%02x", $0) }.joined()]
                case .other: [name, "other", ""]
                }
            }
        )
    }
}
