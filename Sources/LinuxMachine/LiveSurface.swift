public import Catalog
public import Surface

/// The running system.
public struct LiveSurface: Surface {
    private let root: RootDirectory
    private let programs = Programs()

    public let isLive = true
    public let now: Int

    /// - Throws: `RootDirectory.Failure` when `/` cannot be opened.
    public init() throws(RootDirectory.Failure) {
        root = try RootDirectory("/")
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
    public func run(_ command: Command) async -> Reading<Output> { await programs.run(command) }
    public func runApart(_ commands: [Command]) async -> Reading<[Output]> { await Programs.runApart(commands) }

    public func get(_ target: String, socket: String) async -> Reading<Response> {
        await offPool { UnixSocket.get(target, socket: socket) }
    }

    public func get(_ target: String, socket: String, seconds: Int) async -> Reading<Response> {
        await offPool { UnixSocket.get(target, socket: socket, seconds: seconds) }
    }

    public func exchange(_ request: [UInt8], socket: String, until marker: [UInt8]) async -> Reading<[UInt8]> {
        await offPool { UnixSocket.exchange(request, socket: socket, until: marker) }
    }

    public func visit(_ visit: Visit) async -> Reading<Visited> {
        await offPool { Client.visit(visit) }
    }
}
