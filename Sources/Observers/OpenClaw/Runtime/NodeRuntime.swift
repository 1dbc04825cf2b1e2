import Catalog
import Hardening
import Surface

/// The Node that runs a gateway, as far as files and the kernel tell without running it.
struct NodeRuntime: Sendable {
    let node: Reading<ReleaseNumber>
    /// What told it, or where it lies.
    let source: String
    /// The system's SQLite, where it is linked to that and not to its own.
    let sqlite: Reading<ReleaseNumber>

    static func unknown(_ why: Unknown) -> Self {
        Self(node: .unreadable(why), source: why.why, sqlite: .unreadable(why))
    }
}

extension RuntimeObserver {
    /// A program of somebody else's is not run as root only to hear its version.
    func nodeRuntime(of installation: Installation) async -> NodeRuntime {
        if let container = installation.container { return await nodeRuntime(in: container) }
        let services = await gateway.gatewayServices().filter { $0.stateDirectory == installation.directory }
        for service in services where service.source.hasPrefix("process ") {
            let process = "/proc/" + service.source.dropFirst("process ".count)
            guard let program = await surface.link("\(process)/exe").content else { continue }
            if program.hasSuffix(" (deleted)") {
                return .unknown(
                    .changedMeanwhile(
                        "the Node that runs was replaced since the gateway was started, and a restart takes the new one"
                    )
                )
            }
            return await nodeRuntime(at: program, process: process)
        }
        guard let service = services.first(where: { $0.source.hasSuffix(".service") }),
            let program = service.arguments.first, program.hasPrefix("/")
        else { return .unknown(.notStated("nothing names the Node that runs it")) }
        guard ["node", "nodejs"].contains(Path.name(program)) else {
            return .unknown(.notStated("which Node \(program) takes is told by the program path of its start"))
        }
        return await nodeRuntime(at: await behindLinks(program), process: nil)
    }

    /// What a path leads to at last.
    func behindLinks(_ path: String) async -> String {
        var path = path
        for _ in 0..<8 {
            guard let target = await surface.link(path).content else { break }
            path = Path.resolve(target, from: Path.parent(path))
        }
        return path
    }

    private func nodeRuntime(at program: String, process: String?) async -> NodeRuntime {
        guard ["node", "nodejs"].contains(Path.name(program)) else {
            return .unknown(.notModeled("the gateway is run by \(program), which is no Node"))
        }
        let packages = await packages()
        var node: Reading<ReleaseNumber> = .unreadable(.notStated("no file beside \(program) tells its version"))
        if let header = await nodeHeader(Path.join(Path.parent(Path.parent(program)), "include/node/node_version.h")) {
            node = .found(header)
        } else if let named = program.split(separator: "/").lazy.reversed().compactMap({ ReleaseNumber($0) }).first {
            // nvm, fnm and asdf keep each release in a directory of its name.
            node = .found(named)
        } else if program.hasPrefix("/usr/bin/"), let text = packages.content?["nodejs"] {
            node =
                ReleaseNumber(text).map { .found($0) }
                ?? .unreadable(.malformed("the package nodejs is of version \(text)"))
        }
        return NodeRuntime(node: node, source: program, sqlite: await systemSQLite(program, process, packages))
    }

    /// Debian builds its Node with the system's SQLite; everybody else's has its own.
    private func systemSQLite(
        _ program: String,
        _ process: String?,
        _ packages: Reading<[String: String]>
    ) async -> Reading<ReleaseNumber> {
        let isLinked: Bool
        if let process {
            switch await surface.text("\(process)/maps", limit: 4 << 20) {
            case .absent: return .unreadable(.changedMeanwhile("the gateway ended while it was looked at"))
            case .unreadable(let why): return .unreadable(why)
            case .found(let text): isLinked = text.contains("/libsqlite3.so")
            }
        } else if program.hasPrefix("/usr/bin/") {
            return .unreadable(.notRunning("the gateway does not run, which would show which SQLite it has"))
        } else {
            return .absent
        }
        guard isLinked else { return .absent }
        guard let text = packages.content?["libsqlite3-0"], let version = ReleaseNumber(text) else {
            return .unreadable(.notStated("the version of the system's SQLite is not known"))
        }
        return .found(version)
    }

    private func nodeHeader(_ path: String) async -> ReleaseNumber? {
        guard let text = await surface.text(path).content else { return nil }
        let numbers = ["MAJOR", "MINOR", "PATCH"].map { name -> Int? in
            let line = text.split(separator: "\n").first { $0.hasPrefix("#define NODE_\(name)_VERSION ") }
            return line.flatMap { $0.split(separator: " ").last }.flatMap { Int($0) }
        }
        guard let major = numbers[0], let minor = numbers[1], let patch = numbers[2] else { return nil }
        return ReleaseNumber(major, minor, patch)
    }

    /// Node's own image has the header, and says its version in a variable.
    private func nodeRuntime(in container: OpenClawContainer) async -> NodeRuntime {
        if let path = container.outside("/usr/local/include/node/node_version.h"), let found = await nodeHeader(path) {
            return NodeRuntime(node: .found(found), source: path, sqlite: .absent)
        }
        if let found = container.environment["NODE_VERSION"].flatMap({ ReleaseNumber($0) }) {
            return NodeRuntime(node: .found(found), source: "NODE_VERSION of \(container.name)", sqlite: .absent)
        }
        return .unknown(
            .notStated("neither the file system nor the variables of \(container.name) tell which Node it has")
        )
    }
}

extension NodeRuntime {
    /// The fields of an installation that speak of what runs it.
    func fields(for version: OpenClawVersion?, _ versionDoubt: Value) -> [Field: Value] {
        var fields: [Field: Value] = [:]
        switch node {
        case .found(let node): fields[.nodeVersion] = .text("\(node)")
        case .absent: fields[.nodeVersion] = .unset
        case .unreadable(let why): fields[.nodeVersion] = .unknown(why)
        }
        guard let version else {
            return fields.merging([.nodeIsAccepted: versionDoubt, .sqliteIsSafe: versionDoubt]) { $1 }
        }
        switch (node, NodeFloor.of(version)) {
        case (.unreadable(let why), _): fields[.nodeIsAccepted] = .unknown(why)
        case (.found(let node), let floor?): fields[.nodeIsAccepted] = .flag(floor.accepts(node))
        default:
            fields[.nodeIsAccepted] = .unknown(.notModeled("which Node OpenClaw \(version) asks for was not looked at"))
        }
        switch sqlite {
        case .found(let sqlite):
            fields[.sqliteIsSafe] =
                version < OpenClawVersion(2026, 7, 1) ? true : .flag(NodeFloor.isSafe(sqlite: sqlite))
        case .unreadable(let why): fields[.sqliteIsSafe] = .unknown(why)
        // Node's own is as new as Node is.
        case .absent: fields[.sqliteIsSafe] = fields[.nodeIsAccepted] == false ? .unset : fields[.nodeIsAccepted]
        }
        return fields
    }
}
