import Catalog
import Hardening
import Surface

// What OpenClaw itself wrote beside its configuration.
extension KeysObserver {
    /// Files in which OpenClaw left copies of one of the values, and files of others beside the configuration that hold one.
    ///
    /// It keeps what a file held before each change of it, what it last started with, what it replaced, and until 2026.7 a
    /// list of models with their keys; all of these are made anew or only kept.
    func copies(of values: Set<String>, in installation: Installation) async -> (own: [String], others: [String]) {
        guard !values.isEmpty else { return ([], []) }
        let needles = values.map { Array($0.utf8) }.filter { $0.count >= Self.shortest }
        func holding(_ paths: [String]) async -> [String] {
            var found: [String] = []
            for path in paths where !installation.configuration.files.contains(path) {
                guard let bytes = await surface.file(path, limit: Self.largest).content?.bytes else { continue }
                if needles.contains(where: { bytes.contains($0) }) { found.append(path) }
            }
            return found
        }
        let own = await candidates(in: installation)
        let directory = Path.parent(installation.configurationPath)
        let name = Path.name(installation.configurationPath)
        let beside = (await surface.entries(directory).content ?? []).filter { $0 != name && $0.hasPrefix(name) }
            .prefix(Self.most).map { Path.join(directory, $0) }
        return (await holding(own), await holding(beside.filter { !own.contains($0) }))
    }

    private static let most = 500

    /// A shorter value would be found in words.
    private static let shortest = 8
    private static let largest = 8 << 20

    private func candidates(in installation: Installation) async -> [String] {
        let configuration = installation.configurationPath
        let name = Path.name(configuration)
        var paths: [String] = []
        for entry in await surface.entries(Path.parent(configuration)).content ?? []
        where entry.hasPrefix(name + ".") && Self.isCopy(entry.dropFirst(name.count + 1)) {
            paths.append(Path.join(Path.parent(configuration), entry))
        }
        let agents = Path.join(installation.directory, "agents")
        for agent in await surface.entries(agents).content ?? [] {
            let directory = Path.join(agents, "\(agent)/agent")
            for entry in await surface.entries(directory).content ?? []
            where entry == "models.json" || entry.hasPrefix("auth-profiles.json.migrated-")
                || entry.hasPrefix("auth-profiles.json.sqlite-import.")
                || entry.hasPrefix("models.json.bak")
            {
                paths.append(Path.join(directory, entry))
            }
        }
        return paths
    }

    /// Whether a path is what OpenClaw itself calls a copy of a file; a directory beside it is none.
    public static func isCopy(_ path: String, of file: String) -> Bool {
        path.hasPrefix(file + ".") && !path.dropFirst(file.count).contains("/")
            && isCopy(path.dropFirst(file.count + 1))
    }

    /// `bak`, `bak.1`, `last-good`, `clobbered.TIME`.
    private static func isCopy(_ ending: Substring) -> Bool {
        ["bak", "last-good", "clobbered", "migrated", "rejected"].contains {
            ending == $0 || ending.hasPrefix($0 + ".") || ending.hasPrefix($0 + "-")
        }
    }
}
