import Catalog
import Glibc
import Hardening
import Surface

/// The system that runs here, as what is changed.
struct RunningSystem: MutableSurface {
    let isLive = true
    var now: Int { currentTime() }
    var clock: any Timekeeper { SystemTimekeeper() }

    func look() throws(Failure) -> any Surface {
        do { return try LiveSurface() } catch { throw Failure(.unreadable, "\(error)") }
    }

    func linkTarget(_ path: String) -> LinkTarget { LinkTarget(path) }

    func file(_ path: String, limit: Int) -> Reading<FileContent> { reading { $0.file(path, limit: limit) } }
    func lines(of path: String, from offset: Int, limit: Int) throws(Unknown) -> Lines? {
        let root: RootDirectory
        do { root = try RootDirectory("/") } catch { throw .failed("\(error)") }
        return try root.lines(of: path, from: offset, limit: limit)
    }
    func status(_ path: String) -> Reading<FileStatus> { reading { $0.status(path) } }
    func node(_ path: String) -> Reading<FileStatus> { reading { $0.node(path) } }
    func accessList(_ path: String) -> Reading<AccessList> { reading { $0.accessList(path) } }
    func isImmutable(_ path: String) -> Reading<Bool> { reading { $0.isImmutable(path) } }
    func entries(_ directory: String) -> Reading<[String]> { reading { $0.entries(directory) } }
    func link(_ path: String) -> Reading<String> { reading { $0.link(path) } }

    private func reading<Content>(_ read: (RootDirectory) -> Reading<Content>) -> Reading<Content> {
        do { return read(try RootDirectory("/")) } catch { return .unreadable(.failed("\(error)")) }
    }

    func run(_ command: Command) async -> Reading<Output> { await Programs().run(command) }

    func get(_ target: String, socket: String) async -> Reading<Response> {
        await offPool { UnixSocket.get(target, socket: socket) }
    }

    func get(_ target: String, socket: String, seconds: Int) async -> Reading<Response> {
        await offPool { UnixSocket.get(target, socket: socket, seconds: seconds) }
    }

    func exchange(_ request: [UInt8], socket: String, until marker: [UInt8]) async -> Reading<[UInt8]> {
        await offPool { UnixSocket.exchange(request, socket: socket, until: marker) }
    }

    func exchange(_ request: [UInt8], socket: String, seconds: Int) async -> Reading<[UInt8]> {
        await offPool { UnixSocket.exchange(request, socket: socket, until: [], seconds: seconds) }
    }

    func visit(_ visit: Visit) async -> Reading<Visited> { await offPool { Client.visit(visit) } }

    func replace(_ path: String, with file: State.File, expecting expected: Expected?) throws(Failure) {
        try FileWriter.replace(path, with: file, expecting: expected)
    }

    func remove(_ path: String, expecting expected: Expected?) throws(Failure) {
        try FileWriter.remove(path, expecting: expected)
    }

    func makeDirectory(
        _ path: String,
        _ permissions: State.Permissions,
        expecting expected: Expected?
    ) throws(Failure) {
        try FileWriter.makeDirectory(path, permissions, expecting: expected)
    }

    func makeDirectoryUnlessThere(_ path: String, _ permissions: State.Permissions) throws(Failure) {
        try FileWriter.makeDirectoryUnlessThere(path, permissions)
    }

    func removeDirectory(_ path: String) throws(Failure) { try FileWriter.removeDirectory(path) }
    func removeEmptyDirectory(_ path: String) throws(Failure) { try FileWriter.removeEmptyDirectory(path) }
    func link(_ path: String, to target: String) throws(Failure) { try FileWriter.link(path, to: target) }

    func permit(_ path: String, _ permissions: State.Permissions, expecting expected: Expected?) throws(Failure) {
        try FileWriter.permit(path, permissions, expecting: expected)
    }

    func write(_ text: String, into path: String) throws(Failure) { try FileWriter.write(text, into: path) }

    func put(_ content: RowContent?, in row: Row, expecting expected: Expected?) async throws(Failure) {
        try await RowWriter.put(row, content, expecting: expected)
    }

    func hangUp(_ process: Int32) throws(Failure) {
        guard kill(process, SIGHUP) == 0 else {
            throw Failure(.refused, "the process \(process) cannot be told to reload: \(reason())")
        }
    }
}
