import CLinux
import Glibc
import Hardening
import SystemPackage

/// Something in the file system that is held open, whatever its name comes to stand for.
///
/// It was neither opened for reading nor followed: a device has not noticed, and a link is the link itself.
final class Held: Sendable {
    let descriptor: FileDescriptor
    let info: Node

    /// What was seen of it when it was taken hold of.
    struct Node: Hashable, Sendable {
        let inode: Inode
        let type: mode_t
        /// At most 07777.
        let mode: UInt16
        let owner: UInt32
        let group: UInt32
        let names: Int
        let size: Int
        /// Seconds since 1970.
        let modified: Int
        /// Of the inode: by a change of the content, mode, owner or name; seconds since 1970.
        let changed: Int

        init(_ info: stat) {
            inode = Inode(device: UInt64(info.st_dev), number: UInt64(info.st_ino))
            type = info.st_mode & S_IFMT
            mode = UInt16(info.st_mode & 0o7777)
            owner = info.st_uid
            group = info.st_gid
            names = Int(info.st_nlink)
            size = Int(info.st_size)
            modified = info.st_mtim.tv_sec
            changed = info.st_ctim.tv_sec
        }

        var isLink: Bool { type == S_IFLNK }
        var isDirectory: Bool { type == S_IFDIR }
        var isRegular: Bool { type == S_IFREG }
        /// Whether it is root's, and nobody else makes or renames anything in it.
        var isRootsAlone: Bool { owner == 0 && mode & 0o022 == 0 }
        var permissions: State.Permissions { State.Permissions(mode: mode, owner: owner, group: group) }
    }

    /// Owns the descriptor from now on.
    init(_ descriptor: FileDescriptor) throws(Errno) {
        self.descriptor = descriptor
        do { info = try Self.look(descriptor) } catch {
            try? descriptor.close()
            throw error
        }
    }

    deinit { try? descriptor.close() }

    static func look(_ descriptor: FileDescriptor) throws(Errno) -> Node {
        var info = stat()
        guard unsafe fstat(descriptor.rawValue, &info) == 0 else { throw Errno(rawValue: errno) }
        return Node(info)
    }

    /// Takes hold of what a name in it stands for.
    func holding(_ name: String) throws(Errno) -> Held {
        let file = unsafe name.withCString { unsafe nacre_hold_name(descriptor.rawValue, $0) }
        guard file >= 0 else { throw Errno(rawValue: errno) }
        return try Held(FileDescriptor(rawValue: file))
    }

    /// Opens what a name in it stands for, unless that is a link; the caller closes it.
    func opening(_ name: String, _ flags: Int32, mode: UInt32 = 0) throws(Errno) -> FileDescriptor {
        let file = unsafe name.withCString { unsafe nacre_open_name(descriptor.rawValue, $0, flags, mode) }
        guard file >= 0 else { throw Errno(rawValue: errno) }
        return FileDescriptor(rawValue: file)
    }

    /// Where it leads to, for a link.
    func target() throws(Errno) -> String {
        var count = 0
        let text = unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 4096) { buffer -> String in
            guard let base = buffer.baseAddress else { return "" }
            count = unsafe readlinkat(descriptor.rawValue, "", base, buffer.count)
            guard count > 0 else { return "" }
            return unsafe String(decoding: buffer[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self)
        }
        guard count > 0 else { throw Errno(rawValue: errno) }
        return text
    }
}
