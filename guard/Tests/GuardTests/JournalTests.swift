@testable import Guard
import Glibc
import Testing

@Suite struct JournalTests {
    private func journal(_ lines: Int) throws -> String {
        let path = "/tmp/nacre-journal-\(UInt64.random(in: 0...UInt64.max))"
        let journal = try Journal(path: path)
        for number in 0..<lines { journal.write("refused", agent: "main", ["why": "no \"\(number)\"\n"]) }
        return path
    }

    private func lines(_ path: String) -> [String] {
        guard let file = unsafe fopen(path, "re") else { return [] }
        defer { unsafe fclose(file) }
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: 1 << 16) { buffer, count in
            count = unsafe fread(buffer.baseAddress, 1, buffer.count, file)
        }
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    private func write(_ lines: [String], _ path: String, end: String = "\n") {
        guard let file = unsafe fopen(path, "we") else { return }
        let bytes = Array((lines.joined(separator: "\n") + end).utf8)
        unsafe fwrite(bytes, 1, bytes.count, file)
        unsafe fclose(file)
    }

    @Test func aJournalThatIsWholeIsWhole() throws {
        let path = try journal(3)
        defer { unsafe unlink(path) }
        #expect(try Journal.verify(path).count == 3)
        try Journal(path: path).write("failed", agent: "main")
        #expect(try Journal.verify(path).count == 4)
    }

    @Test("what was done to it is seen", arguments: ["changed", "taken out", "exchanged", "put in", "cut off"])
    func damage(kind: String) throws {
        let path = try journal(5)
        defer { unsafe unlink(path) }
        var all = lines(path)
        switch kind {
        case "changed": all[1] = all[1].replacing("main", with: "else")
        case "taken out": all.remove(at: 2)
        case "exchanged": all.swapAt(1, 2)
        case "put in": all.insert(all[1], at: 2)
        default: break
        }
        write(all, path, end: kind == "cut off" ? "\n{\"n\":6" : "\n")
        #expect(throws: JournalFault.self) { try Journal.verify(path) }
    }

    @Test func whatIsNoFileIsRefused() {
        #expect(throws: JournalFault.self) { try Journal(path: "/dev/null") }
        #expect(throws: JournalFault.self) { try Journal.verify("/nowhere/journal") }
    }

    @Test func nobodyElseWritesToItMeanwhile() throws {
        let path = try journal(1)
        defer { unsafe unlink(path) }
        let first = try Journal(path: path)
        #expect(throws: JournalFault.self) { try Journal(path: path) }
        first.write("refused", agent: "main")
        #expect(try Journal.verify(path).count == 2)
    }

    @Test func oneThatIsDamagedIsPutAsideAndTheNextSaysSo() throws {
        let path = try journal(2)
        write(Array(lines(path).prefix(1)), path, end: "\n{\"n\":2")
        let journal = try Journal(path: path)
        journal.write("refused", agent: "main")
        #expect(try Journal.verify(path).count == 2)
        let first = try #require(lines(path).first)
        #expect(first.contains("began-anew"))
        let kept = try #require(
            first.firstRange(of: "\"file\":\"").map { first[$0.upperBound...].prefix { $0 != "\"" } }
        )
        #expect(String(kept).hasPrefix(path + ".broken-"))
        unsafe unlink(String(kept))
        unsafe unlink(path)
    }
}
