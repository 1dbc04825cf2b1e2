import Documents
import Hardening

/// A place where OpenClaw may keep its state.
struct StateDirectory: Sendable {
    let path: String
    /// Whether a person named it, so that it counts however empty it is.
    var isGiven = false
    /// The container that has it mounted.
    var container: OpenClawContainer?
}

/// What a container tells of the OpenClaw in it.
struct OpenClawContainer: Sendable {
    let name: String
    let image: String
    /// Values stay inside the observers.
    let environment: [String: String]

    /// The version that the image's tag names.
    var imageVersion: OpenClawVersion? {
        let last = image.split(separator: "/").last ?? ""
        let tag = last.split(separator: "@").first?.split(separator: ":").dropFirst().first
        return tag.flatMap { OpenClawVersion(String($0)) }
    }
}

extension Observer {
    /// Where to look: what a person named, what containers mount, every home, and the usual places of a service.
    func stateDirectories() async -> [StateDirectory] {
        var found = openclawDirectories.map { StateDirectory(path: $0, isGiven: true) }
        found += await mountedStateDirectories()
        found += await gatewayServices().map { StateDirectory(path: $0.stateDirectory) }
        for home in await openclawHomes() {
            for name in await surface.entries(home).content ?? [] where Self.isStateName(name) {
                found.append(StateDirectory(path: Path.join(home, name)))
            }
        }
        for base in ["/opt", "/srv"] {
            for name in (await surface.entries(base).content ?? []).prefix(200)
            where name.contains("openclaw") || name.contains("clawd") || name.contains("molt") {
                let directory = "\(base)/\(name)"
                found.append(StateDirectory(path: directory))
                found += [".openclaw", "state", "config", "data"].map { StateDirectory(path: Path.join(directory, $0)) }
            }
        }
        var seen: Set<String> = []
        return found.filter { seen.insert($0.path).inserted }
    }

    /// Homes of people and services that may run a gateway.
    func openclawHomes() async -> [String] {
        var homes = ["/root"]
        for account in await accountRecords().content ?? [] {
            if case .text(let home) = account[.home], home.hasPrefix("/"), home != "/",
                case .number(let uid) = account[.uid],
                uid == 0 || uid >= 1000 || home.hasPrefix("/home/") || home.hasPrefix("/var/lib/openclaw")
            {
                homes.append(home)
            }
        }
        homes += (await surface.entries("/home").content ?? []).prefix(1000).map { "/home/\($0)" }
        var seen: Set<String> = []
        return homes.filter { seen.insert($0).inserted }
    }

    /// `.openclaw`, `.openclaw-PROFILE`, and the names of Clawdbot and Moltbot.
    private static func isStateName(_ name: String) -> Bool {
        [".openclaw", ".clawdbot", ".moltbot", ".moldbot"].contains(name) || name.hasPrefix(".openclaw-")
    }

    /// The version of the npm package, and the file that tells it; the newest where there are several.
    func packagedVersion() async -> (OpenClawVersion, String)? {
        var roots = ["/usr/lib/node_modules", "/usr/local/lib/node_modules", "/opt/openclaw/lib/node_modules"]
        for home in ["/root"] + (await surface.entries("/home").content ?? []).prefix(1000).map({ "/home/\($0)" }) {
            roots += ["\(home)/.npm-global/lib/node_modules", "\(home)/.local/lib/node_modules"]
            let versions = "\(home)/.nvm/versions/node"
            roots += (await surface.entries(versions).content ?? []).prefix(50).map {
                "\(versions)/\($0)/lib/node_modules"
            }
        }
        var found: [(OpenClawVersion, String)] = []
        for root in roots {
            for package in ["openclaw", "moltbot", "clawdbot"] {
                let path = "\(root)/\(package)/package.json"
                guard let bytes = await surface.file(path).content?.bytes,
                    let document = try? JSONDocument(bytes, dialect: .json),
                    let version = document.root["version"]?.text.flatMap({ OpenClawVersion($0) })
                else { continue }
                found.append((version, path))
            }
        }
        return found.max { $0.0 < $1.0 }
    }

    /// The state directories that OpenClaw's containers mount from this machine.
    private func mountedStateDirectories() async -> [StateDirectory] {
        (await dockerContainers().content ?? []).filter(\.isOpenClaw).flatMap { container -> [StateDirectory] in
            let environment = container.environment
            let home = environment["OPENCLAW_HOME"] ?? environment["HOME"] ?? ""
            let state = environment["OPENCLAW_STATE_DIR"] ?? (home.isEmpty ? "" : Path.join(home, ".openclaw"))
            return (container.node["Mounts"]?.items ?? []).compactMap { mount in
                guard let target = mount["Destination"]?.text, let source = mount["Source"]?.text else { return nil }
                let name = Path.name(target)
                guard target == state || [".openclaw", ".clawdbot", ".moltbot"].contains(name) else { return nil }
                let owner = OpenClawContainer(name: container.name, image: container.image, environment: environment)
                return StateDirectory(path: source, container: owner)
            }
        }
    }
}
