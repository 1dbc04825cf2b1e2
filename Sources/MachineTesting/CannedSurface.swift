public import Catalog
public import Surface

/// A surface whose files, programs and sockets are dictionaries.
public struct CannedSurface: Surface {
    public var isLive = true
    public var now = 1_790_000_000
    public var files: [String: FileContent] = [:]
    public var unreadable: [String: Unknown] = [:]
    /// Modes of directories; 0755 where none is named.
    public var directories: [String: UInt16] = [:]
    /// Owners of directories that are not root's.
    public var owners: [String: UInt32] = [:]
    public var links: [String: String] = [:]
    public var accessLists: [String: AccessList] = [:]
    /// Files that their file system keeps as they are.
    public var immutable: Set<String> = []
    public var outputs: [Command: Output] = [:]
    /// What programs give that run one after the other in a network of their own.
    public var apart: [[Command]: [Output]] = [:]
    /// Responses by socket path, then target.
    public var responses: [String: [String: Response]] = [:]
    /// Seconds that an answer takes, by target; none where it is there at once.
    public var delays: [String: Int] = [:]
    /// Answers to raw exchanges, by socket path, then request.
    public var answers: [String: [[UInt8]: [UInt8]]] = [:]
    public var visits: [Visit: Visited] = [:]

    public init() {}

    /// A surface with these text files, mode 0644, owned by root.
    public init(files: [String: String]) {
        for (path, text) in files { self.add(path, text) }
    }

    public mutating func add(_ path: String, _ text: String, mode: UInt16 = 0o644, owner: UInt32 = 0, group: UInt32 = 0)
    {
        let bytes = Array(text.utf8)
        let status = FileStatus(mode: mode, owner: owner, group: group, size: bytes.count)
        files[path] = FileContent(bytes: bytes, status: status)
    }

    public mutating func add(_ command: Command, _ text: String, status: Int = 0) {
        outputs[command] = Output(status: status, standardOutput: Array(text.utf8))
    }

    public func runApart(_ commands: [Command]) -> Reading<[Output]> {
        apart[commands].map { .found($0) } ?? .unreadable(.notPermitted("no network of its own"))
    }

    public func file(_ path: String, limit: Int) -> Reading<FileContent> {
        if let why = unreadable[path] { return .unreadable(why) }
        guard let file = files[path] else { return .absent }
        return file.bytes.count > limit ? .unreadable(.tooLarge("\(path) is larger than \(limit) bytes")) : .found(file)
    }

    public func lines(of path: String, from offset: Int, limit: Int) throws(Unknown) -> Lines? {
        if let why = unreadable[path] { throw why }
        guard let file = files[path] else { return nil }
        guard file.status.kind == .regular else {
            throw .malformed("\(path) is not a regular file but a \(file.status.kind.rawValue)")
        }
        return try Lines(StoredBytes(file.bytes, name: path), from: offset, limit: limit)
    }

    public func accessList(_ path: String) -> Reading<AccessList> { accessLists[path].map { .found($0) } ?? .absent }

    public func isImmutable(_ path: String) -> Reading<Bool> { status(path).map { _ in immutable.contains(path) } }

    public func status(_ path: String) -> Reading<FileStatus> {
        if let file = files[path] { return .found(file.status) }
        if let why = unreadable[path] { return .unreadable(why) }
        let prefix = path.hasSuffix("/") ? path : path + "/"
        let isDirectory = files.keys.contains { $0.hasPrefix(prefix) }
        guard isDirectory else { return .absent }
        return .found(FileStatus(kind: .directory, mode: directories[path] ?? 0o755, owner: owners[path] ?? 0))
    }

    public func node(_ path: String) -> Reading<FileStatus> {
        guard links[path] != nil else { return status(path) }
        return .found(FileStatus(kind: .other, mode: 0o777, owner: owners[path] ?? 0, isLink: true))
    }

    public func entries(_ directory: String) -> Reading<[String]> {
        if let why = unreadable[directory] { return .unreadable(why) }
        let prefix = directory.hasSuffix("/") ? directory : directory + "/"
        let names = (Array(files.keys) + Array(unreadable.keys) + Array(links.keys)).filter { $0.hasPrefix(prefix) }
            .compactMap {
                $0.dropFirst(prefix.count).split(separator: "/").first.map(String.init)
            }
        return names.isEmpty ? .absent : .found(Set(names).sorted())
    }

    public func link(_ path: String) -> Reading<String> { links[path].map { .found($0) } ?? .absent }

    public func run(_ command: Command) -> Reading<Output> { outputs[command].map { .found($0) } ?? .absent }

    public func get(_ target: String, socket: String) -> Reading<Response> {
        get(target, socket: socket, seconds: 5)
    }

    public func get(_ target: String, socket: String, seconds: Int) -> Reading<Response> {
        if let delay = delays[target], delay > seconds {
            return .unreadable(.timedOut("no answer within \(seconds) s"))
        }
        return responses[socket]?[target].map { .found($0) } ?? .absent
    }

    public func exchange(_ request: [UInt8], socket: String, until marker: [UInt8]) -> Reading<[UInt8]> {
        answers[socket]?[request].map { .found($0) } ?? .absent
    }

    public func visit(_ visit: Visit) -> Reading<Visited> {
        visits[visit].map { .found($0) } ?? .unreadable(.notRunning("connection refused"))
    }
}
