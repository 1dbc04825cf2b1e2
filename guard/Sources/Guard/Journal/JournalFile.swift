import Glibc

/// The file that a journal is written to, as long as nobody else does anything to it.
final class JournalFile: Sendable {
    /// Why it cannot be used.
    enum Fault: Error {
        case inUse
        /// Others could have written it.
        case foreign(String)
        case other(String)

        var words: String {
            switch self {
            case .inUse: "another nacre-guard writes to it"
            case .foreign(let words), .other(let words): words
            }
        }
    }

    private let descriptor: Int32
    private let place: (dev_t, ino_t)
    let size: off_t

    /// Opens it, or makes it; nobody else writes to it at the same time.
    init(_ path: String) throws(Fault) {
        var about = stat()
        if unsafe lstat(path, &about) == 0 { try Self.check(about) }
        let file = unsafe open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0o640)
        guard file >= 0 else {
            let why = unsafe String(cString: strerror(errno))
            throw errno == EACCES || errno == ELOOP ? .foreign(why) : .other(why)
        }
        do throws(Fault) {
            guard unsafe fstat(file, &about) == 0 else { throw .other(unsafe String(cString: strerror(errno))) }
            try Self.check(about)
            guard flock(file, LOCK_EX | LOCK_NB) == 0 else { throw .inUse }
        } catch {
            close(file)
            throw error
        }
        (descriptor, place, size) = (file, (about.st_dev, about.st_ino), about.st_size)
    }

    deinit { close(descriptor) }

    private static func check(_ about: stat) throws(Fault) {
        switch about.st_mode & S_IFMT {
        case S_IFREG: if let why = OwnFile.fault(about) { throw .foreign(why) }
        case S_IFLNK: throw .foreign("it is a link")
        default: throw .other("it is no regular file")
        }
    }

    /// What was done to it since so many bytes were in it; nothing where it is as it was.
    func fault(at path: String, _ size: off_t) -> String? {
        var (there, own) = (stat(), stat())
        guard unsafe fstat(descriptor, &own) == 0 else { return unsafe String(cString: strerror(errno)) }
        guard unsafe lstat(path, &there) == 0 else {
            return own.st_nlink == 0 ? "it was removed" : "it was moved away"
        }
        guard (there.st_dev, there.st_ino) == place else { return "something else lies in its place" }
        if own.st_size != size { return own.st_size < size ? "it was cut" : "somebody else wrote to it" }
        return OwnFile.fault(own)
    }

    /// Adds a line to so many bytes, or nothing of it.
    func append(_ bytes: [UInt8], to size: off_t) throws(Fault) {
        let written = unsafe bytes.withUnsafeBytes { unsafe write(descriptor, $0.baseAddress, $0.count) }
        guard written == bytes.count else {
            let why = unsafe written < 0 ? String(cString: strerror(errno)) : "the disk is full"
            // Half a line would break the chain.
            if written > 0 { ftruncate(descriptor, size) }
            throw .other(why)
        }
    }
}

/// Files that must be the guard's own.
enum OwnFile {
    /// Why others could have written a file; nothing where they could not.
    static func fault(_ about: stat) -> String? {
        guard [0, geteuid()].contains(about.st_uid) else { return "it belongs to another account (\(about.st_uid))" }
        return about.st_mode & 0o022 == 0 ? nil : "others than its owner may write to it"
    }

    /// Puts a file or a link under a name that nothing has.
    ///
    /// - Returns: the name; nothing where it cannot be, by `errno`.
    static func putAside(_ path: String) -> String? {
        var now = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &now)
        var kept = "\(path).broken-\(now.tv_sec)"
        var about = stat()
        var number = 1
        while unsafe lstat(kept, &about) == 0 {
            number += 1
            kept = "\(path).broken-\(now.tv_sec)-\(number)"
        }
        return unsafe rename(path, kept) == 0 ? kept : nil
    }
}
