import CLinux
import Catalog
import Glibc
import Hardening
import SystemPackage

extension Place {
    private static let systemDirectories = [
        "/usr", "/lib", "/lib32", "/lib64", "/libx32", "/bin", "/sbin", "/boot", "/etc", "/dev", "/proc", "/sys",
    ]
    private static let shared = [
        "/", "/home", "/media", "/mnt", "/opt", "/run", "/srv", "/tmp", "/var", "/var/lib", "/var/log", "/var/tmp",
    ]

    private static func system(_ path: String) -> String? {
        systemDirectories.first { path == $0 || path.hasPrefix($0 + "/") }
    }

    /// Fails where the walk came into a directory of the system by a path that does not name one.
    func requireNamed(_ asked: String) throws(Walk.Stop) {
        guard let system = Self.system(path), Self.system(asked) == nil else { return }
        throw .refused("\(asked) leads to \(path), in \(system); nothing is changed there")
    }

    /// Fails where something could have been put into its place by somebody who does not own it.
    ///
    /// In a directory of an account, only that account's and root's files are changed. A directory cannot be moved by
    /// one who may not write to it, so that one of another account is where that account wanted it.
    func requireGenuine() throws(Walk.Stop) {
        guard let info = held?.info else { return }
        if info.isLink { throw .refused("\(path) is a symbolic link; nothing is changed by it") }
        guard isOthers else { return }
        let around = directory.info
        if around.owner == 0, around.mode & 0o1002 == 0o002 {
            throw .refused("everybody may exchange \(path); nothing is changed there")
        }
        guard !info.isDirectory else { return }
        if info.names > 1 {
            throw .refused("\(path) has another name (a hard link), which may be anywhere; it is not changed")
        }
        if info.mode & 0o6000 != 0 {
            throw .refused("\(path) runs with its owner's rights (set-user-ID or set-group-ID); it is not changed")
        }
        if around.owner != 0, info.owner != 0, info.owner != around.owner {
            throw .refused(
                "\(path) belongs to the account with the id \(info.owner), its directory to \(around.owner); "
                    + "it is not changed"
            )
        }
    }

    /// Fails where what is held may not get these permissions.
    func requirePermitting(_ wanted: State.Permissions) throws(Walk.Stop) {
        guard let info = held?.info else { throw .absent }
        if let system = Self.system(path), system != "/etc" || path == "/etc" {
            throw .refused("\(path) is the system's; who may use it is not changed")
        }
        if Self.shared.contains(path) { throw .refused("\(path) is everybody's; who may use it is not changed") }
        guard info.isRegular || info.isDirectory || info.type == S_IFSOCK else {
            throw .refused("\(path) is neither a file nor a directory nor a socket")
        }
        if !info.isDirectory, (info.mode | wanted.mode) & 0o6000 != 0 {
            throw .refused("\(path) runs with its owner's rights (set-user-ID or set-group-ID); it is not changed")
        }
        try requireOwner(wanted.owner, now: info.owner)
    }

    /// Fails where a file of one account would become another's.
    func requireOwner(_ wanted: UInt32, now owner: UInt32) throws(Walk.Stop) {
        guard wanted != owner, wanted != 0 else { return }
        guard owner == 0 else {
            throw .refused("\(path) belongs to the account with the id \(owner) and is not given to \(wanted)")
        }
        guard !isOthers || wanted == directory.info.owner else {
            throw .refused("\(path) is root's in another account's directory, and is not given to \(wanted)")
        }
    }

    /// Fails where the file system itself keeps what is held, or its name, as it is.
    func requireFree() throws(Walk.Stop) {
        for (held, path) in [(held, path), (directory, way.path(nil))] {
            guard let held, nacre_is_fixed(held.descriptor.rawValue) == 1 else { continue }
            throw .failed(.notPermitted("\(path) is immutable or append-only; chattr -i -a \(path) lifts that"))
        }
    }
}
