import Glibc
import Hardening
import SystemPackage

extension Place {
    /// Puts other bytes into a file whose owner, mode, attributes and times stay, and overwrites where the old ones lay.
    ///
    /// The old file is the name's until the new one is whole. Where the file system copies on write, or somebody took a
    /// snapshot, the old bytes may lie elsewhere still.
    ///
    /// Here `seen` is how the file was when the bytes were made of it.
    ///
    /// - Throws: where it is another one by now, or why it is not rewritten, or its old bytes not overwritten.
    func rewrite(_ seen: Held.Node, with bytes: [UInt8]) throws(Walk.Stop) {
        guard let held else { throw .absent }
        guard held.info.names == 1 else {
            throw .refused("\(path) has another name (a hard link), which may be anywhere; it is not changed")
        }
        let old = try opened(O_RDWR)
        defer { try? old.close() }
        let times = try Self.times(of: old, path)
        guard let now = try? Held.look(old), now == seen else {
            throw .refused("\(path) was changed while it was looked through; it is left as it is")
        }
        try replace(
            with: State.File(bytes, mode: seen.mode, owner: seen.owner, group: seen.group),
            expecting: nil
        )
        try keep(times)
        try Self.overwrite(old, path)
    }

    private static func times(of file: FileDescriptor, _ path: String) throws(Walk.Stop) -> [timespec] {
        var info = stat()
        guard unsafe fstat(file.rawValue, &info) == 0 else {
            throw .failed(.systemCall(errno, "\(path): \(reason())"))
        }
        return [info.st_atim, info.st_mtim]
    }

    private func keep(_ times: [timespec]) throws(Walk.Stop) {
        do {
            let file = try directory.opening(name, O_RDONLY | O_NONBLOCK)
            defer { try? file.close() }
            guard unsafe futimens(file.rawValue, times) == 0 else { throw Errno(rawValue: errno) }
        } catch {
            throw .failed(.systemCall(error, "\(path) is rewritten, and its times could not be kept: \(error)"))
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
