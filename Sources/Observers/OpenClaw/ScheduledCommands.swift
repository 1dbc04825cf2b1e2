import Documents
import Hardening

extension Observer {
    /// Enabled jobs whose payload is a command or a script: they run on the host, outside of what approves an agent's commands.
    ///
    /// Versions before 2026.8 have neither kind.
    func scheduledCommands(_ installation: Installation) async -> Value {
        guard installation.version.map({ $0 > OpenClawVersion(2026, 7, 39) }) ?? true, !installation.isClient else {
            return []
        }
        switch await stateRows("cron_jobs", of: installation) {
        case .absent: return []
        case .unreadable(let why): return .unknown(why)
        case .found(let rows):
            var names: [String] = []
            for row in rows {
                guard case .text(let kind)? = row["payload_kind"], case .text(let name)? = row["name"] else {
                    return .unknown("a job in \(Self.database(of: installation)) has another shape")
                }
                if ["command", "script"].contains(kind), row["enabled"] != .integer(0) { names.append(name) }
            }
            return .list(names)
        }
    }
}
