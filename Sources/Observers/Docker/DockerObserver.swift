import Catalog
import Documents
import Hardening
import Surface

/// The Docker daemon: its settings, its sockets, and what it answers.
public struct DockerObserver: SubjectObserver {
    public let look: Look

    static let dockerSocket = "/var/run/docker.sock"

    /// One answer of the Docker API as JSON.
    ///
    /// Absent where there is no Docker, unreadable where there is one that does not answer.
    ///
    /// Where `seconds` are given, the daemon may take that long for it.
    func answer(_ target: String, seconds: Int? = nil) async -> Reading<JSONNode> {
        await cache.value(for: target) { await askDocker(target, seconds) }
    }

    private func askDocker(_ target: String, _ seconds: Int?) async -> Reading<JSONNode> {
        guard surface.daemonsAnswer else {
            return await hasDocker() ? .unreadable(.needsRunningSystem("needs a running Docker daemon")) : .absent
        }
        let answer =
            if let seconds { await surface.get(target, socket: Self.dockerSocket, seconds: seconds) } else {
                await surface.get(target, socket: Self.dockerSocket)
            }
        switch answer {
        case .absent:
            return await hasDocker()
                ? .unreadable(.notRunning("Docker is installed, and its daemon does not answer")) : .absent
        case .unreadable(let why):
            return .unreadable(why)
        case .found(let response):
            guard response.status == 200 else {
                let words = "the Docker daemon answered \(target) with status \(response.status)"
                return .unreadable(response.status == 404 ? .missing(words) : .failed(words))
            }
            do {
                return .found(try JSONDocument(response.body, dialect: .json).root)
            } catch {
                return .unreadable(.failed("the Docker daemon's answer to \(target): \(error)"))
            }
        }
    }

    /// Whether a Docker engine is installed, whoever packaged it.
    func hasDocker() async -> Bool {
        for path in [
            "/usr/bin/dockerd", "/usr/sbin/dockerd", "/usr/local/bin/dockerd", "/snap/bin/docker", "/etc/docker",
            "/etc/systemd/system/snap.docker.dockerd.service",
        ] {
            if case .found = await surface.status(path) { return true }
        }
        return false
    }

    /// More than any server runs; each is asked about one by one.
    static let mostContainers = 200

    /// Every container with what inspecting it tells; of the first ones where there are too many.
    func dockerContainers() async -> Reading<[ContainerDetail]> {
        await cache.value { await inspectContainers() }
    }

    /// Whether the disk of a machine that does not run shows that its daemon keeps no container.
    func neverHadContainers() async -> Bool {
        let settings = await daemonSettings()
        guard settings.error == nil, settings.hidden == nil else { return false }
        guard settings.doubt == nil else { return false }
        let root = settings.text("data-root") ?? "/var/lib/docker"
        // A data directory with nothing in it may be the place of a disk that is not mounted here.
        switch await surface.entries(root) {
        case .absent: return true
        case .found(let names) where names.isEmpty: return false
        case .found(let names) where !names.contains("containers"): return true
        case .found: return await surface.entries(Path.join(root, "containers")).content?.isEmpty ?? false
        case .unreadable: return false
        }
    }

    private func inspectContainers() async -> Reading<[ContainerDetail]> {
        if !surface.daemonsAnswer, await neverHadContainers() { return .absent }
        switch await answer("/containers/json?all=1") {
        case .absent: return .absent
        case .unreadable(let why): return .unreadable(why)
        case .found(let list):
            let identifiers = (list.items ?? []).prefix(Self.mostContainers).compactMap { $0["Id"]?.text }
            return await withTaskGroup(of: Reading<JSONNode>.self) { group in
                for identifier in identifiers where identifier.allSatisfy(\.isHexDigit) {
                    group.addTask { await answer("/containers/\(identifier)/json") }
                }
                var details: [ContainerDetail] = []
                for await answer in group {
                    switch answer {
                    case .found(let node): details.append(ContainerDetail(node: node))
                    // It went away between the list and the question.
                    case .absent: continue
                    case .unreadable(let why): if why.cause != .missing { return .unreadable(why) }
                    }
                }
                return .found(details.sorted { $0.name < $1.name })
            }
        }
    }
}
