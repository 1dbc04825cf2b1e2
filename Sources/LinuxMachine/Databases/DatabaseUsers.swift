import Glibc
import Hardening
import Surface
import SystemPackage

/// The processes that have one of a database's files open, as far as /proc tells.
struct DatabaseUsers {
    /// Each with its number and name, such as `1234 (openclaw-gatewa)`.
    let words: [String]

    /// This process is none of them.
    init(of files: DatabaseFiles) throws(Errno) {
        let inodes = Set([files.file.info.inode] + files.beside.values.map(\.info.inode))
        let name = files.place.name
        words = try Self.names(in: "/proc").compactMap { Int32($0) }.sorted()
            .filter { process in process != getpid() && Self.has(process, name, inodes) }
            .map { "\($0) (\(Self.name(of: $0)))" }
    }

    /// Whatever its path is where the process sees it, the name is the same; nothing else is looked at, for asking about
    /// a file may take for ever.
    private static func has(_ process: Int32, _ name: String, _ inodes: Set<Inode>) -> Bool {
        // One that has ended meanwhile has nothing open.
        guard let numbers = try? names(in: "/proc/\(process)/fd") else { return false }
        return numbers.contains { number in
            let path = "/proc/\(process)/fd/\(number)"
            guard let target = FilePath(link(path)).lastComponent?.string, target.hasPrefix(name) else { return false }
            var info = stat()
            guard unsafe fstatat(AT_FDCWD, path, &info, 0) == 0 else { return false }
            return inodes.contains(Held.Node(info).inode)
        }
    }

    private static func link(_ path: String) -> String {
        unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 4096) { buffer in
            guard let base = buffer.baseAddress else { return "" }
            let count = unsafe readlink(path, base, buffer.count)
            guard count > 0 else { return "" }
            return unsafe String(decoding: buffer[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self)
        }
    }

    /// As the process calls itself; what is no ordinary character is left out.
    private static func name(of process: Int32) -> String {
        guard let root = try? RootDirectory("/"),
            case .found(let content) = root.file("/proc/\(process)/comm", limit: 4096)
        else { return "?" }
        let bytes = content.bytes.filter { (0x20...0x7e).contains($0) }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func names(in directory: String) throws(Errno) -> [String] {
        guard let stream = unsafe opendir(directory) else { throw Errno(rawValue: errno) }
        defer { unsafe closedir(stream) }
        var names: [String] = []
        while let entry = unsafe readdir(stream) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
                unsafe $0.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }
}
