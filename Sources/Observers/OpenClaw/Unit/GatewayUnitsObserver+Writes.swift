import Catalog
import Hardening
import Surface

extension GatewayUnitsObserver {
    /// The account's home, what the configuration names, and what its first process has open for writing.
    func writes(_ installation: Installation, _ shown: ShownUnit) async -> Value {
        guard let home = installation.service?.home, home.hasPrefix("/"), home != "/" else {
            return .unknown(.notStated("the home of the account that runs it is not known"))
        }
        var found = [home, installation.directory, Path.parent(installation.configurationPath)]
        let root = installation.root
        let named =
            [root.at("agents.defaults.workspace"), root["worktreeRoot"]]
            + root.at("agents.list").items.map { $0["workspace"] }
            + root.at("agents.entries").entries.map { $0.value["workspace"] }
        for setting in named {
            guard let text = setting.text else { continue }
            let path = text.hasPrefix("~") ? home + text.dropFirst() : text
            found.append(Path.resolve(path, from: installation.service?.workingDirectory ?? home))
        }
        found += ["/tmp", "/var/tmp"]
        do throws(Unknown) {
            found += (try await openForWriting(shown) ?? []).map { Path.parent($0) }
        } catch {
            return .unknown(error)
        }
        return .list(Self.outermost(found))
    }

    /// Regular files that the unit's first process writes to.
    private func openForWriting(_ shown: ShownUnit) async throws(Unknown) -> [String]? {
        guard let process = shown.process else { return nil }
        guard let names = try await surface.entries("/proc/\(process)/fd").get() else { return nil }
        let few = names.bounded("open files", in: "/proc/\(process)/fd", to: 4000)
        if let rest = few.rest { throw rest }
        var paths: [String] = []
        for name in few.first {
            guard let path = await surface.link("/proc/\(process)/fd/\(name)").content, path.hasPrefix("/"),
                !path.hasSuffix(" (deleted)"),
                !["/dev/", "/proc/", "/sys/", "/memfd:"].contains(where: path.hasPrefix),
                let text = await surface.text("/proc/\(process)/fdinfo/\(name)").content,
                let line = text.split(separator: "\n").first(where: { $0.hasPrefix("flags:") }),
                let flags = Int(line.dropFirst("flags:".count).drop { $0.isWhitespace }, radix: 8), flags & 3 != 0
            else { continue }
            paths.append(path)
        }
        return paths
    }

    /// Without those that lie in another.
    static func outermost(_ paths: [String]) -> [String] {
        Set(paths).filter { path in !paths.contains { $0 != path && Path.isInside(path, $0) } }.sorted()
    }

    /// Those of the directories that are the system's, or another account's part of it, by themselves or by the way that
    /// links lead: nothing that is walled off may write there.
    ///
    /// The agent's own configuration names what it works in, and whoever talks it into something can have it name more.
    func systemDirectories(among writes: Value, _ installation: Installation, _ shown: ShownUnit) async -> Value {
        guard case .list(let writes) = writes else { return writes }
        let home = installation.service?.home ?? ""
        var owner = "0"
        if !["", "root", "0"].contains(shown.user) {
            owner = shown.user
            let account = await accounts.accountRecords().content?.first { $0.name == shown.user }
            if case .number(let number)? = account?[.uid] { owner = "\(number)" }
        }
        var found: [String] = []
        for path in writes {
            guard !["/tmp", "/var/tmp"].contains(path) else { continue }
            switch await end(of: path) {
            case .unreadable(let why): return .unknown(why)
            case .absent: found.append(path)
            case .found(let real):
                let status = await surface.status(real.existing).content
                let isOwn = owner != "0" && status.map { "\($0.owner)" } == owner
                let place = SystemPlace(real.path)
                switch place {
                case .system: found.append(path)
                case .roots where home != "/root": found.append(path)
                case .shared where !isOwn && path != installation.directory && path != home: found.append(path)
                default: break
                }
            }
        }
        return .list(found)
    }

    /// Where a path leads, and the last part of the way that is there; absent where links lead in a circle.
    func end(of path: String) async -> Reading<(path: String, existing: String)> {
        var done = "/"
        var existing = "/"
        var rest = path.split(separator: "/").map(String.init)
        var links = 0
        while !rest.isEmpty {
            let next = Path.resolve(rest.removeFirst(), from: done)
            switch await surface.link(next) {
            case .found(let target):
                links += 1
                guard links <= 40 else { return .absent }
                rest = target.split(separator: "/").map(String.init) + rest
                if target.hasPrefix("/") { done = "/" }
            case .unreadable(let why):
                return .unreadable(why)
            case .absent:
                done = next
                if case .found = await surface.status(next) { existing = next }
            }
        }
        return .found((done, existing))
    }
}

/// Whose a directory is by its place alone.
enum SystemPlace: Equatable {
    /// The system's, or one that has parts of it inside.
    case system
    /// Root's home.
    case roots
    /// Where each program has a directory of its own beside those of others.
    case shared
    case other

    init(_ path: String) {
        let systems = [
            "/bin", "/boot", "/dev", "/etc", "/lib", "/lib32", "/lib64", "/libx32", "/proc", "/run", "/sbin", "/sys",
            "/usr",
        ]
        let common = [
            "/", "/home", "/media", "/mnt", "/opt", "/root", "/srv", "/var", "/var/backups", "/var/cache", "/var/lib",
            "/var/local", "/var/log", "/var/mail", "/var/opt", "/var/spool", "/var/www",
        ]
        if path == "/root" || path.hasPrefix("/root/") {
            self = .roots
        } else if common.contains(path) || systems.contains(where: { Path.isInside(path, $0) }) {
            self = .system
        } else {
            self = Path.isInside(path, "/var") ? .shared : .other
        }
    }
}
