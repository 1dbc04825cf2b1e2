import Documents
import Hardening
import Surface

/// A service of a compose project, and the container that compose made for it.
struct ComposeService {
    typealias Failure = RunningMachine.Failure

    private let name: String
    private let project: String
    private let host: any MutableSurface

    init(_ name: String, of project: String, _ host: any MutableSurface) {
        self.name = name
        self.project = project
        self.host = host
    }

    /// The project's services that have a container, made by `up` and not by `run`.
    static func all(of project: String, _ host: any MutableSurface) async throws(Failure) -> [Compose.Service] {
        let containers = try await DockerAPI(host).containers(labels: ["com.docker.compose.project=\(project)"])
        let services = containers.compactMap { container -> Compose.Service? in
            let labels = container["Labels"]
            guard labels?["com.docker.compose.oneoff"]?.text != "True",
                let name = labels?["com.docker.compose.service"]?.text
            else { return nil }
            return Compose.Service(
                name: name,
                isRunning: ["running", "restarting"].contains(container["State"]?.text)
            )
        }
        return Set(services).sorted { $0.name < $1.name }
    }

    /// - Throws: where it has no container, or that does not become well.
    func waitUntilWell() async throws(Failure) {
        let api = DockerAPI(host)
        let labels = ["com.docker.compose.project=\(project)", "com.docker.compose.service=\(name)"]
        guard let identifier = try await api.containers(labels: labels).first?["Id"]?.text else {
            throw Failure(.missing, "compose made no container for \(name)")
        }
        // One that nothing can be asked of takes some seconds to find its file wrong.
        let isAsked = (try? await ContainerState(identifier, api))?.check != nil
        var said: String?
        let end = await ContainerStart(identifier, host).wait(settling: isAsked ? 3 : 15) { state in
            guard let check = state.check else { return nil }
            if state.health == "healthy" { return true }
            let output = await host.run(Command("docker", ["exec", identifier] + check, timeout: 30)).content
            if let output, output.status != 0 {
                let words = (output.errorText + output.text).prefix(300)
                said = words.isEmpty ? "its health check fails" : "its health check says: \(words)"
            }
            return output?.status == 0
        }
        guard end.isWell else {
            let last = [said, end.last].compactMap { $0 }.joined(separator: "; ")
            throw Failure(.late, "the new container of \(name) is not well: \(last)")
        }
    }
}
