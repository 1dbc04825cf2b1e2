import CLinux
import Glibc
import Hardening
import SystemPackage

extension Place {
    /// Puts other bytes into a file whose owner, mode, attributes and times stay, and overwrites where the old ones lay.
    ///
    /// The old file is the name's until the new one is whole. Whoever writes to it meanwhile has it back. Where the file
    /// system copies on write, or somebody took a snapshot, the old bytes may lie elsewhere still.
    ///
    /// Here `seen` is how the file was when the bytes were made of it.
    ///
    /// - Throws: where it is another one by now, or why it is not rewritten, or its old bytes not overwritten.
    func rewrite(_ seen: Held.Node, with bytes: [UInt8]) throws(Walk.Stop) {
        guard let held else { throw .absent }
        guard held.info.names == 1 else {
            throw .refused("\(path) has another name (a hard link), which may be anywhere; it is not changed")
        }
        try requireGenuine()
        try requireFree()
        let old = try opened(O_RDWR)
        defer { try? old.close() }
        let before = try look(old)
        guard let now = try? Held.look(old), now == seen else { throw changed }
        let temporary = ".nacre-" + String(UInt64.random(in: .min ... .max), radix: 36)
        let made = try write(bytes, seen, before, as: temporary, try Attributes(of: self))
        let folder = directory.descriptor.rawValue
        guard try isUnchanged(old, before) else {
            remove(temporary, made)
            throw changed
        }
        guard unsafe nacre_exchange(folder, temporary, name) == 0 else {
            // Some file systems, such as NFS, cannot exchange two names.
            let failure = failed("cannot exchange")
            remove(temporary, made)
            throw failure
        }
        // From here on, the old one has the other name.
        let isOld = (try? directory.holding(temporary))?.info.inode == seen.inode
        let users = isOld ? try? DatabaseUsers(of: temporary, [seen.inode]).words : nil
        guard isOld, users?.isEmpty == true, try isUnchanged(old, before) else {
            guard unsafe nacre_exchange(folder, temporary, name) == 0 else { throw failed("cannot put back") }
            remove(temporary, made)
            throw changed
        }
        guard unsafe unlinkat(folder, temporary, 0) == 0 else { throw failed("cannot remove the old") }
        try Self.overwrite(old, path)
        try sync()
    }

    private var changed: Walk.Stop {
        .refused("\(path) was changed, or opened, while it was rewritten; it is left as it is")
    }

    private func look(_ file: FileDescriptor) throws(Walk.Stop) -> stat {
        var info = stat()
        guard unsafe fstat(file.rawValue, &info) == 0 else { throw failed("cannot look at") }
        return info
    }

    /// Whether nobody wrote to it: an exchange of names changes neither its length nor when it was written to.
    private func isUnchanged(_ file: FileDescriptor, _ before: stat) throws(Walk.Stop) -> Bool {
        let now = try look(file)
        return now.st_size == before.st_size && now.st_mtim.tv_sec == before.st_mtim.tv_sec
            && now.st_mtim.tv_nsec == before.st_mtim.tv_nsec
    }

    private func write(
        _ bytes: [UInt8],
        _ seen: Held.Node,
        _ before: stat,
        as temporary: String,
        _ attributes: Attributes
    ) throws(Walk.Stop) -> Inode? {
        var made: Inode?
        do {
            let file = try directory.opening(temporary, O_WRONLY | O_CREAT | O_EXCL, mode: 0o600)
            made = try? Held.look(file).inode
            try file.closeAfter {
                _ = try file.writeAll(bytes)
                guard fchown(file.rawValue, seen.owner, seen.group) == 0 else { throw Errno(rawValue: errno) }
                try attributes.put(on: file)
                guard fchmod(file.rawValue, mode_t(seen.mode)) == 0,
                    unsafe futimens(file.rawValue, [before.st_atim, before.st_mtim]) == 0, fsync(file.rawValue) == 0
                else { throw Errno(rawValue: errno) }
            }
            return made
        } catch {
            remove(temporary, made)
            throw .failed(.systemCall(error, "cannot write \(path): \(error)"))
        }
    }

    /// The account whose directory it is may have put something else under that name.
    private func remove(_ temporary: String, _ made: Inode?) {
        guard let made, let left = try? directory.holding(temporary), left.info.inode == made else { return }
        _ = unsafe unlinkat(directory.descriptor.rawValue, temporary, 0)
    }

    /// Opens what is held for writing over what it holds; the caller closes it.
    func openedForWriting() throws(Walk.Stop) -> FileDescriptor { try opened(O_RDWR) }

    /// Opens a file beside it for writing over what it holds, which has to be this very one; the caller closes it.
    func openedForWriting(beside suffix: String, _ expected: Held) throws(Walk.Stop) -> FileDescriptor {
        do {
            let file = try directory.opening(name + suffix, O_RDWR | O_NONBLOCK | O_NOCTTY)
            guard try Held.look(file).inode == expected.info.inode else {
                try? file.close()
                throw Walk.Stop.refused("\(path)\(suffix) is another file than a moment ago")
            }
            return file
        } catch let stop as Walk.Stop {
            throw stop
        } catch {
            throw .failed(.systemCall(errno, "\(path)\(suffix): \(error)"))
        }
    }

    /// Writes zeros over all that a file holds, and waits until the disk has them.
    static func overwrite(_ file: FileDescriptor, _ path: String) throws(Walk.Stop) {
        do {
            let size = try Held.look(file).size
            let zeros = [UInt8](repeating: 0, count: 1 << 20)
            var place = 0
            while place < size {
                let count = min(zeros.count, size - place)
                let written = unsafe pwrite(file.rawValue, zeros, count, place)
                guard written > 0 else { throw Errno(rawValue: errno) }
                place += written
            }
            guard fsync(file.rawValue) == 0 else { throw Errno(rawValue: errno) }
        } catch {
            throw .failed(
                .systemCall(
                    error,
                    "\(path) is rewritten, and where its old bytes lay could not be overwritten: \(error)"
                )
            )
        }
    }
}
