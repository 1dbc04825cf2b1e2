import Glibc
import SystemPackage

/// Keeps every other process from reading or writing a database, by the locks that SQLite itself takes.
///
/// They are on bytes that no database has content at (sqlite.org, "File Locking And Concurrency": the pending, reserved and
/// shared bytes from 2 to the power of 30 on), and belong to this descriptor alone (fcntl(2), open file description locks).
final class DatabaseLock {
    private let file: FileDescriptor
    private static let start = 0x4000_0000
    private static let length = 512
    /// `F_OFD_SETLK`, `<fcntl.h>`; Swift's Glibc has it not.
    private static let set: Int32 = 37

    /// Owns the descriptor from now on, which is open for writing.
    ///
    /// - Throws: where somebody else has one of the locks.
    init(_ file: FileDescriptor) throws(Errno) {
        self.file = file
        var lock = flock()
        lock.l_type = Int16(F_WRLCK)
        lock.l_whence = Int16(SEEK_SET)
        lock.l_start = Self.start
        lock.l_len = Self.length
        let taken = unsafe withUnsafeMutablePointer(to: &lock) {
            unsafe fcntl(file.rawValue, Self.set, UnsafeMutableRawPointer($0))
        }
        guard taken == 0 else { throw Errno(rawValue: errno) }
    }

    deinit { try? file.close() }
}
