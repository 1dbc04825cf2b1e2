import Documents
import Surface

/// Running containers that live in the namespaces of others, which they lose where those are made anew.
struct NamespaceGuests {
    private let found: [(identifier: String, name: String, project: String?)]

    var isEmpty: Bool { found.isEmpty }

    init(of hosts: [String], _ host: any MutableSurface) async throws(RunningMachine.Failure) {
        let api = DockerAPI(host)
        let list = try await api.json("/containers/json")
        var found: [(String, String, String?)] = []
        for container in list.items ?? [] {
            guard let id = container["Id"]?.text else { continue }
            let mode = container["HostConfig"]?["NetworkMode"]?.text ?? ""
            var modes = [mode]
            // The list names the network alone.
            if !mode.hasPrefix("container:") {
                let settings = try await api.json("/containers/\(id)/json")["HostConfig"]
                modes = ["PidMode", "IpcMode"].compactMap { settings?[$0]?.text }
            }
            guard modes.contains(where: { mode in hosts.contains { mode == "container:" + $0 } }) else { continue }
            let name = container["Names"]?.items?.first?.text ?? id
            let project = container["Labels"]?["com.docker.compose.project"]?.text
            found.append((id, String(name.drop { $0 == "/" }), project))
        }
        self.found = found
    }

    func contains(_ identifier: String) -> Bool { found.contains { $0.identifier == identifier } }

    /// Those that compose does not make anew with the project.
    func cutOff(outside project: String) -> [String] {
        found.filter { $0.project != project }.map(\.name).sorted()
    }
}
