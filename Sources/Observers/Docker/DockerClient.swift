import Catalog
import Documents
import Hardening
import Surface

extension Observer {
    static let dockerSocket = "/var/run/docker.sock"

    /// One answer of the Docker API as JSON.
    ///
    /// Absent where there is no Docker, unreadable where there is one that does not answer.
    ///
    /// Where `seconds` are given, the daemon may take that long for it.
    func docker(_ target: String, seconds: Int? = nil) async -> Reading<JSONNode> {
        await memo.value("docker \(target)") { await askDocker(target, seconds) }
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
        await memo.value("docker containers") { await inspectContainers() }
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
        switch await docker("/containers/json?all=1") {
        case .absent: return .absent
        case .unreadable(let why): return .unreadable(why)
        case .found(let list):
            let identifiers = (list.items ?? []).prefix(Self.mostContainers).compactMap { $0["Id"]?.text }
            return await withTaskGroup(of: Reading<JSONNode>.self) { group in
                for identifier in identifiers where identifier.allSatisfy(\.isHexDigit) {
                    group.addTask { await docker("/containers/\(identifier)/json") }
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

/// What `docker inspect` tells of one container.
struct ContainerDetail: Sendable {
    let node: JSONNode

    var name: String { String((node["Name"]?.text ?? "?").drop { $0 == "/" }) }
    var image: String { node["Config"]?["Image"]?.text ?? "" }
    var isRunning: Bool { node["State"]?["Running"]?.flag ?? false }
    var labels: [JSONNode.Member] { node["Config"]?["Labels"]?.members ?? [] }

    /// Variables and values; the values never leave the observers.
    var environment: [String: String] {
        var variables: [String: String] = [:]
        for item in node["Config"]?["Env"]?.items ?? [] {
            guard let text = item.text, let equals = text.firstIndex(of: "=") else { continue }
            variables[String(text[..<equals])] = String(text[text.index(after: equals)...])
        }
        return variables
    }

    /// Whether OpenClaw runs in it, by image, name, service, command or port.
    var isOpenClaw: Bool {
        let service = labels.first { $0.key == "com.docker.compose.service" }?.value.text ?? ""
        let command = (node["Config"]?["Cmd"]?.items ?? []).compactMap(\.text).joined(separator: " ")
        // A proxy or an updater beside OpenClaw is often named after it, so that a name alone says little.
        if Observer.isOpenClawImage(image) || [name, service].contains(where: Observer.isOpenClawName) { return true }
        if ["openclaw", "clawdbot", "moltbot"].contains(where: command.lowercased().contains) { return true }
        let ports =
            (node["HostConfig"]?["PortBindings"]?.members ?? []) + (node["Config"]?["ExposedPorts"]?.members ?? [])
        return ports.contains { $0.key.hasPrefix("18789/") } || environment.keys.contains { $0.hasPrefix("OPENCLAW_") }
    }
}
