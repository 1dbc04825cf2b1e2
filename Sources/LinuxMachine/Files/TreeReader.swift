import CLinux
import Glibc
import Surface
import SystemPackage

/// What is done with the files of a tree.
protocol TreeVisitor: AnyObject {
    /// A regular file that is held open for reading; `beside` opens the one in its directory whose name goes on so.
    func visit(_ path: String, _ file: FileDescriptor, _ info: Held.Node, _ beside: (String) -> FileDescriptor?)
    /// What comes next lies in that directory, until `leave`.
    func enter(_ path: String, _ info: Held.Node)
    func leave()
    /// Something that holds no bytes to look at was met on the way; it is held, where that may be done.
    func passOver(_ path: String, _ kind: String, _ held: Held?)
    /// What was not looked at, and why.
    func leaveOut(_ path: String, _ why: String)
    /// Whether to go on.
    var goesOn: Bool { get }
    /// It did not go on, and something was not reached.
    func cut()
    /// Whether something is not wanted, by its path below what was named; asked before it is opened.
    func isUnwanted(_ path: Substring, isDirectory: Bool) -> Bool
}

extension TreeVisitor {
    func cut() {}
    func isUnwanted(_: Substring, isDirectory _: Bool) -> Bool { false }
}

/// Goes through a tree of files whose owners may mean ill: no link is followed, nothing but regular files is opened, and
/// directories are held open while their entries are opened, so that nobody exchanges them on the way.
struct TreeReader {
    /// Directories in directories; each is held open.
    private static let deepest = 200
    /// File systems that hold no files of anybody's, by the number that statfs(2) gives them (`linux/magic.h`).
    private static let pseudo: Set<Int> = [
        0x9FA0, 0x6265_6572, 0x6367_7270, 0x2_7E0EB, 0x1CD1, 0x6462_6720, 0x7363_6673, 0x7472_6163, 0x6165_676C,
        0xCAFE_4A11, 0x1980_0202, 0xDE5E_81E4, 0x4249_4E4D,
    ]

    private static let names: [Int32: String] = [
        Int32(DT_LNK): "links", Int32(DT_FIFO): "FIFOs", Int32(DT_SOCK): "sockets", Int32(DT_CHR): "devices",
        Int32(DT_BLK): "devices",
    ]

    let visitor: any TreeVisitor
    /// How much of a path leads to what was named.
    private var rootLength = 0

    init(visitor: any TreeVisitor) { self.visitor = visitor }

    /// A file or a whole tree; what is named is meant, and a link is followed.
    func read(_ path: String) {
        let file: FileDescriptor
        do {
            file = try FileDescriptor.open(FilePath(path), .readOnly, options: [.closeOnExec, .nonBlocking])
        } catch { return visitor.leaveOut(path, "\(error)") }
        var reader = self
        reader.rootLength = path.utf8.count
        reader.take(path, file, depth: 0) { suffix in
            try? FileDescriptor.open(
                FilePath(path + suffix),
                .readOnly,
                options: [.closeOnExec, .nonBlocking, .noFollow]
            )
        }
    }

    /// The file whose name goes on so, if there is one.
    func read(beside path: String, _ suffix: String) {
        let whole = path + suffix
        do {
            let options: FileDescriptor.OpenOptions = [.closeOnExec, .nonBlocking, .noFollow]
            take(whole, try FileDescriptor.open(FilePath(whole), .readOnly, options: options), depth: 1) { _ in nil }
        } catch Errno.noSuchFileOrDirectory {
            return
        } catch { visitor.leaveOut(whole, "\(error)") }
    }

    /// What lies below a directory of somebody's by that name, such as `.local/state/lesshst`; no link is followed, and
    /// nothing is said where it is not there.
    func read(_ name: String, below directory: String) {
        guard
            var held = try? FileDescriptor.open(
                FilePath(directory),
                .readOnly,
                options: [.closeOnExec, .nonBlocking, .directory]
            )
        else {
            if errno != ENOENT, errno != ENOTDIR { visitor.leaveOut(directory, reason()) }
            return
        }
        var path = directory
        var entered = 0
        defer { for _ in 0..<entered { visitor.leave() } }
        let parts = name.split(separator: "/").map(String.init)
        for (number, part) in parts.enumerated() {
            if let info = try? Held.look(held) {
                visitor.enter(path, info)
                entered += 1
            }
            path += path.hasSuffix("/") ? part : "/\(part)"
            let flags = number < parts.count - 1 ? O_RDONLY | O_DIRECTORY : O_RDONLY | O_NONBLOCK | O_NOCTTY
            let next = unsafe part.withCString { unsafe nacre_open_name(held.rawValue, $0, flags, 0) }
            let code = errno
            if next < 0, code == ELOOP || code == ENOTDIR, isLink(part, in: held) {
                visitor.leaveOut(path, "it is a link, which is not followed")
            } else if next < 0, ![ENXIO, ENOENT, ENOTDIR].contains(code) {
                visitor.leaveOut(path, reason(code))
            }
            try? held.close()
            guard next >= 0 else { return }
            held = FileDescriptor(rawValue: next)
        }
        take(path, held, depth: 1) { _ in nil }
    }

    private func isLink(_ name: String, in directory: FileDescriptor) -> Bool {
        let held = unsafe name.withCString { unsafe nacre_hold_name(directory.rawValue, $0) }
        guard held >= 0, let held = try? Held(FileDescriptor(rawValue: held)) else { return false }
        return held.info.isLink
    }

    private func take(
        _ path: String,
        _ file: FileDescriptor,
        depth: Int,
        _ beside: (String) -> FileDescriptor?
    ) {
        guard let info = try? Held.look(file) else {
            try? file.close()
            return visitor.leaveOut(path, reason())
        }
        if info.isDirectory { return enter(path, file, info, depth: depth) }
        defer { try? file.close() }
        guard info.isRegular else {
            return visitor.leaveOut(path, "a \(FileStatus.Kind(info.type).rawValue), which is not read")
        }
        visitor.visit(path, file, info) { suffix in
            guard let opened = beside(suffix) else { return nil }
            if (try? Held.look(opened))?.isRegular == true { return opened }
            try? opened.close()
            return nil
        }
    }

    /// Owns the directory from now on.
    private func enter(_ path: String, _ directory: FileDescriptor, _ info: Held.Node, depth: Int) {
        if depth > 0, Self.pseudo.contains(nacre_file_system(directory.rawValue)) {
            try? directory.close()
            return
        }
        guard let stream = unsafe fdopendir(directory.rawValue) else {
            try? directory.close()
            return visitor.leaveOut(path, reason())
        }
        defer { unsafe closedir(stream) }
        // The log of a database comes after it, which says where secrets end.
        var logs: [[CChar]] = []
        visitor.enter(path, info)
        defer { visitor.leave() }
        while visitor.goesOn {
            errno = 0
            guard let entry = unsafe readdir(stream) else {
                if errno != 0 { visitor.leaveOut(path, reason()) }
                for name in logs { unsafe open(name, in: directory, path, depth, isDirectory: nil) }
                return
            }
            let kind = unsafe Int32(entry.pointee.d_type)
            let isOpened = kind == Int32(DT_REG) || kind == Int32(DT_DIR) || kind == Int32(DT_UNKNOWN)
            unsafe withUnsafePointer(to: &entry.pointee.d_name) {
                unsafe $0.withMemoryRebound(to: CChar.self, capacity: 256) {
                    // Names are bytes, and need not be text.
                    if !isOpened {
                        unsafe pass($0, in: directory, path, kind)
                    } else if logs.count < Self.mostLogs, unsafe Self.isLog($0) {
                        unsafe logs.append(Array(UnsafeBufferPointer(start: $0, count: strlen($0) + 1)))
                    } else {
                        let isDirectory = kind == Int32(DT_UNKNOWN) ? nil : kind == Int32(DT_DIR)
                        unsafe open($0, in: directory, path, depth, isDirectory: isDirectory)
                    }
                }
            }
        }
        visitor.cut()
    }

    /// Logs of one directory that are put off.
    private static let mostLogs = 10_000
    private static let logs: [StaticString] = ["-wal", "-journal"]

    private static func isLog(_ name: UnsafePointer<CChar>) -> Bool {
        let count = unsafe strlen(name)
        return Self.logs.contains { suffix in
            unsafe count > suffix.utf8CodeUnitCount
                && memcmp(name + count - suffix.utf8CodeUnitCount, suffix.utf8Start, suffix.utf8CodeUnitCount) == 0
        }
    }

    /// What holds no bytes is not opened: that may have a device do something.
    private func pass(_ name: UnsafePointer<CChar>, in directory: FileDescriptor, _ path: String, _ kind: Int32) {
        let whole = unsafe Self.joined(path, String(cString: name))
        if visitor.isUnwanted(below(whole), isDirectory: false) { return }
        let number = unsafe nacre_hold_name(directory.rawValue, name)
        if number < 0 {
            // It went away meanwhile.
            if errno == ENOENT { return }
            visitor.leaveOut(whole, reason())
        }
        let held = number >= 0 ? try? Held(FileDescriptor(rawValue: number)) : nil
        visitor.passOver(whole, Self.names[kind] ?? "of an unknown kind", held)
    }

    private static func joined(_ path: String, _ name: String) -> String {
        path.hasSuffix("/") ? path + name : "\(path)/\(name)"
    }

    /// Its path below what was named.
    private func below(_ path: String) -> Substring {
        Substring(path.utf8.dropFirst(rootLength)).drop { $0 == "/" }
    }

    private func open(
        _ name: UnsafePointer<CChar>,
        in directory: FileDescriptor,
        _ path: String,
        _ depth: Int,
        isDirectory: Bool?
    ) {
        let text = unsafe String(cString: name)
        if text == "." || text == ".." { return }
        let whole = Self.joined(path, text)
        guard depth < Self.deepest else { return visitor.leaveOut(whole, "it lies \(depth) directories deep") }
        var isFolder = isDirectory ?? false
        if isDirectory == nil {
            let held = unsafe nacre_hold_name(directory.rawValue, name)
            guard held >= 0, let held = try? Held(FileDescriptor(rawValue: held)) else { return }
            guard held.info.isRegular || held.info.isDirectory else {
                return unsafe pass(name, in: directory, path, Int32(held.info.type >> 12))
            }
            isFolder = held.info.isDirectory
        }
        if visitor.isUnwanted(below(whole), isDirectory: isFolder) { return }
        let number = unsafe nacre_open_name(directory.rawValue, name, O_RDONLY | O_NONBLOCK | O_NOCTTY, 0)
        guard number >= 0 else {
            // A link, a socket, or what went away meanwhile.
            if ![ELOOP, ENXIO, ENOENT].contains(errno) { visitor.leaveOut(whole, reason()) }
            return
        }
        take(whole, FileDescriptor(rawValue: number), depth: depth + 1) { suffix in
            // Names are bytes here, too.
            var longer = unsafe Array(UnsafeBufferPointer(start: name, count: strlen(name)))
            longer += suffix.utf8.map { CChar(bitPattern: $0) } + [0]
            let number = unsafe nacre_open_name(directory.rawValue, longer, O_RDONLY | O_NONBLOCK | O_NOCTTY, 0)
            return number >= 0 ? FileDescriptor(rawValue: number) : nil
        }
    }
}
