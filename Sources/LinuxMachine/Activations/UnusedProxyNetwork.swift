import Documents
import Hardening
import Surface

/// The network for the proxy, once no file of the project speaks of it any more: compose leaves it where it is.
struct UnusedProxyNetwork {
    typealias Failure = RunningMachine.Failure

    private let project: Activation.ComposeProject
    private let machine: RunningMachine

    init(of project: Activation.ComposeProject, _ machine: RunningMachine) {
        self.project = project
        self.machine = machine
    }

    /// Removes it; may be called again, and does nothing where it is not there.
    func remove() async throws(Failure) {
        guard try await !isWanted() else { return }
        let network = "com.docker.compose.network=\(ProxyNetwork.name)"
        let filter = #"{"label":["com.docker.compose.project=\#(project.name)","\#(network)"]}"#
        let found = try await Engine.json("/networks?filters=\(Engine.escaped(filter))").items ?? []
        for network in found.compactMap({ $0["Id"]?.text }) {
            // One that other containers were joined to is theirs now.
            let isUsed = try await Engine.json("/networks/\(network)")["Containers"]?.members?.isEmpty == false
            if !isUsed { try await machine.perform(Command("docker", ["network", "rm", network], timeout: 60)) }
        }
    }

    private func isWanted() async throws(Failure) -> Bool {
        let surface: LiveSurface
        do { surface = try LiveSurface() } catch { throw Failure("\(error)") }
        for file in project.files {
            switch await surface.text(file) {
            case .absent: continue
            case .unreadable(let why): throw Failure(why)
            case .found(let text):
                do {
                    if try YAMLDocument(text).root["networks"]?[ProxyNetwork.name] != nil { return true }
                } catch {
                    throw Failure("\(file): \(error)")
                }
            }
        }
        return false
    }
}
