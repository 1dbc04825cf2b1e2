public import Catalog
public import Hardening
public import Surface

/// The system as it is, but for some files, which are as they were put.
///
/// For what its owner may change at any moment: whether something holds where they had left it.
public struct KeptSurface: Surface {
    private let base: any Surface
    private let files: PlannedSurface
    private let paths: Set<String>
    private let permissions: [String: State.Permissions]

    public var isLive: Bool { base.isLive }
    public var daemonsAnswer: Bool { base.daemonsAnswer }
    public var now: Int { base.now }

    /// Here `changes` are taken as put until the confirmation.
    public init(_ changes: [Change], over base: any Surface) {
        self.base = base
        files = PlannedSurface(
            Plan(profile: "", stages: [Plan.Stage(changes, activation: nil)]),
            interim: true,
            over: base
        )
        var paths: Set<String> = []
        var permissions: [String: State.Permissions] = [:]
        for change in changes {
            switch change.resource {
            case .file(let path), .directory(let path): paths.insert(path)
            case .permissions(let path):
                paths.insert(path)
                if case .permissions(let put) = change.first { permissions[path] = put }
            case .row, .kernelParameter, .ruleset, .unit, .package, .facts: continue
            }
        }
        (self.paths, self.permissions) = (paths, permissions)
    }

    public func file(_ path: String, limit: Int) async -> Reading<FileContent> { await files.file(path, limit: limit) }

    public func lines(of path: String, from offset: Int, limit: Int) async throws(Unknown) -> Lines? {
        try await files.lines(of: path, from: offset, limit: limit)
    }

    public func status(_ path: String) async -> Reading<FileStatus> {
        guard let put = permissions[path] else { return await files.status(path) }
        // Its owner may have put a link or nothing in its place.
        let found = await base.status(path).content
        let kind = found.flatMap { $0.isLink ? nil : $0.kind } ?? .regular
        return .found(
            FileStatus(
                kind: kind,
                mode: put.mode,
                owner: put.owner,
                group: put.group,
                size: found?.size ?? 0,
                modified: found?.modified ?? 0,
                changed: found?.changed ?? 0
            )
        )
    }

    public func node(_ path: String) async -> Reading<FileStatus> {
        permissions[path] == nil ? await files.node(path) : await status(path)
    }

    public func accessList(_ path: String) async -> Reading<AccessList> { await base.accessList(path) }
    public func isImmutable(_ path: String) async -> Reading<Bool> { await base.isImmutable(path) }

    public func entries(_ directory: String) async -> Reading<[String]> { await files.entries(directory) }

    public func link(_ path: String) async -> Reading<String> {
        paths.contains(path) ? .absent : await files.link(path)
    }

    public func run(_ command: Command) async -> Reading<Output> { await base.run(command) }
    public func get(_ target: String, socket: String) async -> Reading<Response> {
        await base.get(target, socket: socket)
    }

    public func get(_ target: String, socket: String, seconds: Int) async -> Reading<Response> {
        await base.get(target, socket: socket, seconds: seconds)
    }

    public func exchange(_ request: [UInt8], socket: String, until marker: [UInt8]) async -> Reading<[UInt8]> {
        await base.exchange(request, socket: socket, until: marker)
    }

    public func visit(_ visit: Visit) async -> Reading<Visited> { await base.visit(visit) }
}
