import Catalog
import Glibc
import Hardening
import SystemPackage

/// A name in a directory that is held, and what it stood for when the walk came there, held as well.
struct Place {
    let way: Way
    let name: String
    /// Nothing where the name stands for nothing.
    let held: Held?
    /// Whether the last name that was asked for is a link that was followed.
    let isLink: Bool

    init(_ way: Way, _ name: String, _ held: Held?, isLink: Bool) {
        self.way = way
        self.name = name
        self.held = held
        self.isLink = isLink
    }

    /// The directory itself that a walk is in.
    init(whole way: Way, isLink: Bool) {
        let held = way.directory
        (self.way, name) = way.asName
        self.held = held
        self.isLink = isLink
    }

    var directory: Held { way.directory }
    /// The path without links.
    var path: String { name == "." ? way.path(nil) : way.path(name) }

    /// Whether others than root decide what the name stands for.
    var isOthers: Bool {
        way.account != nil || directory.info.mode & 0o002 != 0
    }

    /// Whether it is a file with another name besides, of somebody else than the directory's owner.
    ///
    /// Somebody may have given a foreign file a name in an own directory, where the kernel does not forbid it.
    var isForeignByAnotherName: Bool {
        guard let info = held?.info, info.isRegular, info.names > 1, isOthers else { return false }
        return info.owner != directory.info.owner || directory.info.owner == 0
    }

    /// Opens what is held, and only that; the caller closes it.
    func opened(_ flags: Int32) throws(Walk.Stop) -> FileDescriptor {
        guard let held else { throw .absent }
        do {
            let file = try directory.opening(name, flags | O_NONBLOCK | O_NOCTTY)
            guard try Held.look(file).inode == held.info.inode else {
                try? file.close()
                throw Walk.Stop.refused("\(path) is another file than a moment ago")
            }
            return file
        } catch let stop as Walk.Stop {
            throw stop
        } catch Errno.noSuchFileOrDirectory, Errno.notDirectory, Errno.tooManySymbolicLinkLevels {
            throw .refused("\(path) is another file than a moment ago")
        } catch {
            throw .failed(.systemCall(error, "\(path): \(error)"))
        }
    }
}
