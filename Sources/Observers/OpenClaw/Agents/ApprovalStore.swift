import Catalog
import Documents
import Hardening
import Surface

/// Who has to approve commands by what the host keeps, beside the configuration.
struct ApprovalStore: Sendable {
    var setting = Setting.missing
    /// Why it is not known; it only makes the configuration stricter, so that the rest can be told without it.
    var hidden: Unknown?
    /// Whether it is in the database, where no editor reaches it.
    var isInDatabase = false
}

extension AgentsObserver {
    /// Versions up to 2026.7 keep approvals in a file, later ones in the state database.
    func approvals(of installation: Installation) async -> ApprovalStore {
        let file = Path.join(installation.directory, "exec-approvals.json")
        guard installation.version.map({ $0 > OpenClawVersion(2026, 7, 39) }) ?? true else {
            return ApprovalStore(setting: await approvals(in: file, installation))
        }
        switch await installations.stateRows("exec_approvals_config", of: installation) {
        case .absent: return ApprovalStore(setting: await approvals(in: file, installation))
        case .unreadable(let why): return ApprovalStore(hidden: why.saying("the approvals could not be read: \(why)"))
        case .found(let rows):
            guard let row = rows.first(where: { $0["config_key"] == .text("current") }) else {
                // Whether the file still counts beside a database that has none is not known.
                guard case .found = await surface.status(file) else { return ApprovalStore(isInDatabase: true) }
                return ApprovalStore(
                    hidden: .notModeled("\(file) was not taken over into the database"),
                    isInDatabase: true
                )
            }
            let place = "exec_approvals_config in \(InstallationsObserver.database(of: installation))"
            guard case .text(let text)? = row["raw_json"] else {
                return ApprovalStore(hidden: .malformed("\(place) has another shape"), isInDatabase: true)
            }
            let loader = ConfigurationLoader(surface: surface, directories: [], variables: [:])
            let setting = await loader.reading(Array(text.utf8), from: InstallationsObserver.database(of: installation))
            if let doubt = setting.doubt {
                return ApprovalStore(hidden: doubt.saying("\(place): \(doubt)"), isInDatabase: true)
            }
            return ApprovalStore(setting: setting, isInDatabase: true)
        }
    }

    private func approvals(in file: String, _ installation: Installation) async -> Setting {
        switch await surface.status(file) {
        case .absent: return .missing
        case .unreadable(let why): return Setting(.unknown(why))
        case .found:
            var loader = ConfigurationLoader(surface: surface, directories: [installation.directory], variables: [:])
            return await loader.load(file).root
        }
    }
}
