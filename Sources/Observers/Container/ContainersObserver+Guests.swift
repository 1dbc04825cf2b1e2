import Documents
import Surface

extension ContainerDetail {
    /// Whether it lives in a namespace of the other container, by its id or its name: network, processes or IPC.
    ///
    /// Docker looks the other one up by its id: where it is made anew, this one is cut off, and cannot start again.
    func isGuest(of host: ContainerDetail) -> Bool {
        let id = host.node["Id"]?.text ?? ""
        return ["NetworkMode", "PidMode", "IpcMode"].contains { field in
            guard let mode = node["HostConfig"]?[field]?.text, mode.hasPrefix("container:") else { return false }
            let named = mode.dropFirst("container:".count)
            return named == host.name || !id.isEmpty && !named.isEmpty && id.hasPrefix(named)
        }
    }
}

extension ContainersObserver {
    /// A container that lives in the namespaces of this one and that compose does not make anew with it.
    func guest(of host: ContainerDetail) async -> String? {
        let project = host.label("com.docker.compose.project")
        return (await docker.dockerContainers().content ?? []).first { other in
            other.isGuest(of: host) && (project == nil || other.label("com.docker.compose.project") != project)
        }?
        .name
    }
}
