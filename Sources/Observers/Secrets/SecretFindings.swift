import Detection
import Documents
import Hardening

extension Observer {
    /// Bytes of all files together that are looked through.
    private static let budget = 32 << 20
    /// Findings reported of one file.
    private static let perFile = 20

    /// Secrets in places that others read, or that live longer than the secret should.
    func secretFindings() async -> Observation {
        var records: [Record] = []
        var spent = 0
        for (place, path) in await suspectFiles() {
            guard spent < Self.budget else {
                records.append(Self.unseen(place, path, "more than \(Self.budget >> 20) MiB to look through"))
                break
            }
            switch await surface.file(path) {
            case .absent: continue
            case .unreadable(let why): records.append(Self.unseen(place, path, why))
            case .found(let file):
                spent += file.bytes.count
                // What only the owner's own group reads is no leak by its place alone, a log least of all.
                if place == "log", file.status.mode & 0o004 == 0 { continue }
                records += Self.findings(place, path, file)
            }
        }
        return .state(.records(records))
    }

    static func findings(_ place: String, _ path: String, _ file: FileContent) -> [Record] {
        let found = SecretScanner().scan(file.bytes)
        guard !found.isEmpty else { return [] }
        let lines = LineTable(file.bytes)
        return found.prefix(perFile).map { secret in
            let line = lines.line(at: secret.range.lowerBound)
            return Record(
                "\(path):\(line)",
                [
                    .findingPlace: .text(place), .findingKind: .text(secret.kind.name),
                    .findingIsWorldReadable: .flag(file.status.mode & 0o004 != 0),
                ],
                origins: [.findingKind: Origin(path, line: line)]
            )
        }
    }

    private static func unseen(_ place: String, _ path: String, _ why: String) -> Record {
        Record(
            path,
            [.findingPlace: .text(place), .findingKind: .unknown(why), .findingIsWorldReadable: .unknown(why)]
        )
    }

    /// Where to look, most telling first.
    private func suspectFiles() async -> [(place: String, path: String)] {
        var files: [(String, String)] = []
        for installation in await openclawInstallations().content ?? [] {
            if installation.hasConfiguration { files.append(("configuration", installation.configurationPath)) }
            files += await listed("log", "\(installation.directory)/logs") { $0.contains(".log") }
        }
        for directory in await projectDirectories() {
            let names = await surface.entries(directory).content ?? []
            for name in names {
                let path = Path.join(directory, name)
                if Self.isBackup(name) { files.append(("backup", path)) }
                if Self.isComposeFile(name) { files.append(("compose file", path)) }
            }
            if names.contains(".git") { files += await trackedEnvironmentFiles(directory) }
        }
        files += await listed("unit", "/etc/systemd/system") { $0.hasSuffix(".service") }
        for name in await surface.entries("/etc/systemd/system").content ?? [] where name.hasSuffix(".service.d") {
            files += await listed("unit", "/etc/systemd/system/\(name)") { $0.hasSuffix(".conf") }
        }
        files += [("cron", "/etc/crontab"), ("shell profile", "/etc/environment"), ("shell profile", "/etc/profile")]
        files += await listed("cron", "/etc/cron.d") { _ in true }
        files += await listed("cron", "/var/spool/cron/crontabs") { _ in true }
        files += await listed("shell profile", "/etc/profile.d") { $0.hasSuffix(".sh") }
        for home in (await homeDirectories().content ?? []).prefix(100) {
            let profiles = [".bashrc", ".profile", ".bash_profile", ".zshrc", ".zshenv"]
            files += profiles.map { ("shell profile", "\(home.path)/\($0)") }
            let histories = [".bash_history", ".zsh_history", ".python_history", ".psql_history", ".mysql_history"]
            files += histories.map { ("history", "\(home.path)/\($0)") }
        }
        files += await listed("log", "/tmp/openclaw") { $0.hasSuffix(".log") }
        return files
    }

    private func listed(_ place: String, _ directory: String, _ isWanted: (String) -> Bool) async -> [(String, String)]
    {
        switch await surface.entries(directory) {
        case .absent: []
        // Reported once, as the directory.
        case .unreadable: [(place, directory)]
        case .found(let names): names.filter(isWanted).prefix(200).map { (place, Path.join(directory, $0)) }
        }
    }

    static func isComposeFile(_ name: String) -> Bool {
        (name.hasPrefix("docker-compose") || name.hasPrefix("compose"))
            && (name.hasSuffix(".yml") || name.hasSuffix(".yaml"))
    }

    /// Copies of configuration and environment files that editors and people leave.
    static func isBackup(_ name: String) -> Bool {
        let isCopy =
            name.hasSuffix("~")
            || [".bak", ".old", ".orig", ".save", ".backup", ".rejected"].contains { name.contains($0) }
        return isCopy && ["env", "json", "yml", "yaml", "conf", "toml"].contains { name.contains($0) }
    }

    /// Environment files that Git keeps for ever, as the index names them.
    private func trackedEnvironmentFiles(_ directory: String) async -> [(String, String)] {
        switch await surface.file("\(directory)/.git/index", limit: 16 << 20) {
        case .absent: return []
        case .unreadable: return [("git", "\(directory)/.git/index")]
        case .found(let file):
            guard let index = try? GitIndex(file.bytes) else { return [("git", "\(directory)/.git")] }
            return index.paths.filter { Self.isEnvironmentFile(Path.name($0)) }.prefix(50).map {
                ("git", Path.resolve($0, from: directory))
            }
        }
    }
}
