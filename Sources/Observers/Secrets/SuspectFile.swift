import Catalog
import Documents
import Hardening
import Surface

/// A file in which a secret does not belong.
struct SuspectFile: Sendable {
    /// What kind of place it is, as controls name it.
    let place: String
    let path: String
    /// Whether only a file that every account reads is a leak.
    var onlyIfShared = false
    /// Why nobody knows which file it is.
    var doubt: Unknown?
}

extension SecretsObserver {
    /// Files to look through, small and telling ones first.
    func suspectFiles() async -> [SuspectFile] {
        var files: [SuspectFile] = []
        for installation in await installations.openclawInstallations().content ?? []
        where installation.hasConfiguration {
            let paths = [installation.configurationPath] + installation.configuration.files
            files += paths.map { SuspectFile(place: "configuration", path: $0) }
        }
        for hidden in await installations.hiddenPlaces() {
            files += ["configuration", "backup", "agent file", "log"].map {
                SuspectFile(place: $0, path: hidden.path, doubt: hidden.why)
            }
        }
        files += await gatewayCopies()
        files += await compose.composeFiles().map { SuspectFile(place: "compose file", path: $0) }
        for directory in await projectDirectories().directories {
            for name in await listing(directory).content ?? [] {
                let path = Path.join(directory, name)
                if SecretFileNames.isCopy(name) { files.append(SuspectFile(place: "backup", path: path)) }
                if SecretFileNames.isCompose(name) { files.append(SuspectFile(place: "compose file", path: path)) }
            }
        }
        files += await listed("backup", "/var/backups", SecretFileNames.isCopy)
        files += await unitFiles() + gitFiles()
        files += await scheduledFiles() + sharedConfiguration() + personalFiles() + logs()
        return files
    }

    /// Where the gateway itself writes the secrets of its configuration down again.
    private func gatewayCopies() async -> [SuspectFile] {
        var files: [SuspectFile] = []
        for installation in await installations.openclawInstallations().content ?? [] {
            let state = installation.directory
            let name = Path.name(installation.configurationPath)
            files += await listed("backup", state) { SecretFileNames.isCopy($0, of: name) }
            files += await listed("backup", Path.join(state, "state"), SecretFileNames.isMigrationCopy)
            for agent in (await listing(Path.join(state, "agents")).content ?? []).prefix(100) {
                let place = "\(state)/agents/\(agent)/agent"
                files += await listed("agent file", place, SecretFileNames.isAgentFile)
                files += await listed("backup", place, SecretFileNames.isMigrationCopy)
            }
        }
        return files
    }

    private static let unitDirectories = [
        "/etc/systemd/system", "/etc/systemd/user", "/usr/local/lib/systemd/system",
    ]

    /// Units that this machine's people wrote, drop-ins included, and what they read variables from.
    private func unitFiles() async -> [SuspectFile] {
        let homes = (await homeDirectories().content ?? []).map { "\($0.path)/.config/systemd/user" }
        var files: [SuspectFile] = []
        for directory in Self.unitDirectories + homes {
            files += await listed("unit", directory) { $0.hasSuffix(".service") || $0.hasSuffix(".timer") }
            for name in await listing(directory).content ?? [] where name.hasSuffix(".d") {
                files += await listed("unit", Path.join(directory, name)) { $0.hasSuffix(".conf") }
            }
        }
        for unit in files {
            guard let text = await surface.text(unit.path).content, text.contains("EnvironmentFile") else { continue }
            let read = await variableFiles(ofUnit: unit.path, text)
            let place = "service configuration"
            files += read.files.map { SuspectFile(place: place, path: $0, onlyIfShared: true) }
            files += read.obscure.map {
                SuspectFile(
                    place: place,
                    path: $0,
                    doubt: .notModeled("\(unit.path) names it in a way that is not understood")
                )
            }
        }
        return files
    }

    /// What git writes an account's logins into, besides its repositories.
    private func gitFiles() async -> [SuspectFile] {
        var paths = ["/etc/gitconfig"]
        for home in (await homeDirectories().content ?? []).prefix(100) {
            paths += ["\(home.path)/.gitconfig", "\(home.path)/.config/git/config"]
        }
        return paths.map { SuspectFile(place: "git", path: $0) }
    }

    private func scheduledFiles() async -> [SuspectFile] {
        var files = ["/etc/crontab", "/etc/anacrontab"].map { SuspectFile(place: "cron", path: $0) }
        for directory in [
            "/etc/cron.d", "/etc/cron.hourly", "/etc/cron.daily", "/etc/cron.weekly", "/etc/cron.monthly",
            "/etc/cron.yearly", "/var/spool/cron/crontabs", "/var/spool/cron/atjobs",
        ] {
            files += await listed("cron", directory) { !$0.hasPrefix(".") }
        }
        return files
    }

    /// Settings of services that people put keys into, where every account reads them.
    private func sharedConfiguration() async -> [SuspectFile] {
        var paths = ["/etc/fstab", "/etc/msmtprc", "/etc/ddclient.conf", "/etc/docker/daemon.json"]
        for directory in ["/etc/default", "/etc/caddy", "/etc/traefik", "/etc/cloudflared", "/etc/openclaw"] {
            switch await tree(directory) {
            case .absent: continue
            // Looking at the directory as if it were a file says why it cannot be read.
            case .unreadable: paths.append(directory)
            // Keys of certificates have a control of their own.
            case .found(let files): paths += files.filter { !$0.hasSuffix(".key") && !$0.hasSuffix(".pem") }
            }
        }
        return paths.map { SuspectFile(place: "service configuration", path: $0, onlyIfShared: true) }
    }

    private func personalFiles() async -> [SuspectFile] {
        var files = PersonalPlaces.sharedProfiles.map { SuspectFile(place: "shell profile", path: $0) }
        for directory in PersonalPlaces.sharedProfileDirectories {
            files += await listed("shell profile", directory) { !$0.hasPrefix(".") }
        }
        for home in (await homeDirectories().content ?? []).prefix(100) {
            var profiles = PersonalPlaces.profiles.map { "\(home.path)/\($0)" }
            for directory in PersonalPlaces.profileDirectories {
                profiles += await listed("shell profile", "\(home.path)/\(directory)") { _ in true }.map(\.path)
            }
            var histories = PersonalPlaces.histories.map { "\(home.path)/\($0)" }
            var further: [String] = []
            for path in profiles {
                guard let text = await surface.text(path).content else { continue }
                histories += PersonalPlaces.paths(after: ["HISTFILE="], in: text, home: home.path)
                further += PersonalPlaces.paths(after: [".", "source"], in: text, home: home.path)
            }
            // What a profile reads and is no file, nobody finds there either.
            profiles += further.filter { !$0.hasPrefix("/usr/") }
            files += profiles.map { SuspectFile(place: "shell profile", path: $0) }
            files += (histories + ["\(home.path)/.viminfo"]).map { SuspectFile(place: "history", path: $0) }
        }
        return files
    }

    /// A log that only its owner reads is no leak by its place alone.
    private func logs() async -> [SuspectFile] {
        var directories = ["/tmp/openclaw", "/var/log/openclaw"]
        directories += (await installations.openclawInstallations().content ?? []).map { "\($0.directory)/logs" }
        var files: [SuspectFile] = []
        for directory in directories {
            files += await listed("log", directory, SecretFileNames.isLog).map {
                SuspectFile(place: $0.place, path: $0.path, onlyIfShared: true)
            }
        }
        return files
    }

    private func listed(
        _ place: String,
        _ directory: String,
        _ isWanted: (String) -> Bool
    ) async -> [SuspectFile] {
        switch await listing(directory) {
        case .absent: []
        // Looking at the directory as if it were a file says why it cannot be read.
        case .unreadable: [SuspectFile(place: place, path: directory)]
        case .found(let names):
            names.filter(isWanted).prefix(200).map { SuspectFile(place: place, path: Path.join(directory, $0)) }
        }
    }
}
