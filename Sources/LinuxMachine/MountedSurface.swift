public import Catalog
public import Surface

/// A system that does not run: an image or a rescue disk mounted at a directory.
public struct MountedSurface: Surface {
    private let root: RootDirectory

    public let isLive = false
    public let now: Int

    /// - Throws: `RootDirectory.Failure` when the directory cannot be opened.
    public init(_ directory: String) throws(RootDirectory.Failure) {
        root = try RootDirectory(directory)
        now = currentTime()
    }

    public func file(_ path: String, limit: Int) -> Reading<FileContent> { root.file(path, limit: limit) }
    public func lines(of path: String, from offset: Int, limit: Int) throws(Unknown) -> Lines? {
        try root.lines(of: path, from: offset, limit: limit)
    }
    public func status(_ path: String) -> Reading<FileStatus> { root.status(path) }
    public func node(_ path: String) -> Reading<FileStatus> { root.node(path) }
    public func accessList(_ path: String) -> Reading<AccessList> { root.accessList(path) }
    public func isImmutable(_ path: String) -> Reading<Bool> { root.isImmutable(path) }
    public func entries(_ directory: String) -> Reading<[String]> { root.entries(directory) }
    public func link(_ path: String) -> Reading<String> { root.link(path) }
    public func run(_ command: Command) -> Reading<Output> { .unreadable(Self.asleep) }
    public func get(_ target: String, socket: String) -> Reading<Response> { .unreadable(Self.asleep) }
    public func get(_ target: String, socket: String, seconds: Int) -> Reading<Response> { .unreadable(Self.asleep) }
    public func exchange(_ request: [UInt8], socket: String, until marker: [UInt8]) -> Reading<[UInt8]> {
        .unreadable(Self.asleep)
    }
    public func visit(_ visit: Visit) -> Reading<Visited> { .unreadable(Self.asleep) }

    private static let asleep = Unknown.needsRunningSystem("the system does not run")
}
