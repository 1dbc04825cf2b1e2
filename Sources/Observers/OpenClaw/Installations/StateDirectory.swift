import Hardening
import Surface

/// A place where OpenClaw may keep its state.
struct StateDirectory: Sendable {
    let path: String
    /// Whether a person named it, so that it counts however empty it is.
    var isGiven = false
    /// The container that has it mounted.
    var container: OpenClawContainer?
}

extension InstallationsObserver {
    static let volumes = "/var/lib/docker/volumes"
    static let serviceBases = ["/opt", "/srv"]

    /// Where to look: what a person named, what containers mount, every home, and the usual places of a service.
    func stateDirectories() async -> [StateDirectory] {
        let given = look.openclawDirectories.map { Path.resolve($0, from: "/") }
        var found = await mountedStateDirectories()
        found += given.map { StateDirectory(path: $0) }
        found += await gateway.gatewayServices().map { StateDirectory(path: $0.stateDirectory) }
        for home in await openclawHomes() {
            let names: [String]
            switch await surface.entries(home) {
            case .absent: continue
            // The usual names may be reached all the same.
            case .unreadable: names = Self.stateNames
            case .found(let all): names = all.filter(Self.isStateName)
            }
            found += names.map { StateDirectory(path: Path.join(home, $0)) }
        }
        // Also where Docker does not answer.
        for name in await surface.entries(Self.volumes).content ?? [] where GatewayService.isNamed(name) {
            found.append(StateDirectory(path: "\(Self.volumes)/\(name)/_data"))
        }
        for base in Self.serviceBases {
            for name in await surface.entries(base).content ?? []
            where name.contains("openclaw") || name.contains("clawd") || name.contains("molt") {
                let directory = "\(base)/\(name)"
                found.append(StateDirectory(path: directory))
                found += [".openclaw", "state", "config", "data"].map { StateDirectory(path: Path.join(directory, $0)) }
            }
        }
        return found.first(ofEach: \.path).map { directory in
            var directory = directory
            directory.isGiven = given.contains(directory.path)
            return directory
        }
    }

    /// Homes of people and services that may run a gateway.
    func openclawHomes() async -> [String] {
        var homes = ["/root"]
        for account in await accounts.accountRecords().content ?? [] {
            if case .text(let home) = account[.home], home.hasPrefix("/"), home != "/",
                case .number(let uid) = account[.uid],
                uid == 0 || uid >= 1000 || home.hasPrefix("/home/") || home.hasPrefix("/var/lib/openclaw")
            {
                homes.append(home)
            }
        }
        homes += (await surface.entries("/home").content ?? []).map { "/home/\($0)" }
        return homes.first(ofEach: \.self)
    }

    /// `.openclaw`, `.openclaw-PROFILE`, and the names of Clawdbot and Moltbot.
    static func isStateName(_ name: String) -> Bool {
        stateNames.contains(name) || name.hasPrefix(".openclaw-")
    }

    private static let stateNames = [".openclaw", ".clawdbot", ".moltbot", ".moldbot"]
}
