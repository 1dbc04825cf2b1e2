import Documents
import Hardening
import Surface

/// The network for the proxy, once no file of the project speaks of it any more: compose leaves it where it is.
struct UnusedProxyNetwork {
    typealias Failure = RunningMachine.Failure

    private let project: Activation.ComposeProject
    private let host: any MutableSurface

    init(of project: Activation.ComposeProject, _ host: any MutableSurface) {
        self.project = project
        self.host = host
    }

    /// Removes it; may be called again, and does nothing where it is not there.
    func remove() async throws(Failure) {
        guard try await !isWanted() else { return }
        try await DockerAPI(host).removeUnusedNetworks(labels: [
            "com.docker.compose.project=\(project.name)", "com.docker.compose.network=\(ProxyNetwork.name)",
        ])
    }

    private func isWanted() async throws(Failure) -> Bool {
        for file in project.files {
            switch await host.text(file) {
            case .absent: continue
            case .unreadable(let why): throw Failure(.unreadable, why)
            case .found(let text):
                do {
                    if try YAMLDocument(text).root["networks"]?[ProxyNetwork.name] != nil { return true }
                } catch {
                    throw Failure(.unreadable, "\(file): \(error)")
                }
            }
        }
        return false
    }
}
