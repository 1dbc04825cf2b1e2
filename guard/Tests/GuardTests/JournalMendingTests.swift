@testable import Guard
import Glibc
import Testing

/// A journal whose file is not what was written to it any more.
@Suite struct JournalMendingTests {
    /// A directory of its own, and a journal in it with three lines.
    private func journal() throws -> (directory: String, path: String, journal: Journal) {
        let directory = "/tmp/nacre-journal-\(UInt64.random(in: 0...UInt64.max))"
        _ = unsafe mkdir(directory, 0o700)
        let path = directory + "/journal.jsonl"
        let journal = try Journal(path: path)
        for _ in 0..<3 { journal.write("failed", agent: "main", ["why": "x"]) }
        return (directory, path, journal)
    }

    private func text(_ path: String) -> String {
        guard let file = unsafe fopen(path, "re") else { return "" }
        defer { unsafe fclose(file) }
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: 1 << 16) { buffer, count in
            count = unsafe fread(buffer.baseAddress, 1, buffer.count, file)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private func put(_ text: String, _ path: String, _ mode: String = "we") {
        guard let file = unsafe fopen(path, mode) else { return }
        unsafe fputs(text, file)
        unsafe fclose(file)
    }

    /// What was put aside in a directory.
    private func aside(_ directory: String) -> [String] {
        guard let stream = unsafe opendir(directory) else { return [] }
        defer { unsafe closedir(stream) }
        var names: [String] = []
        while let entry = unsafe readdir(stream) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
            }
            if name.contains(".broken-") { names.append("\(directory)/\(name)") }
        }
        return names.sorted()
    }

    enum Mischief: String, CaseIterable {
        case removed, moved, replaced, emptied, written, linked, opened
    }

    @Test("what is done to its file is noticed, said and mended", arguments: Mischief.allCases, [true, false])
    func mischief(kind: Mischief, byLooking: Bool) throws {
        let (directory, path, journal) = try journal()
        let hash = try Journal.verify(path).hash
        switch kind {
        case .removed: unsafe unlink(path)
        case .moved: _ = unsafe rename(path, path + ".1")
        case .replaced:
            unsafe unlink(path)
            put("{}\n", path)
        case .emptied: put("", path)
        case .written: put("{}\n", path, "ae")
        case .linked:
            _ = unsafe rename(path, path + ".1")
            unsafe symlink(path + ".1", path)
        case .opened: unsafe chmod(path, 0o666)
        }
        // Once a second, or with the next line.
        if byLooking { journal.tend() } else { journal.write("failed", agent: "main", ["why": "y"]) }
        #expect(journal.failure == nil)
        #expect(try Journal.verify(path).count == (byLooking ? 1 : 2))
        let first = try #require(text(path).split(separator: "\n").first)
        #expect(first.contains("began-anew") && first.contains("\"lines\":\"3\"") && first.contains(hash), "\(first)")
        #expect(try #require(JournalEntry(first.utf8)).words.contains("3 lines"))
        #expect(aside(directory).count == ([.replaced, .written, .linked, .opened].contains(kind) ? 1 : 0))
        #expect(journal.mishaps.begunAnew == 1)
    }

    @Test func linesThatCouldNotBeWrittenAreCountedAndSaid() throws {
        let (directory, path, journal) = try journal()
        #expect(unsafe rename(directory, directory + "-gone") == 0)
        journal.write("failed", agent: "main")
        journal.write("failed", agent: "main")
        #expect(journal.failure != nil && journal.mishaps.lost == 2)
        journal.tend()
        #expect(journal.failure != nil && journal.mishaps.lost == 2)
        #expect(unsafe rename(directory + "-gone", directory) == 0)
        journal.tend()
        #expect(journal.failure == nil && journal.mishaps.lost == 2 && journal.mishaps.begunAnew == 0)
        journal.write("failed", agent: "main")
        // The same chain goes on.
        #expect(try Journal.verify(path).count == 5)
        let line = try #require(text(path).split(separator: "\n").dropLast().last)
        #expect(line.contains("lines-lost") && line.contains("\"count\":\"2\""), "\(line)")
        #expect(try #require(JournalEntry(line.utf8)).words.contains("2 lines"))
    }

    @Test func aCopyInItsPlaceIsGoneOnWith() throws {
        let (directory, path, journal) = try journal()
        let whole = text(path)
        unsafe unlink(path)
        put(whole, path)
        journal.tend()
        journal.write("failed", agent: "main")
        #expect(try Journal.verify(path).count == 4 && aside(directory).isEmpty)
    }

    @Test("at its start, what others could have written is put aside", arguments: ["linked", "opened", "of others"])
    func foreign(kind: String) throws {
        let (directory, path, journal) = try journal()
        _ = consume journal
        switch kind {
        case "linked":
            _ = unsafe rename(path, path + ".1")
            unsafe symlink(path + ".1", path)
        case "opened": unsafe chmod(path, 0o662)
        default: if unsafe chown(path, 65534, 65534) != 0 { return }
        }
        let next = try Journal(path: path)
        #expect(aside(directory).count == 1)
        #expect(try Journal.verify(path).count == 1)
        #expect(text(path).contains("began-anew"))
        #expect(next.failure == nil)
    }

    @Test("what is no file is left as it is", arguments: ["pipe", "directory"])
    func special(kind: String) throws {
        let (directory, path, journal) = try journal()
        unsafe unlink(path)
        if kind == "pipe" { unsafe mkfifo(path, 0o600) } else { unsafe mkdir(path, 0o700) }
        journal.tend()
        #expect(journal.failure?.contains("no regular file") == true)
        #expect(throws: JournalFault.self) { try Journal(path: path) }
        #expect(aside(directory).isEmpty)
        if kind == "pipe" { unsafe unlink(path) } else { unsafe rmdir(path) }
        journal.tend()
        #expect(journal.failure == nil)
    }
}
