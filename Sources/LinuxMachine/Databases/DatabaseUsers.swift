import Glibc
import Hardening
import Surface
import SystemPackage

/// The processes that have a file open, or one of a database's, as far as /proc tells.
struct DatabaseUsers {
    /// Each with its number and name, such as `1234 (openclaw-gatewa)`.
    let words: [String]

    /// This process is none of them.
    ///
    /// - Throws: where /proc cannot be read, so that nobody can tell.
    init(of files: DatabaseFiles) throws {
        try self.init(
            of: files.place.name,
            Set([files.file.info.inode] + files.beside.values.map(\.info.inode))
        )
    }

    /// Who has one of these files open, whose names begin so.
    init(of name: String, _ inodes: Set<Inode>) throws {
        let root = try RootDirectory("/")
        words = try (root.entries("/proc").get() ?? []).compactMap { Int32($0) }.sorted()
            .filter { process in process != getpid() && Self.has(process, name, inodes, root) }
            .filter { !Self.isStarting($0, root) }
            .map { "\($0) (\(Self.name(of: $0, root)))" }
    }

    /// Whether it is a child that has not become its program yet: until then it has open what this process has, and no longer.
    private static func isStarting(_ process: Int32, _ root: RootDirectory) -> Bool {
        guard let program = root.link("/proc/\(getpid())/exe").content,
            root.link("/proc/\(process)/exe").content == program,
            case .found(let content) = root.file("/proc/\(process)/stat", limit: 4096),
            let end = content.bytes.lastIndex(of: UInt8(ascii: ")"))
        else { return false }
        let fields = String(decoding: content.bytes[(end + 1)...], as: UTF8.self).split(separator: " ")
        return fields.count > 1 && fields[1] == "\(getpid())"
    }

    /// Whatever its path is where the process sees it, the name is the same; nothing else is looked at, for asking about
    /// a file may take for ever.
    private static func has(_ process: Int32, _ name: String, _ inodes: Set<Inode>, _ root: RootDirectory) -> Bool {
        // One that has ended meanwhile has nothing open; of one that cannot be read SQLite's lock decides.
        let numbers = root.entries("/proc/\(process)/fd").content ?? []
        return numbers.contains { number in
            let path = "/proc/\(process)/fd/\(number)"
            guard let target = root.link(path).content, FilePath(target).lastComponent?.string.hasPrefix(name) == true
            else { return false }
            var info = stat()
            guard unsafe fstatat(AT_FDCWD, path, &info, 0) == 0 else { return false }
            return inodes.contains(Held.Node(info).inode)
        }
    }

    /// As the process calls itself; what is no ordinary character is left out.
    private static func name(of process: Int32, _ root: RootDirectory) -> String {
        guard case .found(let content) = root.file("/proc/\(process)/comm", limit: 4096) else { return "?" }
        let bytes = content.bytes.filter { (0x20...0x7e).contains($0) }
        return String(decoding: bytes, as: UTF8.self)
    }
}
