import CLinux
import Glibc
import SystemPackage

/// What a journal is written to: a file, or in tests one whose writes fail.
protocol JournalMedium: Sendable {
    func content() throws -> [UInt8]
    /// Writes some of the bytes at this place; how many it took.
    func write(_ bytes: ArraySlice<UInt8>, at offset: Int) throws -> Int
    func cut(to length: Int) throws
    func sync() throws
}

/// A file on the disk.
struct JournalDisk: JournalMedium {
    private let descriptor: FileDescriptor

    init(_ path: String) throws {
        descriptor = try FileDescriptor.open(
            FilePath(path),
            .readWrite,
            options: [.create, .noFollow, .closeOnExec],
            permissions: .ownerReadWrite
        )
        // Undoing writes what it did, also where the disk was filled meanwhile. Not every file system can keep room;
        // one that can and has none says so before anything is changed.
        if reserve() == ENOSPC, try content().isEmpty {
            close()
            throw Errno.noSpace
        }
    }

    private func reserve() -> Int32 { nacre_reserve(descriptor.rawValue, Self.room) }

    /// Bytes: several thousand steps.
    private static let room = 256 << 10

    func content() throws -> [UInt8] {
        var bytes: [UInt8] = []
        while true {
            let part = try unsafe [UInt8](unsafeUninitializedCapacity: 1 << 16) { buffer, count in
                count = try unsafe descriptor.read(
                    fromAbsoluteOffset: Int64(bytes.count),
                    into: UnsafeMutableRawBufferPointer(buffer)
                )
            }
            if part.isEmpty { return bytes }
            bytes += part
        }
    }

    func write(_ bytes: ArraySlice<UInt8>, at offset: Int) throws -> Int {
        try unsafe bytes.withUnsafeBytes { unsafe try descriptor.write(toAbsoluteOffset: Int64(offset), $0) }
    }

    func cut(to length: Int) throws {
        guard ftruncate(descriptor.rawValue, off_t(length)) == 0 else { throw Errno(rawValue: errno) }
        // What was kept behind the end went with the cut.
        _ = reserve()
    }

    func sync() throws {
        guard fdatasync(descriptor.rawValue) == 0 else { throw Errno(rawValue: errno) }
    }

    func close() { try? descriptor.close() }
}
