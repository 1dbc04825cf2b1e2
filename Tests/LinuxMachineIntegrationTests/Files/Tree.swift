import CLinux
import Foundation
import Glibc
import Testing

/// A directory of root's in which accounts that have no name own some things; removed at the end.
final class Tree: Sendable {
    static let bob: UInt32 = 12345
    static let carol: UInt32 = 22222

    let path: String

    /// Below /var/lib, whose directories are all root's; those for temporary files are everybody's.
    init() throws {
        path = "/var/lib/nacre-tree-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func at(_ name: String) -> String { path + "/" + name }

    func directory(_ name: String, owner: UInt32 = 0, mode: mode_t = 0o755) {
        #expect(unsafe mkdir(at(name), 0o700) == 0)
        permit(name, owner, mode)
    }

    func file(_ name: String, _ text: String = "x", owner: UInt32 = 0, mode: mode_t = 0o644) {
        #expect(FileManager.default.createFile(atPath: at(name), contents: Data(text.utf8)))
        permit(name, owner, mode)
    }

    func link(_ name: String, to target: String, owner: UInt32 = 0) {
        #expect(unsafe symlink(target, at(name)) == 0)
        #expect(unsafe lchown(at(name), owner, owner) == 0)
    }

    func secondName(_ name: String, of other: String) { #expect(unsafe Glibc.link(at(other), at(name)) == 0) }

    func permit(_ name: String, _ owner: UInt32, _ mode: mode_t) {
        #expect(unsafe chown(at(name), owner, owner) == 0)
        #expect(unsafe chmod(at(name), mode) == 0)
    }

    /// Everything of a file that a change could touch.
    struct Look: Hashable {
        let inode: UInt
        let mode: mode_t
        let owner: uid_t
        let group: gid_t
        let names: UInt
        let bytes: Data
    }

    func look(_ name: String) -> Look {
        var info = stat()
        #expect(unsafe lstat(at(name), &info) == 0, "\(name)")
        let bytes = info.st_mode & S_IFMT == S_IFREG ? FileManager.default.contents(atPath: at(name)) : nil
        return Look(
            inode: UInt(info.st_ino),
            mode: info.st_mode,
            owner: info.st_uid,
            group: info.st_gid,
            names: info.st_mode & S_IFMT == S_IFREG ? UInt(info.st_nlink) : 0,
            bytes: bytes ?? Data()
        )
    }
}
