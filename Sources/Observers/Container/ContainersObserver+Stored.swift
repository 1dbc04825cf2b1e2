import Catalog
import Documents
import Hardening
import Surface

extension ContainersObserver {
    /// The containers that a daemon which does not run keeps on this disk, as far as it wrote them down.
    ///
    /// Its two files together are most of what inspecting a container tells. Not all of it: what OpenClaw's own
    /// containers are judged by is asked of the daemon alone.
    func storedContainers() async -> Reading<[ContainerDetail]> {
        let settings = await docker.daemonSettings()
        if let why = settings.hidden ?? settings.doubt ?? settings.error.map({ .malformed("\(settings.file): \($0)") })
        {
            return .unreadable(.notStated("where the daemon keeps its containers is not known: \(why)"))
        }
        let directory = Path.join(settings.text("data-root") ?? "/var/lib/docker", "containers")
        let names: [String]
        switch await surface.entries(directory) {
        case .absent: return .unreadable(.missing("\(directory) is not here, and Docker is"))
        case .unreadable(let why): return .unreadable(why)
        case .found(let found): names = found.filter { $0.count == 64 && $0.allSatisfy(\.isHexDigit) }
        }
        guard names.count <= DockerObserver.mostContainers else {
            return .unreadable(.tooLarge("\(directory) has more than \(DockerObserver.mostContainers) containers"))
        }
        var details: [ContainerDetail] = []
        for name in names {
            switch await storedContainer(Path.join(directory, name)) {
            case .absent: continue
            case .unreadable(let why): return .unreadable(why)
            case .found(let detail): details.append(detail)
            }
        }
        return .found(details.sorted { $0.name < $1.name })
    }

    private func storedContainer(_ directory: String) async -> Reading<ContainerDetail> {
        var parts: [[UInt8]] = []
        for name in ["config.v2.json", "hostconfig.json"] {
            let path = Path.join(directory, name)
            switch await surface.file(path) {
            // A directory that was begun or is being taken away has no container.
            case .absent: return .absent
            case .unreadable(let why): return .unreadable(why)
            case .found(let content): parts.append(content.bytes)
            }
        }
        do throws(SyntaxError) {
            let config = try JSONDocument(parts[0], dialect: .json)
            let host = try JSONDocument(parts[1], dialect: .json)
            guard config.root.members?.isEmpty == false else {
                return .unreadable(.missing("\(directory): no configuration"))
            }
            var whole = Array(config.bytes[config.root.range].dropLast())
            whole += Array(#","HostConfig":"#.utf8)
            whole += host.bytes[host.root.range]
            whole.append(UInt8(ascii: "}"))
            return .found(ContainerDetail(node: try JSONDocument(whole, dialect: .json).root))
        } catch {
            return .unreadable(.failed("\(directory): \(error)"))
        }
    }
}
