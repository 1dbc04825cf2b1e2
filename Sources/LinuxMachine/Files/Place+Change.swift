import CLinux
import Catalog
import Glibc
import Hardening
import SystemPackage

extension Place {
    /// Fails where what is held is not what was expected.
    func require(_ expected: Expected?) throws(Walk.Stop) {
        guard let expected else { return }
        if let inode = expected.inode, held?.info.inode != inode {
            throw .refused("\(path) is another file than the one that was looked at")
        }
        let isSame: Bool
        switch (expected.state, held) {
        case (.absent, let held): isSame = held == nil
        case (.permissions(let permissions), let held?): isSame = held.info.permissions == permissions
        case (.file(let file), let held?):
            let now = State.Permissions(mode: file.mode, owner: file.owner, group: file.group)
            if held.info.isRegular, held.info.permissions == now {
                isSame = try content() == file.bytes
            } else {
                isSame = false
            }
        default: isSame = false
        }
        guard isSame else { throw .refused("\(path) has changed since it was looked at") }
    }

    /// The whole content of what is held.
    func content() throws(Walk.Stop) -> [UInt8] {
        let file = try opened(O_RDONLY)
        do {
            return try file.closeAfter {
                var bytes: [UInt8] = []
                while true {
                    let part = try unsafe [UInt8](unsafeUninitializedCapacity: 1 << 20) { buffer, count in
                        count = try unsafe file.read(into: UnsafeMutableRawBufferPointer(buffer))
                    }
                    if part.isEmpty { return bytes }
                    bytes += part
                }
            }
        } catch {
            throw .failed(.systemCall(error, "cannot read \(path): \(error)"))
        }
    }

    /// Sets who may touch what is held.
    func permit(_ permissions: State.Permissions, expecting expected: Expected? = nil) throws(Walk.Stop) {
        guard let held else { throw .absent }
        try requireGenuine()
        try requirePermitting(permissions)
        try requireFree()
        // A socket cannot be opened, and a FIFO or device is none of the kinds that may be.
        guard held.info.isRegular || held.info.isDirectory else { return try permitHeld(permissions, held, expected) }
        let file = try opened(O_RDONLY)
        defer { try? file.close() }
        try require(expected)
        guard fchown(file.rawValue, permissions.owner, permissions.group) == 0,
            fchmod(file.rawValue, mode_t(permissions.mode)) == 0, fsync(file.rawValue) == 0
        else { throw failed("cannot change who may touch") }
    }

    private func permitHeld(
        _ permissions: State.Permissions,
        _ held: Held,
        _ expected: Expected?
    ) throws(Walk.Stop) {
        try require(expected)
        let file = held.descriptor.rawValue
        guard nacre_change_owner(file, permissions.owner, permissions.group) == 0,
            unsafe chmod("/proc/self/fd/\(file)", mode_t(permissions.mode)) == 0
        else { throw failed("cannot change who may touch") }
    }

    /// Removes the file; that nothing is there is fine.
    func remove(expecting expected: Expected? = nil) throws(Walk.Stop) {
        guard let held else { return }
        try require(expected)
        if held.info.isRegular {
            if isOthers { try requireGenuine() }
            try requireFree()
        }
        let folder = directory.descriptor.rawValue
        guard isOthers else {
            guard unsafe unlinkat(folder, name, 0) == 0 || errno == ENOENT else { throw failed("cannot remove") }
            return try sync()
        }
        // The account may put another file under the name until the last moment: first it is moved where it is looked at.
        let aside = ".nacre-" + String(UInt64.random(in: .min ... .max), radix: 36)
        guard unsafe renameat(folder, name, folder, aside) == 0 else {
            guard errno == ENOENT else { throw failed("cannot remove") }
            return
        }
        guard let moved = try? directory.holding(aside), moved.info.inode == held.info.inode else {
            guard unsafe renameat(folder, aside, folder, name) == 0 else { throw failed("cannot put back") }
            throw .refused("\(path) is another file than a moment ago")
        }
        guard unsafe unlinkat(folder, aside, 0) == 0 else { throw failed("cannot remove") }
        try sync()
    }

    /// Makes a directory; nothing happens where one is, except that others get it where they should.
    func makeDirectory(
        _ permissions: State.Permissions,
        keepingExisting: Bool,
        expecting expected: Expected? = nil
    ) throws(Walk.Stop) {
        if held == nil {
            try require(expected)
            try requireOwner(permissions.owner, now: 0)
            guard unsafe mkdirat(directory.descriptor.rawValue, name, 0o700) == 0 else { throw failed("cannot make") }
            let made: Held
            do { made = try directory.holding(name) } catch {
                throw .failed(.systemCall(error, "cannot make \(path): \(error)"))
            }
            let place = Place(way, name, made, isLink: false)
            // Nothing of another's can have come there: a directory is moved only by one who may write to it.
            guard made.info.isDirectory, made.info.owner == geteuid() else {
                throw .refused("\(path) is another directory than the one that was made")
            }
            try place.permit(permissions)
        } else if held?.info.isDirectory != true {
            throw .failed(.changedMeanwhile("cannot make \(path): something else is there"))
        } else if !keepingExisting, held?.info.permissions != permissions {
            try permit(permissions, expecting: expected)
        }
        try sync()
    }

    /// Removes a directory; whether one with something in it is an error is the caller's to say.
    func removeDirectory(mayBeFull: Bool) throws(Walk.Stop) {
        guard held != nil else { return }
        guard
            unsafe unlinkat(directory.descriptor.rawValue, name, AT_REMOVEDIR) == 0 || errno == ENOENT
                || mayBeFull && errno == ENOTEMPTY
        else { throw failed("cannot remove") }
        try sync()
    }

    /// Makes a symbolic link in place of whatever link or file is there.
    func makeLink(to target: String) throws(Walk.Stop) {
        try remove()
        guard unsafe symlinkat(target, directory.descriptor.rawValue, name) == 0 else { throw failed("cannot link") }
        try sync()
    }

    /// Writes into what is held, as into a parameter of the kernel.
    func write(_ text: String) throws(Walk.Stop) {
        let file = try opened(O_WRONLY)
        do { try file.closeAfter { _ = try file.writeAll(Array(text.utf8)) } } catch {
            throw .failed(.systemCall(error, "cannot write \(path): \(error)"))
        }
    }

    /// Opens a file of root's own for reading and writing, and makes it where none is; the caller closes it.
    func openedOrMade() throws(Walk.Stop) -> FileDescriptor {
        do { return try directory.opening(name, O_RDWR | O_CREAT, mode: 0o600) } catch {
            throw .failed(.systemCall(error, "cannot open \(path): \(error)"))
        }
    }

    /// Brings the names in the directory to the disk.
    func sync() throws(Walk.Stop) {
        do {
            let file = try directory.opening(".", O_RDONLY | O_DIRECTORY)
            try file.closeAfter {
                guard fsync(file.rawValue) == 0 else { throw Errno(rawValue: errno) }
            }
        } catch {
            throw .failed(.systemCall(error, "cannot bring \(way.path(nil)) to the disk: \(error)"))
        }
    }
}
