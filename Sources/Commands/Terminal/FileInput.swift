import Catalog
import Glibc
import Surface
import SystemPackage

/// Reads a file that was named on the command line.
enum FileInput {
    /// The text of a regular file; a FIFO or a device would wait for ever, and is refused.
    static func text(_ path: String, limit: Int) -> Reading<String> {
        do {
            let file = try FileDescriptor.open(FilePath(path), .readOnly, options: [.nonBlocking, .closeOnExec])
            return try file.closeAfter {
                var info = stat()
                guard unsafe fstat(file.rawValue, &info) == 0 else { throw Errno(rawValue: errno) }
                guard info.st_mode & S_IFMT == S_IFREG else { return .unreadable(.malformed("not a regular file")) }
                guard info.st_size <= limit else { return .unreadable(.tooLarge("larger than \(limit) bytes")) }
                var bytes: [UInt8] = []
                while bytes.count <= limit {
                    let part = try unsafe [UInt8](unsafeUninitializedCapacity: 65536) { buffer, count in
                        count = try unsafe file.read(into: UnsafeMutableRawBufferPointer(buffer))
                    }
                    if part.isEmpty { break }
                    bytes += part
                }
                guard bytes.count <= limit else { return .unreadable(.tooLarge("larger than \(limit) bytes")) }
                return String(validating: bytes, as: UTF8.self).map { .found($0) }
                    ?? .unreadable(.malformed("not UTF-8"))
            }
        } catch Errno.noSuchFileOrDirectory {
            return .absent
        } catch {
            return .unreadable(.failed("\(error)"))
        }
    }
}
