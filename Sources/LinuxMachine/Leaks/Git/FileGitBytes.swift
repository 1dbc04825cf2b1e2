import GitObjects
import Glibc
import SystemPackage

/// The bytes of a file that is held open, from a place in it on.
final class FileGitBytes: GitBytes {
    let count: Int
    private let file: FileDescriptor
    private let start: Int
    private let isOwner: Bool

    /// Of a file that somebody else holds open.
    init(_ file: FileDescriptor, from start: Int = 0) throws(GitFailure) {
        (self.file, self.start, isOwner) = (file, start, false)
        do { count = try Held.look(file).size - start } catch { throw .unreadable("\(error)") }
    }

    /// Opens a file that lies beside one that was met; no link is followed.
    init?(beside path: String) {
        guard
            let file = try? FileDescriptor.open(
                FilePath(path),
                .readOnly,
                options: [.closeOnExec, .nonBlocking, .noFollow]
            )
        else { return nil }
        guard let info = try? Held.look(file), info.isRegular else {
            try? file.close()
            return nil
        }
        (self.file, start, count, isOwner) = (file, 0, info.size, true)
    }

    deinit { if isOwner { try? file.close() } }

    func bytes(at place: Int, count: Int) throws(GitFailure) -> [UInt8] {
        guard place >= 0, place < self.count else { return [] }
        let wanted = min(count, self.count - place)
        do {
            return try unsafe [UInt8](unsafeUninitializedCapacity: wanted) { buffer, read in
                let room = UnsafeMutableRawBufferPointer(buffer)
                while read < wanted {
                    let more = try unsafe file.read(
                        fromAbsoluteOffset: Int64(start + place + read),
                        into: UnsafeMutableRawBufferPointer(rebasing: room[read..<wanted])
                    )
                    if more == 0 { break }
                    read += more
                }
            }
        } catch { throw .unreadable("it cannot be read: \(error)") }
    }
}
