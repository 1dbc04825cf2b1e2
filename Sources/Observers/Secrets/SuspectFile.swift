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
            let directory = Path.join(state, "agents")
            let agents = await listing(directory)
            let few = (agents.content ?? []).bounded("agents", in: directory)
            if let why = agents.hindrance ?? few.rest {
                files += ["agent file", "backup"].map { SuspectFile(place: $0, path: directory, doubt: why) }
            }
            for agent in few.first {
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
        let people = await someHomes()
        let homes = people.first.map { "\($0.path)/.config/systemd/user" }
        var files = people.rest(of: ["unit"])
        for directory in Self.unitDirectories + homes {
            files += await listed("unit", directory) { $0.hasSuffix(".service") || $0.hasSuffix(".timer") }
            for name in await listing(directory).content ?? [] where name.hasSuffix(".d") {
                files += await listed("unit", Path.join(directory, name)) { $0.hasSuffix(".conf") }
            }
        }
        for unit in files where unit.doubt == nil {
            guard let text = await surface.text(unit.path).content, text.contains("EnvironmentFile") else { continue }
            let read = await variableFiles(ofUnit: unit.path, text)
            let place = "service configuration"
            files += read.files.map { SuspectFile(place: place, path: $0, onlyIfShared: true) }
            files += read.obscure.map { SuspectFile(place: place, path: $0, doubt: $1) }
        }
        return files
    }

    /// What git writes an account's logins into, besides its repositories.
    private func gitFiles() async -> [SuspectFile] {
        var paths = ["/etc/gitconfig"]
        let homes = await someHomes()
        for home in homes.first { paths += ["\(home.path)/.gitconfig", "\(home.path)/.config/git/config"] }
        return paths.map { SuspectFile(place: "git", path: $0) } + homes.rest(of: ["git"])
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
        let place = "service configuration"
        var files: [SuspectFile] = []
        var paths = ["/etc/fstab", "/etc/msmtprc", "/etc/ddclient.conf", "/etc/docker/daemon.json"]
        for directory in ["/etc/default", "/etc/caddy", "/etc/traefik", "/etc/cloudflared", "/etc/openclaw"] {
            switch await tree(directory) {
            case .absent: continue
            case .unreadable(let why):
                if await isDirectory(directory) {
                    files.append(SuspectFile(place: place, path: directory, doubt: why))
                } else {
                    paths.append(directory)
                }
            // Keys of certificates have a control of their own.
            case .found(let tree):
                paths += tree.files.filter { !$0.hasSuffix(".key") && !$0.hasSuffix(".pem") }
                if let rest = tree.rest { files.append(SuspectFile(place: place, path: directory, doubt: rest)) }
            }
        }
        return files + paths.map { SuspectFile(place: place, path: $0, onlyIfShared: true) }
    }

    private func personalFiles() async -> [SuspectFile] {
        var files = PersonalPlaces.sharedProfiles.map { SuspectFile(place: "shell profile", path: $0) }
        for directory in PersonalPlaces.sharedProfileDirectories {
            files += await listed("shell profile", directory) { !$0.hasPrefix(".") }
        }
        let homes = await someHomes()
        files += homes.rest(of: ["shell profile", "history"])
        for home in homes.first {
            var profiles = PersonalPlaces.profiles.map { "\(home.path)/\($0)" }
            for directory in PersonalPlaces.profileDirectories {
                let inside = await listed("shell profile", "\(home.path)/\(directory)") { _ in true }
                files += inside.filter { $0.doubt != nil }
                profiles += inside.filter { $0.doubt == nil }.map(\.path)
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
                SuspectFile(place: $0.place, path: $0.path, onlyIfShared: true, doubt: $0.doubt)
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
        case .absent: return []
        case .unreadable(let why):
            // What lies there in the place of a directory is looked at as what it is.
            return [SuspectFile(place: place, path: directory, doubt: await isDirectory(directory) ? why : nil)]
        case .found(let names):
            let few = names.filter(isWanted).bounded("files", in: directory)
            return few.first.map { SuspectFile(place: place, path: Path.join(directory, $0)) }
                + [few.rest].compactMap { $0 }.map { SuspectFile(place: place, path: directory, doubt: $0) }
        }
    }

    /// The homes that are looked into, and why nothing is known of others.
    private func someHomes() async -> SomeHomes {
        switch await homeDirectories() {
        case .absent: return SomeHomes(first: [], doubt: nil)
        case .unreadable(let why): return SomeHomes(first: [], doubt: why)
        case .found(let all):
            let few = all.bounded("homes", in: "/etc/passwd")
            return SomeHomes(first: Array(few.first), doubt: few.rest)
        }
    }
}

private struct SomeHomes {
    let first: [HomeDirectory]
    let doubt: Unknown?

    /// What stands for the homes that are not looked into.
    func rest(of places: [String]) -> [SuspectFile] {
        guard let doubt else { return [] }
        return places.map { SuspectFile(place: $0, path: "/etc/passwd", doubt: doubt) }
    }
}
