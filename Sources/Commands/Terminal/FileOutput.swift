import Glibc
import SystemPackage

/// Where text goes: standard output, or a file that is either the old one or the whole new one.
enum FileOutput {
    /// The text could not be delivered.
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// Writes to standard output.
    ///
    /// A reader that hung up, such as `head`, is no failure.
    static func print(_ text: String) throws(Failure) {
        do {
            _ = try FileDescriptor.standardOutput.writeAll(text.utf8)
        } catch Errno.brokenPipe {
            return
        } catch {
            throw Failure(description: "cannot write to standard output: \(error)")
        }
    }

    static func writeError(_ text: String) {
        // Nobody is left to be told where standard error is closed.
        _ = try? FileDescriptor.standardError.writeAll(text.utf8)
    }

    /// Replaces the file in one step; only its owner may read it, for a report names every weakness.
    ///
    /// A file that is public is written by its owner and read by everybody.
    static func replace(_ path: String, with text: String, isPublic: Bool = false) throws(Failure) {
        guard !path.isEmpty, !path.utf8.contains(0) else { throw Failure(description: "cannot write: no file name") }
        var info = stat()
        if unsafe stat(path, &info) == 0, info.st_mode & S_IFMT != S_IFREG {
            // A device such as /dev/stdout, or a FIFO, is written to; a directory is refused by the system. In a directory
            // that everybody writes to, another account may have put it there to see the report, or a link to a disk.
            var itself = stat()
            let isOwn = unsafe lstat(path, &itself) == 0 && itself.st_uid == geteuid() && info.st_uid == geteuid()
            guard isOwn || path.hasPrefix("/dev/") else {
                throw Failure(description: "cannot write \(path): it is neither a file nor yours")
            }
            return try write(text, to: path, .writeOnly, options: [])
        }
        let temporary = "\(path).\(getpid()).new"
        try write(text, to: temporary, meaning: path, .writeOnly, options: [.create, .exclusiveCreate])
        if isPublic, unsafe chmod(temporary, 0o644) != 0 {
            let reason = Errno(rawValue: errno)
            _ = unsafe unlink(temporary)
            throw Failure(description: "cannot write \(path): \(reason)")
        }
        guard unsafe rename(temporary, path) == 0 else {
            let reason = Errno(rawValue: errno)
            _ = unsafe unlink(temporary)
            throw Failure(description: "cannot write \(path): \(reason)")
        }
    }

    /// Makes a directory that everybody may look into, whatever the umask is; one that is there is left as it is.
    static func makeDirectory(_ path: String) throws(Failure) {
        let isMade = unsafe mkdir(path, 0o755) == 0
        guard isMade ? unsafe chmod(path, 0o755) == 0 : errno == EEXIST else {
            throw Failure(description: "cannot make \(path): \(Errno(rawValue: errno))")
        }
    }

    private static func write(
        _ text: String,
        to path: String,
        meaning named: String? = nil,
        _ mode: FileDescriptor.AccessMode,
        options: FileDescriptor.OpenOptions
    ) throws(Failure) {
        do {
            let file = try FileDescriptor.open(
                FilePath(path),
                mode,
                options: options.union(.closeOnExec),
                permissions: options.contains(.create) ? .ownerReadWrite : nil
            )
            do {
                try file.closeAfter {
                    _ = try file.writeAll(text.utf8)
                    if options.contains(.create), fsync(file.rawValue) != 0 { throw Errno(rawValue: errno) }
                }
            } catch {
                if options.contains(.create) { _ = unsafe unlink(path) }
                throw error
            }
        } catch {
            throw Failure(description: "cannot write \(named ?? path): \(error)")
        }
    }
}
