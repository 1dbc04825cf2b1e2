import Hardening
import SystemPackage

/// Puts files, directories and who may touch them, each reached by a `Walk` and changed by what that holds.
enum FileWriter {
    typealias Failure = RunningMachine.Failure

    /// Puts a file so that a power cut leaves either the old one or the whole new one.
    static func replace(
        _ path: String,
        with file: State.File,
        expecting expected: Expected? = nil
    ) throws(Failure) {
        try change(path) { place throws(Walk.Stop) in try place.replace(with: file, expecting: expected) }
    }

    /// Removes a file; one that is not there is fine.
    static func remove(_ path: String, expecting expected: Expected? = nil) throws(Failure) {
        try change(path, ifReached: true) { place throws(Walk.Stop) in try place.remove(expecting: expected) }
    }

    static func makeDirectory(
        _ path: String,
        _ permissions: State.Permissions,
        expecting expected: Expected? = nil
    ) throws(Failure) {
        try change(path) { place throws(Walk.Stop) in
            try place.makeDirectory(permissions, keepingExisting: false, expecting: expected)
        }
    }

    /// Makes a directory where none is; one that is there keeps who may use it.
    static func makeDirectoryUnlessThere(_ path: String, _ permissions: State.Permissions) throws(Failure) {
        try change(path) { place throws(Walk.Stop) in try place.makeDirectory(permissions, keepingExisting: true) }
    }

    /// Makes a symbolic link in place of whatever link or file is there.
    static func link(_ path: String, to target: String) throws(Failure) {
        try change(path) { place throws(Walk.Stop) in try place.makeLink(to: target) }
    }

    /// Removes a directory; one that somebody put something into stays, and that is an error.
    static func removeDirectory(_ path: String) throws(Failure) {
        try change(path, ifReached: true) { place throws(Walk.Stop) in try place.removeDirectory(mayBeFull: false) }
    }

    /// Removes a directory unless something is in it.
    static func removeEmptyDirectory(_ path: String) throws(Failure) {
        try change(path, ifReached: true) { place throws(Walk.Stop) in try place.removeDirectory(mayBeFull: true) }
    }

    /// Sets who may touch a file, directory or socket; a link is refused.
    static func permit(
        _ path: String,
        _ permissions: State.Permissions,
        expecting expected: Expected? = nil
    ) throws(Failure) {
        try change(path) { place throws(Walk.Stop) in try place.permit(permissions, expecting: expected) }
    }

    /// Writes into a file that is there, as a kernel parameter is.
    static func write(_ text: String, into path: String) throws(Failure) {
        try change(path) { place throws(Walk.Stop) in try place.write(text) }
    }

    /// Opens a file of Nacre's own for reading and writing, made where none is; the caller closes it.
    static func openedOrMade(_ path: String) throws(Failure) -> FileDescriptor {
        let file = try change(path) { place throws(Walk.Stop) in try place.openedOrMade() }
        guard let file else { throw Failure(.unreadable, "\(path) cannot be opened") }
        return file
    }

    /// The whole content of a file that is read as root's own, whichever links lead there.
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

    static func directory(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { return "/" }
        return String(path[..<slash])
    }

    /// Goes to a path and changes what is there; where `ifReached`, there is nothing to do without a way there.
    @discardableResult
    static func change<Result>(
        _ path: String,
        ifReached: Bool = false,
        _ work: (Place) throws(Walk.Stop) -> Result
    ) throws(Failure) -> Result? {
        guard path.hasPrefix("/"), path != "/" else { throw Failure(.invalid, "\(path) is not an absolute path") }
        do throws(Walk.Stop) {
            let place = try Walk.live().place(path, for: .changing, followingLast: false)
            try place.requireNamed(path)
            return try work(place)
        } catch .absent where ifReached {
            return nil
        } catch .absent {
            throw Failure(.missing, "\(path) cannot be changed: \(Walk.Stop.absent.why)")
        } catch {
            // It names the place on the way that it is about.
            throw Failure(error.cause, error.why)
        }
    }
}

extension Walk.Stop {
    /// What kind of failure it is where something was to be changed.
    fileprivate var cause: RunningMachine.Failure.Cause {
        switch self {
        case .absent: .missing
        case .refused: .foreign
        case .failed: .refused
        }
    }
}
