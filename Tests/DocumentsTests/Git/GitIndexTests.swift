import MachineTesting
import Documents
import Testing

@Suite struct GitIndexTests {
    /// An index as Git writes it, without extensions.
    private func index(_ version: UInt8, _ entries: [[UInt8]]) -> [UInt8] {
        Array("DIRC".utf8) + [0, 0, 0, version, 0, 0, 0, UInt8(entries.count)] + entries.flatMap { $0 }
    }

    private func entry(_ name: String) -> [UInt8] {
        let bytes = [UInt8](repeating: 1, count: 60) + [0, UInt8(name.utf8.count)] + Array(name.utf8) + [0]
        return bytes + [UInt8](repeating: 0, count: (8 - bytes.count % 8) % 8)
    }

    @Test func `reads paths of versions 2 and 4`() throws {
        #expect(try GitIndex(index(2, [entry(".env"), entry("src/main.swift")])).paths == [".env", "src/main.swift"])
        let head: [UInt8] = [UInt8](repeating: 1, count: 60) + [0, 4]
        let first: [UInt8] = head + [0] + Array("app/.env".utf8) + [0]
        let second: [UInt8] = head + [4] + Array("b.txt".utf8) + [0]
        let compressed: [[UInt8]] = [first, second]
        #expect(try GitIndex(index(4, compressed)).paths == ["app/.env", "app/b.txt"])
    }

    @Test func `never traps, whatever the bytes`() {
        var generator = SeededGenerator(seed: 11)
        let good = index(2, [entry(".env"), entry("a/b")])
        for _ in 0..<2000 {
            var bytes = Array(good.prefix(Int.random(in: 0...good.count, using: &generator)))
            for _ in 0..<3 where !bytes.isEmpty {
                bytes[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
            }
            _ = try? GitIndex(bytes)
        }
    }
}
