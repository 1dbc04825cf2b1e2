import Glibc
@testable import Guard
import Testing

@Suite struct JournalTailTests {
    private let path = "/tmp/nacre-tail-\(UInt64.random(in: 0...UInt64.max))"

    private func append(_ text: String, mode: String = "ae") {
        guard let file = unsafe fopen(path, mode) else { return }
        let bytes = Array(text.utf8)
        unsafe fwrite(bytes, 1, bytes.count, file)
        unsafe fclose(file)
    }

    private func texts(_ lines: [[UInt8]]) -> [String] { lines.map { String(decoding: $0, as: UTF8.self) } }

    @Test func theLastLinesAcrossPiecesOfAnyLength() throws {
        defer { _ = unsafe unlink(path) }
        // Longer and shorter than what is read at once.
        let lines = (0..<400).map { number in "\(number) " + String(repeating: "x", count: number * 7 % 3000) }
        append(lines.joined(separator: "\n") + "\n")
        for count in [0, 1, 3, 399, 400, 1000] {
            let tail = try JournalTail(path)
            #expect(texts(tail.last(count) { _ in true }) == Array(lines.suffix(count)))
            #expect(tail.more().isEmpty)
        }
        let odd = try JournalTail(path).last(5) { $0.first == UInt8(ascii: "7") }
        #expect(texts(odd) == lines.filter { $0.hasPrefix("7") }.suffix(5))
    }

    @Test func aFileWithoutLinesHasNone() throws {
        defer { _ = unsafe unlink(path) }
        append("")
        #expect(try JournalTail(path).last(5) { _ in true }.isEmpty)
        append("no end")
        let tail = try JournalTail(path)
        #expect(tail.last(5) { _ in true }.isEmpty)
        append(" yet\nb\n")
        #expect(texts(tail.more()) == ["no end yet", "b"])
    }

    @Test func aLineThatIsBeingWrittenComesOnceItIsWhole() throws {
        defer { _ = unsafe unlink(path) }
        append("a\nb")
        let tail = try JournalTail(path)
        #expect(texts(tail.last(5) { _ in true }) == ["a"])
        #expect(tail.more().isEmpty)
        append("c\nd\n")
        #expect(texts(tail.more()) == ["bc", "d"])
    }

    @Test func oneThatIsPutAsideIsReadToItsEndAndThenTheNext() throws {
        defer { _ = unsafe (unlink(path), unlink(path + ".old")) }
        append("a\n")
        let tail = try JournalTail(path)
        #expect(texts(tail.last(5) { _ in true }) == ["a"])
        append("b\n")
        #expect(unsafe rename(path, path + ".old") == 0)
        append("c\n")
        #expect(texts(tail.more()) == ["b", "c"])
        // One that is cut is read from its beginning.
        append("", mode: "we")
        #expect(tail.more().isEmpty)
        append("d\n")
        #expect(texts(tail.more()) == ["d"])
    }

    @Test func whatIsNoFileIsRefused() {
        #expect(throws: JournalFault.self) { try JournalTail("/dev/zero") }
        #expect(throws: JournalFault.self) { try JournalTail("/tmp") }
        #expect(throws: JournalFault.self) { try JournalTail("/nowhere") }
    }
}
