import Catalog
import CLinux
import Glibc
import Surface
import SystemPackage

/// A directory that everything is read below of; no link leads out of it, nor to what its maker could not have chosen.
public struct RootDirectory: Sendable {
    /// The directory cannot be opened.
    public struct Failure: Error, CustomStringConvertible {
        public let description: String
    }

    private let root: Held

    public init(_ path: String) throws(Failure) {
        do {
            root = try Held(FileDescriptor.open(FilePath(path), .readOnly, options: [.directory, .closeOnExec]))
        } catch {
            throw Failure(description: "cannot open the directory \(path): \(error)")
        }
    }

    /// Reads a regular file; FIFOs, devices, sockets and directories are named, never opened for reading.
    func file(_ path: String, limit: Int) -> Reading<FileContent> {
        reading(path) { place, held throws(Walk.Stop) in
            try Self.requireRegular(held, path)
            guard held.info.size <= limit else { throw .failed(.tooLarge("\(path) is larger than \(limit) bytes")) }
            let file = try place.opened(O_RDONLY)
            defer { try? file.close() }
            do {
                let info = try Held.look(file)
                let bytes = try read(file, path, size: info.size, limit: limit)
                return FileContent(bytes: bytes, status: FileStatus(info, isLink: place.isLink))
            } catch let stop as Walk.Stop {
                throw stop
            } catch {
                throw .failed(.systemCall(error, "\(path): \(error)"))
            }
        }
    }

    /// The lines of a regular file, from a place in it on.
    func lines(of path: String, from offset: Int, limit: Int) throws(Unknown) -> Lines? {
        let opened = reading(path) { place, held throws(Walk.Stop) in
            try Self.requireRegular(held, path)
            return try place.opened(O_RDONLY)
        }
        guard let file = try opened.get() else { return nil }
        return try Lines(HeldBytes(file, name: path), from: offset, limit: limit)
    }

    private static func requireRegular(_ held: Held, _ path: String) throws(Walk.Stop) {
        let kind = FileStatus.Kind(held.info.type)
        guard kind == .regular else {
            throw .failed(.malformed("\(path) is not a regular file but a \(kind.rawValue)"))
        }
    }

    func status(_ path: String) -> Reading<FileStatus> {
        reading(path) { place, held throws(Walk.Stop) in FileStatus(held.info, isLink: place.isLink) }
    }

    /// Nothing of it is read, so that a second name of somebody's file does no harm here.
    func node(_ path: String) -> Reading<FileStatus> {
        do throws(Walk.Stop) {
            let place = try Walk(root).place(path, for: .reading, followingLast: false)
            return place.held.map { .found(FileStatus($0.info, isLink: $0.info.isLink)) } ?? .absent
        } catch .absent {
            return .absent
        } catch {
            return .unreadable(error.unknown)
        }
    }

    func isImmutable(_ path: String) -> Reading<Bool> {
        reading(path) { _, held throws(Walk.Stop) in
            switch nacre_is_immutable(held.descriptor.rawValue) {
            case 0: return false
            case 1: return true
            default: throw .failed(.failed("whether \(path) is immutable cannot be asked: \(reason())"))
            }
        }
    }

    /// Absent where what is there has no list, or its file system knows none.
    func accessList(_ path: String) -> Reading<AccessList> {
        reading(path) { _, held throws(Walk.Stop) in
            switch held.attribute("system.nfs4_acl") {
            case .absent: break
            default: throw .failed(.notModeled("\(path) has an access control list of NFS, which is not understood"))
            }
            switch held.attribute("system.posix_acl_access") {
            case .absent: return AccessList()
            case .unreadable(let why):
                throw .failed(why.saying("the access control list of \(path) cannot be read: \(why)"))
            case .found(let bytes):
                guard let list = AccessList(bytes) else {
                    throw .failed(.notModeled("the access control list of \(path) is not understood"))
                }
                return list
            }
        }
    }

    func link(_ path: String) -> Reading<String> {
        do {
            guard let held = try Walk(root).place(path, for: .reading, followingLast: false).held, held.info.isLink
            else { return .absent }
            return .found(try held.target())
        } catch Walk.Stop.absent {
            return .absent
        } catch let stop as Walk.Stop {
            return .unreadable(stop.unknown)
        } catch {
            return .unreadable(.systemCall(error, "\(path): \(error)"))
        }
    }

    func entries(_ directory: String) -> Reading<[String]> {
        reading(directory) { _, held throws(Walk.Stop) in
            guard held.info.isDirectory else { throw .absent }
            let file: FileDescriptor
            do { file = try held.opening(".", O_RDONLY | O_DIRECTORY) } catch {
                throw .failed(.systemCall(error, "\(directory): \(error)"))
            }
            guard let stream = unsafe fdopendir(file.rawValue) else {
                try? file.close()
                throw .failed(.systemCall(errno, "\(directory): \(reason())"))
            }
            defer { unsafe closedir(stream) }
            var names: [String] = []
            while let entry = unsafe readdir(stream) {
                let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
                    unsafe $0.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
                }
                if name != ".", name != ".." { names.append(name) }
                if names.count > 100_000 { throw .failed(.tooLarge("\(directory) has more than 100,000 entries")) }
            }
            return names.sorted()
        }
    }

    private func reading<Content>(
        _ path: String,
        _ content: (Place, Held) throws(Walk.Stop) -> Content
    ) -> Reading<Content> {
        do throws(Walk.Stop) {
            let place = try Walk(root).place(path, for: .reading, followingLast: true)
            guard let held = place.held else { return .absent }
            guard !place.isForeignByAnotherName else {
                throw .refused("\(path) is another account's file, by a second name; it is not looked at")
            }
            return .found(try content(place, held))
        } catch .absent {
            return .absent
        } catch {
            return .unreadable(error.unknown)
        }
    }

    /// The size that stat tells is not believed: files of `/proc` say 0, others grow.
    private func read(
        _ file: FileDescriptor,
        _ path: String,
        size: Int,
        limit: Int
    ) throws(Walk.Stop) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(min(max(size, 0), limit) + 1)
        let chunk = 65536
        do {
            while true {
                let part = try unsafe [UInt8](unsafeUninitializedCapacity: chunk) { buffer, count in
                    count = try unsafe file.read(into: UnsafeMutableRawBufferPointer(buffer))
                }
                if part.isEmpty { return bytes }
                bytes += part
                if bytes.count > limit { throw Walk.Stop.failed(.tooLarge("\(path) is larger than \(limit) bytes")) }
            }
        } catch let stop as Walk.Stop {
            throw stop
        } catch {
            throw .failed(.systemCall(error, "\(path): \(error)"))
        }
    }
}

extension FileStatus {
    init(_ info: Held.Node, isLink: Bool) {
        self.init(
            kind: Kind(info.type),
            mode: info.mode,
            owner: info.owner,
            group: info.group,
            size: info.size,
            modified: info.modified,
            changed: info.changed,
            isLink: isLink,
            names: info.names
        )
    }
}

extension FileStatus.Kind {
    init(_ type: mode_t) {
        self =
            switch type {
            case S_IFREG: .regular
            case S_IFDIR: .directory
            case S_IFSOCK: .socket
            case S_IFIFO: .fifo
            case S_IFCHR, S_IFBLK: .device
            default: .other
            }
    }
}
