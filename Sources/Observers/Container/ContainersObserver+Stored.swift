import Catalog
import Documents
import Hardening
import Surface

extension ContainersObserver {
    /// The containers that a daemon which does not run keeps on this disk, as far as it wrote them down.
    ///
    /// Its two files together are most of what inspecting a container tells. Not all of it: what OpenClaw's own
    /// containers are judged by is asked of the daemon alone.
    func storedContainers() async throws(Unknown) -> [ContainerDetail]? {
        let settings = await docker.daemonSettings()
        if let why = settings.hidden ?? settings.doubt ?? settings.error.map({ .malformed("\(settings.file): \($0)") })
        {
            throw Unknown.notStated("where the daemon keeps its containers is not known: \(why)")
        }
        let directory = Path.join(settings.text("data-root") ?? "/var/lib/docker", "containers")
        guard let found = try await surface.entries(directory).get() else {
            throw Unknown.missing("\(directory) is not here, and Docker is")
        }
        let names = found.filter { $0.count == 64 && $0.allSatisfy(\.isHexDigit) }
        guard names.count <= DockerObserver.mostContainers else {
            throw Unknown.tooLarge("\(directory) has more than \(DockerObserver.mostContainers) containers")
        }
        var details: [ContainerDetail] = []
        for name in names {
            guard let detail = try await storedContainer(Path.join(directory, name)) else { continue }
            details.append(detail)
        }
        return details.sorted { $0.name < $1.name }
    }

    private func storedContainer(_ directory: String) async throws(Unknown) -> ContainerDetail? {
        var parts: [[UInt8]] = []
        for name in ["config.v2.json", "hostconfig.json"] {
            let path = Path.join(directory, name)
            // A directory that was begun or is being taken away has no container.
            guard let content = try await surface.file(path).get() else { return nil }
            parts.append(content.bytes)
        }
        do throws(SyntaxError) {
            let config = try JSONDocument(parts[0], dialect: .json)
            let host = try JSONDocument(parts[1], dialect: .json)
            if config.root.members?.isEmpty == false {
                var whole = Array(config.bytes[config.root.range].dropLast())
                whole += Array(#","HostConfig":"#.utf8)
                whole += host.bytes[host.root.range]
                whole.append(UInt8(ascii: "}"))
                return ContainerDetail(node: try JSONDocument(whole, dialect: .json).root)
            }
        } catch {
            throw Unknown.failed("\(directory): \(error)")
        }
        throw Unknown.missing("\(directory): no configuration")
    }
}
