import Catalog
import Hardening
import Surface

extension InstallationsObserver {
    /// Modes and owners of what OpenClaw keeps private.
    func openclawFiles() async throws(Unknown) -> [Record]? {
        guard let all = try await openclawInstallations().get() else { return nil }
        var records: [Record] = []
        for installation in all {
            records += await files(of: installation).map { record in
                var record = record
                record.identity = [.path: .text(record.name), .installation: .text(installation.name)]
                return record
            }
        }
        return all.isEmpty ? nil : records
    }

    /// Files of an installation by kind; where there are more than are looked at, one record stands for the rest.
    private func files(of installation: Installation) async -> [Record] {
        let directory = installation.directory
        var paths: [(kind: String, path: String)] = [("state directory", directory)]
        if installation.hasConfiguration { paths.append(("configuration", installation.configurationPath)) }
        paths += installation.configuration.files.dropFirst().map { ("include", $0) }
        var records: [Record] = []
        let names = await surface.entries(directory).content ?? []
        let original = Path.name(installation.configurationPath)
        let backups = names.filter { name in
            SecretFileNames.isCopy(name, of: original) || name.hasSuffix(".json~")
                || [".json.bak", ".rejected."].contains(where: name.contains)
        }
        let someBackups = backups.bounded("backups", in: directory)
        paths += someBackups.first.map { ("backup", Path.join(directory, $0)) }
        if let rest = someBackups.rest {
            records.append(Self.unseen("backup", "further backups in \(directory)", rest))
        }
        paths += [".env", "secrets.json", "exec-approvals.json"].map { ("secrets", Path.join(directory, $0)) }
        paths += ["identity/device.json", "identity/device-auth.json"].map { ("secrets", Path.join(directory, $0)) }
        paths += [("secrets", Path.join(directory, "state/openclaw.sqlite"))]
        paths += [("credentials", Path.join(directory, "credentials"))]
        let credentials = await surface.entries(Path.join(directory, "credentials"))
        let agents = await surface.entries("\(directory)/agents")
        let someCredentials = (credentials.content ?? []).bounded("files", in: "\(directory)/credentials")
        paths += someCredentials.first.map { ("credentials", "\(directory)/credentials/\($0)") }
        if let rest = someCredentials.rest {
            records.append(Self.unseen("credentials", "further files in \(directory)/credentials", rest))
        }
        let someAgents = (agents.content ?? []).bounded("agents", in: "\(directory)/agents")
        for agent in someAgents.first {
            let place = "\(directory)/agents/\(agent)"
            paths += ["auth-profiles.json", "auth.json", "models.json", "openclaw-agent.sqlite"].map {
                ("auth profiles", "\(place)/agent/\($0)")
            }
            paths += [("sessions", "\(place)/sessions"), ("sessions", "\(place)/sessions/sessions.json")]
        }
        if let log = installation.root.at("logging.file").text, log.hasPrefix("/") {
            let path = installation.container.map { $0.outside(log) } ?? log
            if let path { paths.append(("log", path)) }
        }
        let owner = await surface.status(directory).content?.owner
        if let rest = someAgents.rest {
            for kind in ["auth profiles", "sessions"] {
                records.append(Self.unseen(kind, "\(kind) of further agents in \(directory)/agents", rest))
            }
        }
        if case .unreadable(let why) = credentials {
            records.append(Self.unseen("credentials", "\(directory)/credentials/*", why))
        }
        if case .unreadable(let why) = agents {
            for kind in ["auth profiles", "sessions"] {
                records.append(Self.unseen(kind, "\(directory)/agents", why))
            }
        }
        for (kind, path) in paths {
            // What only the configuration names may be anything; what lies in the directory is where its account put it.
            if ["log", "include"].contains(kind), !Path.isInside(path, directory), installation.container == nil,
                let why = await objection(to: path, namedBy: owner ?? 0)
            {
                records.append(Self.unseen(kind, path, why))
                continue
            }
            guard var record = await fileRecord(kind, path, owner: owner) else { continue }
            if ["sessions", "log"].contains(kind), let reachable = await isReachable(path) {
                record[.isReachable] = .flag(reachable)
            }
            if kind == "include" { record[.includedAt] = .list(installation.configuration.places[path] ?? []) }
            records.append(record)
        }
        return records
    }

    /// Whether any other account can get to a path: not where a directory above it lets nobody else in.
    ///
    /// Nothing where that could not be determined.
    private func isReachable(_ path: String) async -> Bool? {
        var parent = Path.parent(path)
        var isKnown = true
        while parent != "/", !parent.isEmpty {
            switch await surface.status(parent) {
            case .found(let status): if status.mode & 0o011 == 0 { return false }
            case .absent, .unreadable: isKnown = false
            }
            parent = Path.parent(parent)
        }
        return isKnown ? true : nil
    }

    private static func unseen(_ kind: String, _ path: String, _ why: Unknown) -> Record {
        Record(path, [.fileKind: .text(kind), .mode: .unknown(why), .ownerFits: .unknown(why)])
    }

    private func fileRecord(_ kind: String, _ path: String, owner: UInt32?) async -> Record? {
        switch await surface.status(path) {
        case .absent: return nil
        case .unreadable(let why):
            return Self.unseen(kind, path, why)
        case .found(let status):
            return Record(
                path,
                [
                    .fileKind: .text(kind),
                    .mode: .mode(status.mode & (status.kind == .directory ? 0o777 : 0o7777)),
                    .owner: .number(Int(status.owner)),
                    .ownerFits: .flag(status.owner == 0 || status.owner == owner),
                ],
                origins: [.mode: Origin(path), .ownerFits: Origin(path)]
            )
        }
    }
}
