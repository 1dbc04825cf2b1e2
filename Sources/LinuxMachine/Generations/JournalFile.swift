import FoundationEssentials
public import Hardening
import Glibc
import SystemPackage

/// A journal in a file: one line an entry, with a checksum, on the disk before `record` returns.
public actor JournalFile: Journal {
    private let descriptor: FileDescriptor
    private let path: String

    init(_ path: String) throws(StoreError) {
        do {
            descriptor = try FileDescriptor.open(
                FilePath(path),
                .writeOnly,
                options: [.create, .append, .noFollow, .closeOnExec],
                permissions: .ownerReadWrite
            )
        } catch {
            throw StoreError("cannot write \(path): \(error)")
        }
        self.path = path
    }

    deinit { try? descriptor.close() }

    public func record(_ entry: JournalEntry) throws {
        let line = try Self.line(entry)
        do {
            _ = try descriptor.writeAll(Array(line.utf8))
            guard fdatasync(descriptor.rawValue) == 0 else { throw Errno(rawValue: errno) }
        } catch {
            throw StoreError("cannot write \(path): \(error)")
        }
    }

    static func line(_ entry: JournalEntry) throws -> String {
        let body = try JSONEncoder().encode(entry)
        return checksum(body) + " " + String(decoding: body, as: UTF8.self) + "\n"
    }

    /// The entries of a journal; a last line that a crash cut off counts as never written.
    static func entries(_ bytes: [UInt8], of path: String) throws(StoreError) -> [JournalEntry] {
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        var entries: [JournalEntry] = []
        for (index, line) in lines.enumerated() {
            if line.isEmpty, index == lines.count - 1 { break }
            guard let space = line.firstIndex(of: UInt8(ascii: " ")),
                String(decoding: line[..<space], as: UTF8.self) == checksum(Data(line[(space + 1)...])),
                let entry = try? JSONDecoder().decode(JournalEntry.self, from: Data(line[(space + 1)...]))
            else {
                if index == lines.count - 1 { break }
                throw StoreError("\(path):\(index + 1): the line was changed or damaged")
            }
            entries.append(entry)
        }
        return entries
    }

    /// Sixteen hexadecimal digits of SHA-256.
    private static func checksum(_ body: Data) -> String {
        Hexadecimal.text(Cryptography.sha256(Array(body)).prefix(8))
    }
}
