import CLinux
import Catalog
import Glibc
import Hardening
import SystemPackage

extension Place {
    /// Puts a file under the name so that a power cut leaves either the old one or the whole new one.
    ///
    /// Whoever may use the old one by an access control list, and its other attributes, stay.
    ///
    /// - Throws: where what would go is not what was expected. Then the old one is there again.
    func replace(with file: State.File, expecting expected: Expected?) throws(Walk.Stop) {
        try requireGenuine()
        if let held {
            guard held.info.isRegular else { throw .failed(.malformed("\(path) is not a regular file")) }
            try requireFree()
            try requireOwner(file.owner, now: held.info.owner)
            if (file.mode & ~held.info.mode) & 0o6000 != 0 {
                throw .refused("\(path) would run with its owner's rights")
            }
        } else {
            try requireOwner(file.owner, now: 0)
        }
        try require(expected)
        let attributes = try held == nil ? nil : Attributes(of: self)
        let temporary = ".nacre-" + String(UInt64.random(in: .min ... .max), radix: 36)
        var made: Inode?
        do throws(Walk.Stop) {
            try write(file, as: temporary, attributes, &made)
            try exchange(temporary)
        } catch {
            // The account whose directory it is may have put something else under that name as well.
            if let made, let left = try? directory.holding(temporary), left.info.inode == made {
                _ = unsafe unlinkat(directory.descriptor.rawValue, temporary, 0)
            }
            throw error
        }
        try sync()
    }

    private func write(
        _ file: State.File,
        as temporary: String,
        _ attributes: Attributes?,
        _ made: inout Inode?
    ) throws(Walk.Stop) {
        do {
            let descriptor = try directory.opening(temporary, O_WRONLY | O_CREAT | O_EXCL, mode: 0o600)
            made = try? Held.look(descriptor).inode
            try descriptor.closeAfter {
                _ = try descriptor.writeAll(file.bytes)
                // The owner first: changing it takes set-user-ID bits and capabilities away. The mode last: it says how
                // much of an access control list counts.
                guard fchown(descriptor.rawValue, file.owner, file.group) == 0 else { throw Errno(rawValue: errno) }
                try attributes?.put(on: descriptor)
                guard fchmod(descriptor.rawValue, mode_t(file.mode)) == 0, fsync(descriptor.rawValue) == 0
                else { throw Errno(rawValue: errno) }
            }
        } catch {
            throw .failed(.systemCall(error, "cannot write \(path): \(error)"))
        }
    }

    /// Gives the new file the name, and takes it away again where another file than the one that was held has had it.
    private func exchange(_ temporary: String) throws(Walk.Stop) {
        let folder = directory.descriptor.rawValue
        guard isOthers else {
            guard unsafe renameat(folder, temporary, folder, name) == 0 else { throw failed("cannot write") }
            return
        }
        guard let held else {
            // Nothing was there, and nothing that came since is overwritten.
            guard unsafe linkat(folder, temporary, folder, name, 0) == 0 else {
                guard errno == EEXIST else { throw failed("cannot write") }
                throw .refused("\(path) came into being a moment ago")
            }
            guard unsafe unlinkat(folder, temporary, 0) == 0 else { throw failed("cannot write") }
            return
        }
        guard unsafe nacre_exchange(folder, temporary, name) == 0 else {
            guard errno == ENOENT else { throw failed("cannot write") }
            throw .refused("\(path) went away a moment ago")
        }
        guard let old = try? directory.holding(temporary), old.info.inode == held.info.inode else {
            guard unsafe nacre_exchange(folder, temporary, name) == 0 else { throw failed("cannot put back") }
            throw .refused("\(path) is another file than a moment ago")
        }
        guard unsafe unlinkat(folder, temporary, 0) == 0 else { throw failed("cannot write") }
    }

    func failed(_ what: String) -> Walk.Stop { .failed(.systemCall(errno, "\(what) \(path): \(reason())")) }
}
