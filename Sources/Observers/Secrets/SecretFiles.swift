import Hardening

extension Observer {
    /// Files that hold secrets by their nature, with who may read them.
    func secretFiles() async -> Observation {
        let homes: [HomeDirectory]
        switch await homeDirectories() {
        case .absent: return .unreadable("there is no account database")
        case .unreadable(let why): return .unreadable(why)
        case .found(let found): homes = found
        }
        var records: [Record] = []
        for home in homes {
            for (kind, name) in Self.personal {
                if let record = await secretFile(kind, Path.join(home.path, name), uid: home.uid) {
                    records.append(record)
                }
            }
            for name in await surface.entries(Path.join(home.path, ".ssh")).content ?? []
            where name.hasPrefix("id_") && !name.hasSuffix(".pub") {
                let path = "\(home.path)/.ssh/\(name)"
                if let record = await secretFile("SSH key", path, uid: home.uid) { records.append(record) }
            }
        }
        for directory in await projectDirectories() {
            for name in await surface.entries(directory).content ?? [] where Self.isEnvironmentFile(name) {
                if let record = await secretFile("environment file", Path.join(directory, name), uid: nil) {
                    records.append(record)
                }
            }
        }
        for directory in ["/etc/ssl/private", "/etc/letsencrypt/archive", "/var/lib/caddy/.local/share/caddy"] {
            if let record = await secretFile("TLS key", directory, uid: nil) { records.append(record) }
        }
        return .state(.records(records))
    }

    private static let personal: [(String, String)] = [
        ("SSH directory", ".ssh"),
        ("registry login", ".docker/config.json"),
        ("stored login", ".netrc"), ("stored login", ".git-credentials"), ("stored login", ".npmrc"),
        ("stored login", ".pgpass"), ("stored login", ".config/gh/hosts.yml"), ("stored login", ".pypirc"),
        ("cloud credentials", ".aws/credentials"), ("cloud credentials", ".kube/config"),
        ("cloud credentials", ".config/gcloud/application_default_credentials.json"),
        ("cloud credentials", ".config/rclone/rclone.conf"), ("cloud credentials", ".config/hcloud/cli.toml"),
        ("history", ".bash_history"), ("history", ".zsh_history"), ("history", ".python_history"),
        ("history", ".psql_history"), ("history", ".mysql_history"), ("history", ".node_repl_history"),
    ]

    /// `.env` and `.env.production`, but not the examples that repositories ship.
    static func isEnvironmentFile(_ name: String) -> Bool {
        guard name == ".env" || name.hasPrefix(".env.") || name.hasSuffix(".env") else { return false }
        return !["example", "sample", "template", "dist", "defaults"].contains {
            name.hasSuffix($0) || name.contains($0 + ".")
        }
    }

    private func secretFile(_ kind: String, _ path: String, uid: Int?) async -> Record? {
        switch await surface.status(path) {
        case .absent: return nil
        case .unreadable(let why):
            return Record(
                path,
                [.secretFileKind: .text(kind), .secretFileMode: .unknown(why), .secretFileOwnerFits: .unknown(why)]
            )
        case .found(let status):
            return Record(
                path,
                [
                    .secretFileKind: .text(kind),
                    .secretFileMode: .mode(status.mode & 0o777),
                    // In a shared place whoever deploys owns it; that cannot be wrong.
                    .secretFileOwnerFits: .flag(uid.map { status.owner == 0 || Int(status.owner) == $0 } ?? true),
                ],
                origins: [.secretFileMode: Origin(path), .secretFileOwnerFits: Origin(path)]
            )
        }
    }
}
