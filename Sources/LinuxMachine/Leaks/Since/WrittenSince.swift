import CLinux
import Glibc
import Hardening
import SystemPackage

/// Which files of a tree are new since a time, by the times of their inodes.
///
/// Nobody but the kernel sets the time of an inode's change, so that a file that is copied or unpacked with an old date is seen.
/// A directory that is moved brings files with it whose inodes do not change: its own does, and that of the one it came into.
struct WrittenSince {
    private let period: LeakPeriod
    /// The directories on the way, from the outermost on.
    private var directories: [Directory] = []
    /// Whether what the search begins at is another than the last time.
    private var isNew = false

    private struct Directory {
        let isChanged: Bool
        /// Whether everything in it is looked at.
        let isWhole: Bool
    }

    init(_ period: LeakPeriod) { self.period = period }

    mutating func begin(at path: String, _ identity: Inode?) {
        directories = []
        guard let known = period.beginnings else { return isNew = false }
        isNew = identity == nil || known[path] != identity
    }

    mutating func enter(_ path: String, _ info: Held.Node) {
        let isChanged = period.includes(info)
        let above = directories.last
        // What a program writes there through a mapping changes no time.
        let isInMemory = Self.isInMemory(path)
        let isMoved = isChanged && above?.isChanged ?? false
        directories.append(
            Directory(
                isChanged: isChanged,
                isWhole: above?.isWhole ?? isNew || isMoved || isInMemory || period.again.contains(path)
            )
        )
    }

    /// Whether it lies in a tmpfs (`linux/magic.h`).
    private static func isInMemory(_ path: String) -> Bool { unsafe nacre_file_system_at(path) == 0x0102_1994 }

    mutating func leave() { _ = directories.popLast() }

    func includes(_ path: String, _ info: Held.Node) -> Bool {
        directories.last?.isWhole ?? isNew || period.includes(info) || period.again.contains(path)
    }

    /// A database counts with its log, where what is new may stand alone.
    func includes(_ path: String, _ info: Held.Node, _ beside: (String) -> FileDescriptor?) -> Bool {
        if includes(path, info) { return true }
        for suffix in ["-wal", "-journal"] {
            if let database = path.hasSuffix(suffix) ? String(path.dropLast(suffix.count)) : nil {
                if period.again.contains(database) { return true }
            } else if let log = beside(suffix) {
                defer { try? log.close() }
                // What cannot be told counts as new.
                guard let info = try? Held.look(log), !period.includes(info) else { return true }
            }
        }
        return false
    }
}

extension LeakHunt {
    /// Notes what the search begins at.
    func begin(at path: String) {
        var info = stat()
        guard unsafe stat(path, &info) == 0 else {
            written?.begin(at: path, nil)
            return
        }
        let identity = Held.Node(info).inode
        beginnings[path] = identity
        written?.begin(at: path, identity)
    }
}
