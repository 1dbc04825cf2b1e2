import Glibc
import Hardening
import SystemPackage

/// Puts files so that a power cut leaves either the old one or the whole new one.
enum FileWriter {
    typealias Failure = RunningMachine.Failure

    static func replace(_ path: String, with file: State.File) throws(Failure) {
        try checked(path)
        let temporary = directory(of: path) + "/.nacre-" + String(UInt64.random(in: .min ... .max), radix: 36)
        do {
            let descriptor = try FileDescriptor.open(
                FilePath(temporary),
                .writeOnly,
                options: [.create, .exclusiveCreate, .noFollow, .closeOnExec],
                permissions: .ownerReadWrite
            )
            try descriptor.closeAfter {
                _ = try descriptor.writeAll(file.bytes)
                // The owner first: changing it takes set-user-ID bits away.
                guard fchown(descriptor.rawValue, file.owner, file.group) == 0,
                    fchmod(descriptor.rawValue, mode_t(file.mode)) == 0,
                    fsync(descriptor.rawValue) == 0
                else { throw Errno(rawValue: errno) }
            }
            guard unsafe rename(temporary, path) == 0 else { throw Errno(rawValue: errno) }
        } catch {
            _ = unsafe unlink(temporary)
            throw Failure("cannot write \(path): \(error)")
        }
        try sync(directory(of: path))
    }

    /// Removes a file; one that is not there is fine.
    static func remove(_ path: String) throws(Failure) {
        try checked(path)
        guard unsafe unlink(path) == 0 || errno == ENOENT || errno == ENOTDIR else {
            throw Failure("cannot remove \(path): \(reason())")
        }
        try sync(directory(of: path))
    }

    static func makeDirectory(_ path: String, _ permissions: State.Permissions) throws(Failure) {
        try checked(path)
        guard unsafe mkdir(path, 0o700) == 0 || errno == EEXIST else {
            throw Failure("cannot make \(path): \(reason())")
        }
        try permit(path, permissions)
        try sync(directory(of: path))
    }

    /// Makes a directory where none is; one that is there keeps who may use it.
    static func makeDirectoryUnlessThere(_ path: String, _ permissions: State.Permissions) throws(Failure) {
        try checked(path)
        guard unsafe mkdir(path, 0o700) == 0 else {
            guard errno == EEXIST else { throw Failure("cannot make \(path): \(reason())") }
            return
        }
        try permit(path, permissions)
        try sync(directory(of: path))
    }

    /// Makes a symbolic link in place of whatever link or file is there.
    static func link(_ path: String, to target: String) throws(Failure) {
        try remove(path)
        guard unsafe symlink(target, path) == 0 else { throw Failure("cannot link \(path): \(reason())") }
        try sync(directory(of: path))
    }

    /// The bytes of a file, whichever links lead there.
    static func content(of path: String) throws -> [UInt8] {
        let descriptor = try FileDescriptor.open(FilePath(path), .readOnly, options: [.closeOnExec])
        return try descriptor.closeAfter {
            var bytes: [UInt8] = []
            while true {
                let part = try unsafe [UInt8](unsafeUninitializedCapacity: 1 << 20) { buffer, count in
                    count = try unsafe descriptor.read(into: UnsafeMutableRawBufferPointer(buffer))
                }
                if part.isEmpty { return bytes }
                bytes += part
            }
        }
    }

    /// Removes a directory; one that somebody put something into stays, and that is an error.
    static func removeDirectory(_ path: String) throws(Failure) {
        try checked(path)
        guard unsafe rmdir(path) == 0 || errno == ENOENT else {
            throw Failure("cannot remove \(path): \(reason())")
        }
        try sync(directory(of: path))
    }

    /// Removes a directory unless something is in it.
    static func removeEmptyDirectory(_ path: String) throws(Failure) {
        try checked(path)
        guard unsafe rmdir(path) == 0 || errno == ENOENT || errno == ENOTEMPTY else {
            throw Failure("cannot remove \(path): \(reason())")
        }
        try sync(directory(of: path))
    }

    /// Sets who may touch a file or directory; a link is refused.
    static func permit(_ path: String, _ permissions: State.Permissions) throws(Failure) {
        try checked(path)
        do {
            // Without O_PATH, a FIFO would wait for its other end, and a socket cannot be opened at all.
            let descriptor = try FileDescriptor.open(
                FilePath(path),
                .readOnly,
                options: [.noFollow, .nonBlocking, .closeOnExec]
            )
            try descriptor.closeAfter {
                guard fchown(descriptor.rawValue, permissions.owner, permissions.group) == 0,
                    fchmod(descriptor.rawValue, mode_t(permissions.mode)) == 0,
                    fsync(descriptor.rawValue) == 0
                else { throw Errno(rawValue: errno) }
            }
        } catch Errno.noSuchAddressOrDevice {
            try permitSocket(path, permissions)
        } catch {
            throw Failure("cannot change who may touch \(path): \(error)")
        }
    }

    /// A socket cannot be opened: it is named by `O_PATH` of <fcntl.h>, which glibc shows to GNU sources only.
    private static func permitSocket(_ path: String, _ permissions: State.Permissions) throws(Failure) {
        let nameOnly = Int32(0o10000000)
        let name = unsafe open(path, nameOnly | O_NOFOLLOW | O_CLOEXEC)
        guard name >= 0 else { throw Failure("cannot change who may touch \(path): \(reason())") }
        defer { close(name) }
        let itself = "/proc/self/fd/\(name)"
        guard unsafe chown(itself, permissions.owner, permissions.group) == 0,
            unsafe chmod(itself, mode_t(permissions.mode)) == 0
        else { throw Failure("cannot change who may touch \(path): \(reason())") }
    }

    /// Dots in a name are slashes in `/proc/sys`, and slashes dots, as sysctl(8) has it.
    static func setKernelParameter(_ name: String, _ value: String) throws(Failure) {
        let path = "/proc/sys/" + String(name.map { $0 == "." ? "/" : $0 == "/" ? "." : $0 })
        do {
            let descriptor = try FileDescriptor.open(FilePath(path), .writeOnly, options: [.noFollow, .closeOnExec])
            try descriptor.closeAfter { _ = try descriptor.writeAll(Array((value + "\n").utf8)) }
        } catch {
            throw Failure("cannot set \(name): \(error)")
        }
    }

    /// Brings the names in a directory to the disk.
    static func sync(_ directory: String) throws(Failure) {
        do {
            let descriptor = try FileDescriptor.open(
                FilePath(directory),
                .readOnly,
                options: [.directory, .closeOnExec]
            )
            try descriptor.closeAfter {
                guard fsync(descriptor.rawValue) == 0 else { throw Errno(rawValue: errno) }
            }
        } catch {
            throw Failure("cannot bring \(directory) to the disk: \(error)")
        }
    }

    static func directory(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { return "/" }
        return String(path[..<slash])
    }

    private static func checked(_ path: String) throws(Failure) {
        guard path.hasPrefix("/"), path != "/", !path.utf8.contains(0) else {
            throw Failure("\(path) is not an absolute path")
        }
    }
}
