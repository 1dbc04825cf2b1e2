import Catalog
import Documents
import Hardening
import Surface

extension AgentsObserver {
    /// Enabled jobs whose payload is a command or a script: they run on the host, outside of what approves an agent's commands.
    ///
    /// Commands came between 2026.5.12 and 2026.6.11, and scripts later. Jobs are in the state database since; a file of
    /// jobs is what came before it, and is taken over into it by an update.
    func scheduledCommands(_ installation: Installation) async -> Value {
        guard installation.version.map({ $0 > OpenClawVersion(2026, 5, 12) }) ?? true, !installation.isClient else {
            return []
        }
        let (tabled, filed) = (await tabledCommands(installation), await filedCommands(installation))
        // What runs is named, even where it could not be determined whether that is all.
        guard case .list(let names) = tabled else { return filed == [] ? tabled : filed }
        guard case .list(let others) = filed else { return names.isEmpty ? filed : tabled }
        return .list(names + others.filter { !names.contains($0) })
    }

    private static func runsCommands(_ kind: String?) -> Bool { kind == "command" || kind == "script" }

    /// Those in the file that versions up to 2026.7 take over, or run themselves.
    private func filedCommands(_ installation: Installation) async -> Value {
        guard installation.version.map({ $0 < OpenClawVersion(2026, 8, 1) }) ?? true else { return [] }
        guard let path = Self.jobsFile(of: installation) else {
            return .unknown(.notStated("where cron.store lies on this machine could not be determined"))
        }
        let content: FileContent
        switch await surface.file(path) {
        case .absent: return []
        case .unreadable(let why): return .unknown(why)
        case .found(let found): content = found
        }
        guard let root = try? JSONDocument(content.bytes).root, let jobs = root["jobs"]?.items ?? root.items else {
            return .unknown(.malformed("\(path) is no list of jobs"))
        }
        return .list(
            jobs.filter { Self.runsCommands($0["payload"]?["kind"]?.text) && $0["enabled"]?.flag != false }
                .map { $0["name"]?.text ?? $0["id"]?.text ?? "a job without a name" }
        )
    }

    /// The file of jobs on this machine; none where `cron.store` names a place that cannot be found from here.
    static func jobsFile(of installation: Installation) -> String? {
        guard let named = installation.root.at("cron.store").text else {
            return Path.join(installation.directory, "cron/jobs.json")
        }
        let container = installation.container
        let home = container.map { $0.environment["HOME"] ?? "/home/node" } ?? Path.parent(installation.directory)
        let path = named.hasPrefix("~/") ? Path.join(home, String(named.dropFirst(2))) : named
        guard path.hasPrefix("/") else { return nil }
        return container.map { $0.outside(path) } ?? path
    }

    private func tabledCommands(_ installation: Installation) async -> Value {
        switch await installations.stateRows("cron_jobs", of: installation) {
        case .absent: return []
        case .unreadable(let why): return .unknown(why)
        case .found(let rows):
            var names: [String] = []
            for row in rows {
                guard case .text(let kind)? = row["payload_kind"], case .text(let name)? = row["name"] else {
                    return .unknown(
                        .malformed("a job in \(InstallationsObserver.database(of: installation)) has another shape")
                    )
                }
                if Self.runsCommands(kind), row["enabled"] != .integer(0) { names.append(name) }
            }
            return .list(names)
        }
    }
}
