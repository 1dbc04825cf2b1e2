import Documents
import Hardening
import Surface

/// A compose project of one service that begins with a change, and ends where that is undone.
struct NewComposeProject {
    typealias Failure = RunningMachine.Failure

    private let project: Activation.ComposeProject
    private let service: String
    private let host: any MutableSurface

    init(_ project: Activation.ComposeProject, _ service: String, _ host: any MutableSurface) {
        self.project = project
        self.service = service
        self.host = host
    }

    /// Starts the service from an image that is there, and waits until it is well.
    ///
    /// - Throws: where containers of a project of that name are there already, whoever made them.
    func start() async throws(Failure) {
        let others = try await ComposeService.all(of: project.name, host)
        guard others.isEmpty else {
            let names = others.map(\.name).joined(separator: ", ")
            throw Failure(.foreign, "there are containers of a compose project \(project.name) already: \(names)")
        }
        let command = await ComposeCommand(project, host)
        try await command.run(["config", "-q"], seconds: 120)
        try await command.run(["up", "--no-build", "-d", service], seconds: 600)
        try await ComposeService(service, of: project.name, host).waitUntilWell()
    }

    /// Removes what was started from the project's own file, and nothing else of the same name.
    func remove() async throws(Failure) {
        let api = DockerAPI(host)
        let label = "com.docker.compose.project=\(project.name)"
        let own = try await api.containers(labels: [label, "com.docker.compose.service=\(service)"]).filter {
            let files = $0["Labels"]?["com.docker.compose.project.config_files"]?.text ?? ""
            return files.split(separator: ",").first.map(String.init) == project.files.first
        }
        // The file is somebody else's now, and the containers with it.
        guard let base = project.files.first, case .absent = await host.status(base) else { return }
        for identifier in own.compactMap({ $0["Id"]?.text }) {
            try await ContainerStart(identifier, host).stop()
            try await host.perform(Command("docker", ["rm", "--force", "--volumes", identifier], timeout: 60))
        }
        guard !own.isEmpty else { return }
        try await api.removeUnusedNetworks(labels: [label])
    }
}
