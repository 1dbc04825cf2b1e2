import CLinux
import Glibc
import Observers
import SystemPackage

/// A directory that everything is read below of; no link leads out of it.
public struct RootDirectory: Sendable {
    /// The directory cannot be opened.
    public struct Failure: Error, CustomStringConvertible {
        public let description: String
    }

    private let descriptor: FileDescriptor

    /// `O_PATH` of <fcntl.h>, which glibc shows to GNU sources only: names a file without opening it.
    private static let nameOnly = Int32(0o10000000)

    public init(_ path: String) throws(Failure) {
        do {
            descriptor = try FileDescriptor.open(FilePath(path), .readOnly, options: [.directory, .closeOnExec])
        } catch {
            throw Failure(description: "cannot open the directory \(path): \(error)")
        }
    }

    /// Reads a regular file; FIFOs, devices, sockets and directories are named, never opened for reading.
    func file(_ path: String, limit: Int) -> Reading<FileContent> {
        // O_PATH first: opening a device for reading can already have effects.
        switch status(path) {
        case .absent: return .absent
        case .unreadable(let why): return .unreadable(why)
        case .found(let status) where status.kind != .regular:
            return .unreadable("\(path) is not a regular file but a \(status.kind.rawValue)")
        case .found(let status) where status.size > limit:
            return .unreadable("\(path) is larger than \(limit) bytes")
        case .found(let status):
            switch open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY) {
            case .absent: return .absent
            case .unreadable(let why): return .unreadable(why)
            case .found(let file):
                defer { try? file.close() }
                var info = stat()
                // Between the two looks somebody may have put another file there.
                guard unsafe fstat(file.rawValue, &info) == 0, info.st_mode & S_IFMT == S_IFREG else {
                    return .unreadable("\(path) is no longer a regular file")
                }
                return read(file, path, size: Int(info.st_size), limit: limit).map {
                    FileContent(bytes: $0, status: status)
                }
            }
        }
    }

    func status(_ path: String) -> Reading<FileStatus> {
        switch open(path, Self.nameOnly) {
        case .absent: return .absent
        case .unreadable(let why): return .unreadable(why)
        case .found(let file):
            defer { try? file.close() }
            var info = stat()
            guard unsafe fstat(file.rawValue, &info) == 0 else { return .unreadable("\(path): \(reason())") }
            return .found(FileStatus(info, isLink: link(path).content != nil))
        }
    }

    func link(_ path: String) -> Reading<String> {
        switch open(path, Self.nameOnly | O_NOFOLLOW) {
        case .absent: return .absent
        case .unreadable(let why): return .unreadable(why)
        case .found(let file):
            defer { try? file.close() }
            let target = unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 4096) { buffer -> String? in
                guard let base = buffer.baseAddress else { return nil }
                let count = unsafe readlinkat(file.rawValue, "", base, buffer.count)
                guard count > 0 else { return nil }
                return unsafe String(decoding: buffer[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self)
            }
            return target.map { .found($0) } ?? .absent
        }
    }

    func entries(_ directory: String) -> Reading<[String]> {
        switch open(directory, O_RDONLY | O_DIRECTORY | O_NONBLOCK) {
        case .absent: return .absent
        case .unreadable(let why): return .unreadable(why)
        case .found(let file):
            guard let stream = unsafe fdopendir(file.rawValue) else {
                try? file.close()
                return .unreadable("\(directory): \(reason())")
            }
            defer { unsafe closedir(stream) }
            var names: [String] = []
            while let entry = unsafe readdir(stream) {
                let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
                    unsafe $0.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
                }
                if name != ".", name != ".." { names.append(name) }
                if names.count > 100_000 { return .unreadable("\(directory) has more than 100,000 entries") }
            }
            return .found(names.sorted())
        }
    }

    private func open(_ path: String, _ flags: Int32) -> Reading<FileDescriptor> {
        guard !path.utf8.contains(0) else { return .unreadable("a path holds a NUL byte") }
        let file = unsafe path.withCString { unsafe nacre_open_in_root(descriptor.rawValue, $0, flags) }
        if file >= 0 { return .found(FileDescriptor(rawValue: file)) }
        return errno == ENOENT || errno == ENOTDIR ? .absent : .unreadable("\(path): \(reason())")
    }

    /// The size that stat tells is not believed: files of `/proc` say 0, others grow.
    private func read(_ file: FileDescriptor, _ path: String, size: Int, limit: Int) -> Reading<[UInt8]> {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(min(max(size, 0), limit) + 1)
        let chunk = 65536
        do {
            while true {
                let part = try unsafe [UInt8](unsafeUninitializedCapacity: chunk) { buffer, count in
                    count = try unsafe file.read(into: UnsafeMutableRawBufferPointer(buffer))
                }
                if part.isEmpty { return .found(bytes) }
                bytes += part
                if bytes.count > limit { return .unreadable("\(path) is larger than \(limit) bytes") }
            }
        } catch {
            return .unreadable("\(path): \(error)")
        }
    }
}

extension FileStatus {
    fileprivate init(_ info: stat, isLink: Bool) {
        let kind: Kind =
            switch info.st_mode & S_IFMT {
            case S_IFREG: .regular
            case S_IFDIR: .directory
            case S_IFSOCK: .socket
            case S_IFIFO: .fifo
            case S_IFCHR, S_IFBLK: .device
            default: .other
            }
        self.init(
            kind: kind,
            mode: UInt16(info.st_mode & 0o7777),
            owner: info.st_uid,
            group: info.st_gid,
            size: Int(info.st_size),
            modified: info.st_mtim.tv_sec,
            isLink: isLink,
            names: Int(info.st_nlink)
        )
    }
}
