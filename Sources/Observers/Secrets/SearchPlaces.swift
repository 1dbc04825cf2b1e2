import Catalog
import Hardening
import Surface

/// A home directory, and who owns it.
struct HomeDirectory: Sendable {
    let path: String
    let uid: Int
}

/// Directories to look through, and why there may be more.
struct SearchPlaces: Sendable {
    var directories: [String]
    var doubt: Unknown?
}

extension SecretsObserver {
    /// Homes of root, of people, and of services that were given one among them.
    func homeDirectories() async -> Reading<[HomeDirectory]> {
        await accounts.accountRecords().map { accounts in
            var seen: Set<ByteName> = []
            return accounts.compactMap { account in
                guard case .text(let home) = account[.home], case .number(let uid) = account[.uid],
                    uid == 0 || (1000..<60000).contains(uid) || home.hasPrefix("/home/")
                        || GatewayService.isNamed(home),
                    home.hasPrefix("/"), home != "/", seen.insert(ByteName(home)).inserted
                else { return nil }
                return HomeDirectory(path: home, uid: uid)
            }
        }
    }

    /// Directories that may hold a deployment: homes, `/opt`, `/srv`, web roots, state directories, one level below,
    /// and two below where the first says so by its name.
    func projectDirectories() async -> SearchPlaces {
        await cache.value {
            var bases = ["/opt", "/srv", "/var/www", "/app", "/data", "/docker"]
            var doubt: Unknown?
            let homes = await homeDirectories().content ?? []
            if homes.count > Self.homeLimit {
                doubt = .tooLarge("only the first \(Self.homeLimit) homes were looked through")
            }
            bases += homes.prefix(Self.homeLimit).map(\.path)
            let installations = await installations.openclawInstallations().content ?? []
            var found = installations.flatMap { [$0.directory, Path.join($0.directory, "workspace")] }
            found += await compose.composeFiles().map(Path.parent)
            for base in bases {
                found.append(base)
                for path in await visibleEntries(of: base, &doubt) {
                    found.append(path)
                    guard Self.collections.contains(Path.name(path)) else { continue }
                    found += await visibleEntries(of: path, &doubt)
                }
            }
            found = found.first(ofEach: \.self)
            if found.count > Self.directoryLimit {
                doubt = .tooLarge("only the first \(Self.directoryLimit) directories were looked through")
            }
            let directories = Array(found.prefix(Self.directoryLimit))
            for directory in directories where doubt == nil {
                guard let why = await listing(directory).hindrance, await isDirectory(directory) else { continue }
                doubt = why
            }
            return SearchPlaces(directories: directories, doubt: doubt)
        }
    }

    private static let homeLimit = 100
    private static let directoryLimit = 600
    private static let entryLimit = 300

    /// Names of directories that hold projects rather than being one.
    private static let collections: Set = [
        "apps", "code", "compose", "containers", "deploy", "docker", "git", "projects", "repos", "services", "sites",
        "src", "stacks",
    ]

    /// What is hidden in a home belongs to programs, with a place of its own in these lists.
    private func visibleEntries(of directory: String, _ doubt: inout Unknown?) async -> [String] {
        switch await listing(directory) {
        case .absent: return []
        case .unreadable(let why):
            // A file where a directory could be.
            if case .found(let status) = await surface.status(directory), status.kind != .directory { return [] }
            doubt = why
            return []
        case .found(let names):
            let visible = names.filter { !$0.hasPrefix(".") }
            if visible.count > Self.entryLimit {
                doubt = .tooLarge("only the first \(Self.entryLimit) names in \(directory) were looked at")
            }
            return visible.prefix(Self.entryLimit).map { Path.join(directory, $0) }
        }
    }
}
