import Catalog
import Documents
import Hardening
import Surface

/// The program of an installation: its version, its Node.js, its known holes.
struct RuntimeObserver: SubjectObserver {
    let look: Look

    /// The package whose program the gateway's command names, else the only version that is installed.
    ///
    /// With several of them, which one runs is not guessed.
    func package(of installation: StateDirectory, _ services: [GatewayService]) async -> Reading<OpenClawPackage> {
        for service in services {
            guard let root = await packageRoot(service) else { continue }
            let found = await package(in: root)
            // An image's or a link's own layout; the usual places may still have it.
            if case .absent = found { continue }
            return found
        }
        // In the account's own home first: others may have one, too.
        let all = await openclawPackages()
        let home = Path.parent(installation.path) + "/"
        let own = all.filter { $0.path.hasPrefix(home) }
        let likely = own.isEmpty ? all : own
        if let doubt = likely.lazy.compactMap(\.doubt).first { return .unreadable(doubt) }
        let packages = likely.compactMap(\.package)
        guard let first = packages.first else { return .absent }
        guard let other = packages.first(where: { $0.version != first.version }) else { return .found(first) }
        return .unreadable(
            .notStated(
                "there are \(first.version) in \(first.path) and \(other.version) in \(other.path), and which of them runs is not known"
            )
        )
    }

    /// The directory of the package that a gateway's command names.
    private func packageRoot(_ service: GatewayService) async -> String? {
        guard let first = service.arguments.first else { return nil }
        var script = service.arguments.first {
            ["index.js", "entry.js", "openclaw.mjs"].contains(Path.name($0))
        }
        if script == nil, first.hasPrefix("/"), Path.name(first) == "openclaw" { script = await behindLinks(first) }
        guard let script else { return nil }
        let path = Path.resolve(script, from: service.workingDirectory ?? "/")
        let parent = Path.parent(path)
        return Path.name(parent) == "dist" ? Path.parent(parent) : parent
    }

    /// What a package says of itself; unreadable where its parts are of different versions.
    private func package(in root: String) async -> Reading<OpenClawPackage> {
        let path = Path.join(root, "package.json")
        let document: JSONDocument?
        switch await surface.file(path) {
        case .absent: return .absent
        case .unreadable(let why): return .unreadable(why)
        case .found(let content): document = try? JSONDocument(content.bytes, dialect: .json)
        }
        guard let version = document?.root["version"]?.text.flatMap({ OpenClawVersion($0) }) else {
            return .unreadable(.malformed("\(path) names no version"))
        }
        if let bytes = await surface.file(Path.join(root, "dist/build-info.json")).content?.bytes {
            let built = (try? JSONDocument(bytes, dialect: .json))?.root["version"]?.text
            guard built.flatMap({ OpenClawVersion($0) }) == version else {
                return .unreadable(
                    .contradictory(
                        "\(root) is half updated: its package is \(version), and its program \(built ?? "of no version")"
                    )
                )
            }
        }
        let schema = document?.root["openclaw"]?["schemaVersions"]?["state"]?.integer
        return .found(OpenClawPackage(path: path, version: version, stateSchema: schema))
    }

    /// A place where a package is, or why what is there is not known.
    private struct Place: Sendable {
        let path: String
        var package: OpenClawPackage?
        var doubt: Unknown?
    }

    /// All that are where npm puts them.
    private func openclawPackages() async -> [Place] {
        await cache.value { await findPackages() }
    }

    private func findPackages() async -> [Place] {
        var roots = ["/usr/lib/node_modules", "/usr/local/lib/node_modules", "/opt/openclaw/lib/node_modules"]
        var found: [Place] = []
        for home in ["/root"] + (await surface.entries("/home").content ?? []).map({ "/home/\($0)" }) {
            roots += ["\(home)/.npm-global/lib/node_modules", "\(home)/.local/lib/node_modules"]
            let versions = "\(home)/.nvm/versions/node"
            let few = (await surface.entries(versions).content ?? []).bounded("versions", in: versions, to: 200)
            if let rest = few.rest { found.append(Place(path: versions, doubt: rest)) }
            roots += few.first.map { "\(versions)/\($0)/lib/node_modules" }
        }
        for root in roots {
            for name in ["openclaw", "moltbot", "clawdbot"] {
                let directory = "\(root)/\(name)"
                switch await package(in: directory) {
                case .absent: continue
                case .unreadable(let why): found.append(Place(path: directory, doubt: why))
                case .found(let package): found.append(Place(path: directory, package: package))
                }
            }
        }
        return found
    }
}
