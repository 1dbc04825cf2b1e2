public import Catalog
public import Hardening
public import Surface

/// A system as it would lie on the disk after a plan: what is planned, over what is there.
///
/// Nothing runs and nothing answers in it: what daemons would do is worked out from their files. Where it is about files
/// alone, daemons may be asked what else is there: which container they belong to, and of which version.
public struct PlannedSurface: Surface {
    /// What is there now.
    let base: any Surface
    private let states: [String: State]
    private let daemons: DaemonAnswers?

    public let isLive = false
    public var daemonsAnswer: Bool { daemons != nil }
    public var now: Int { base.now }

    /// Here `states` is what each path holds after the plan; content, permissions alone, or nothing at all.
    public init(_ states: [String: State], over base: any Surface) { self.init(states, over: base, daemons: nil) }

    private init(_ states: [String: State], over base: any Surface, daemons: DaemonAnswers?) {
        self.base = base
        self.states = states
        self.daemons = daemons
    }

    /// The files, directories and kernel parameters of a plan; `interim` for the time until the confirmation.
    public init(_ plan: Plan, interim: Bool, over base: any Surface) {
        self.init(plan, interim: interim, over: base, daemons: nil)
    }

    /// The same, in which daemons say what they said before.
    init(_ plan: Plan, interim: Bool, over base: any Surface, daemons: DaemonAnswers?) {
        var states: [String: State] = [:]
        for change in plan.changes {
            let state = interim ? change.first : change.after
            switch (change.resource, state) {
            case (.kernelParameter(let name), .value(let value)):
                states[Resource.kernelPath(of: name)] = .file(State.File(Array("\(value)\n".utf8), mode: 0o644))
            case (.permissions(let path), _):
                // The content may be planned as well; then it brings its own.
                if states[path] == nil { states[path] = state }
            case (.file(let path), _), (.directory(let path), _): states[path] = state
            default: continue
            }
        }
        self.init(states, over: base, daemons: daemons)
    }

    public func file(_ path: String, limit: Int) async -> Reading<FileContent> {
        let path = await planned(path)
        switch states[path] {
        case nil: return await base.file(path, limit: limit)
        case .file(let file):
            guard file.bytes.count <= limit else {
                return .unreadable(.tooLarge("\(path) is larger than \(limit) bytes"))
            }
            return .found(FileContent(bytes: file.bytes, status: Self.status(file)))
        case .permissions(let permissions):
            return await base.file(path, limit: limit).map { content in
                FileContent(bytes: content.bytes, status: Self.status(content.status, permissions))
            }
        default: return .absent
        }
    }

    public func lines(of path: String, from offset: Int, limit: Int) async throws(Unknown) -> Lines? {
        let path = await planned(path)
        switch states[path] {
        case nil, .permissions: return try await base.lines(of: path, from: offset, limit: limit)
        case .file(let file): return try Lines(StoredBytes(file.bytes, name: path), from: offset, limit: limit)
        default: return nil
        }
    }

    public func status(_ path: String) async -> Reading<FileStatus> {
        planned(path, over: await base.status(path))
    }

    public func node(_ path: String) async -> Reading<FileStatus> { planned(path, over: await base.node(path)) }

    private func planned(_ path: String, over found: Reading<FileStatus>) -> Reading<FileStatus> {
        switch states[path] {
        case nil:
            guard case .absent = found, holdsSomething(path) else { return found }
            return .found(FileStatus(kind: .directory, mode: 0o755))
        case .file(let file): return .found(Self.status(file))
        case .permissions(let permissions):
            guard case .found(let status) = found else {
                let new = FileStatus(kind: .directory, mode: permissions.mode)
                return found == .absent ? .found(Self.status(new, permissions)) : found
            }
            return .found(Self.status(status, permissions))
        default: return .absent
        }
    }

    /// What is written anew keeps its list.
    public func accessList(_ path: String) async -> Reading<AccessList> { await base.accessList(path) }
    public func isImmutable(_ path: String) async -> Reading<Bool> { await base.isImmutable(path) }

    public func entries(_ directory: String) async -> Reading<[String]> {
        let own = states.filter { Path.parent($0.key) == directory }
        let found = await base.entries(directory)
        if case .unreadable = found { return found }
        let gone = Set(own.filter { $0.value == .absent }.map { Path.name($0.key) })
        let names = Set(found.content ?? []).subtracting(gone)
            .union(own.filter { $0.value != .absent }.map { Path.name($0.key) })
        if names.isEmpty, case .absent = found { return .absent }
        return .found(names.sorted())
    }

    public func link(_ path: String) async -> Reading<String> {
        // What is put takes the place of a link.
        if case .file = states[path] { return .absent }
        return states[path] == .absent ? .absent : await base.link(path)
    }

    public func run(_ command: Command) -> Reading<Output> {
        .unreadable(.needsRunningSystem("nothing runs in a plan"))
    }
    public func get(_ target: String, socket: String) async -> Reading<Response> {
        await daemons?.get(target, socket: socket, seconds: nil)
            ?? .unreadable(.needsRunningSystem("nothing answers in a plan"))
    }

    public func get(_ target: String, socket: String, seconds: Int) async -> Reading<Response> {
        await daemons?.get(target, socket: socket, seconds: seconds)
            ?? .unreadable(.needsRunningSystem("nothing answers in a plan"))
    }

    public func exchange(_ request: [UInt8], socket: String, until marker: [UInt8]) -> Reading<[UInt8]> {
        .unreadable(.needsRunningSystem("nothing answers in a plan"))
    }

    public func visit(_ visit: Visit) -> Reading<Visited> {
        .unreadable(.needsRunningSystem("nothing answers in a plan"))
    }

    /// What a link leads to, where that is planned; any other path as it is.
    private func planned(_ path: String) async -> String {
        var here = path
        for _ in 0..<16 {
            if states[here] != nil { return here }
            guard case .found(let target) = await base.link(here) else { return path }
            here = Path.resolve(target, from: Path.parent(here))
        }
        return path
    }

    private func holdsSomething(_ directory: String) -> Bool {
        states.contains { $0.value != .absent && $0.key.hasPrefix(directory + "/") }
    }

    private static func status(_ file: State.File) -> FileStatus {
        FileStatus(mode: file.mode, owner: file.owner, group: file.group, size: file.bytes.count)
    }

    private static func status(_ status: FileStatus, _ permissions: State.Permissions) -> FileStatus {
        FileStatus(
            kind: status.kind,
            mode: permissions.mode,
            owner: permissions.owner,
            group: permissions.group,
            size: status.size,
            modified: status.modified,
            changed: status.changed,
            isLink: status.isLink
        )
    }
}
