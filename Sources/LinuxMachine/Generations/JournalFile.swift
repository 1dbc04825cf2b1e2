import FoundationEssentials
public import Hardening
import Surface
import SystemPackage

/// A journal in a file: one line an entry, with a checksum, on the disk before `record` returns.
///
/// A line that a crash or a full disk cut off is taken away before anything is written behind it.
public actor JournalFile: Journal {
    private let medium: any JournalMedium
    private let path: String
    /// Where the last whole line ends.
    private var length: Int
    /// Whether something may lie behind that.
    private var isTorn: Bool

    init(_ path: String) throws(StoreError) {
        let disk: JournalDisk
        do { disk = try JournalDisk(path) } catch { throw StoreError("cannot write \(path): \(error)") }
        do throws(StoreError) {
            try self.init(disk, path)
        } catch {
            disk.close()
            throw error
        }
    }

    init(_ medium: any JournalMedium, _ path: String) throws(StoreError) {
        self.medium = medium
        self.path = path
        let bytes: [UInt8]
        do { bytes = try medium.content() } catch { throw StoreError("cannot read \(path): \(error)") }
        // Damage before the last line is told before anything is written.
        _ = try Self.entries(bytes, of: path)
        length = bytes.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        isTorn = length < bytes.count
    }

    deinit { (medium as? JournalDisk)?.close() }

    public func record(_ entry: JournalEntry) throws {
        let line = Array(try Self.line(entry).utf8)
        do {
            if isTorn {
                try medium.cut(to: length)
                try medium.sync()
            }
            isTorn = true
            var done = 0
            while done < line.count {
                let count = try medium.write(line[done...], at: length + done)
                guard count > 0 else { throw Errno.ioError }
                done += count
            }
            try medium.sync()
        } catch {
            // What was written of it must not stand in the way of the next line; where it cannot be cut off now, that
            // is tried again before the next one.
            if isTorn, (try? medium.cut(to: length)) != nil, (try? medium.sync()) != nil { isTorn = false }
            throw StoreError("cannot write \(path): \(error)")
        }
        length += line.count
        isTorn = false
    }

    static func line(_ entry: JournalEntry) throws -> String {
        let body = try JSONEncoder().encode(entry)
        return checksum(body) + " " + String(decoding: body, as: UTF8.self) + "\n"
    }

    /// The entries of a journal; a last line without its end counts as never written.
    static func entries(_ bytes: [UInt8], of path: String) throws(StoreError) -> [JournalEntry] {
        var entries: [JournalEntry] = []
        for (index, entry) in lines(bytes).enumerated() {
            guard let entry else { throw StoreError("\(path):\(index + 1): the line was changed or damaged") }
            entries.append(entry)
        }
        return entries
    }

    /// What each whole line says; none where it was damaged.
    static func lines(_ bytes: [UInt8]) -> [JournalEntry?] {
        bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).dropLast().map { line in
            guard let space = line.firstIndex(of: UInt8(ascii: " ")),
                String(decoding: line[..<space], as: UTF8.self) == checksum(Data(line[(space + 1)...]))
            else { return nil }
            return try? JSONDecoder().decode(JournalEntry.self, from: Data(line[(space + 1)...]))
        }
    }

    /// Sixteen hexadecimal digits of SHA-256.
    private static func checksum(_ body: Data) -> String {
        Hexadecimal.text(Cryptography.sha256(Array(body)).prefix(8))
    }
}
