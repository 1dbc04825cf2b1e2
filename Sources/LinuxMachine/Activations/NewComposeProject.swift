import Documents
import Hardening
import Surface

/// A compose project of one service that begins with a change, and ends where that is undone.
struct NewComposeProject {
    typealias Failure = RunningMachine.Failure

    private let project: Activation.ComposeProject
    private let service: String
    private let machine: RunningMachine

    init(_ project: Activation.ComposeProject, _ service: String, _ machine: RunningMachine) {
        self.project = project
        self.service = service
        self.machine = machine
    }

    /// Starts the service from an image that is there, and waits until it is well.
    ///
    /// - Throws: where containers of a project of that name are there already, whoever made them.
    func start() async throws(Failure) {
        let others = try await RunningMachine.services(of: project.name)
        guard others.isEmpty else {
            let names = others.map(\.name).joined(separator: ", ")
            throw Failure("there are containers of a compose project \(project.name) already: \(names)")
        }
        let compose = try await Compose(project, machine)
        try await compose.run(["config", "-q"], seconds: 120)
        try await compose.run(["up", "--no-build", "-d", service], seconds: 600)
        try await RunningMachine.waitUntilWell(service, of: project.name)
    }

    /// Removes what was started from the project's own file, and nothing else of the same name.
    func remove() async throws(Failure) {
        let filter =
            #"{"label":["com.docker.compose.project=\#(project.name)","com.docker.compose.service=\#(service)"]}"#
        let target = "/containers/json?all=1&filters=\(Engine.escaped(filter))"
        let own = try await (Engine.json(target).items ?? []).filter { container in
            let files = container["Labels"]?["com.docker.compose.project.config_files"]?.text ?? ""
            return files.split(separator: ",").first.map(String.init) == project.files.first
        }
        // The file is somebody else's now, and the containers with it.
        let surface: LiveSurface
        do { surface = try LiveSurface() } catch { throw Failure("\(error)") }
        guard let base = project.files.first, case .absent = surface.status(base) else { return }
        for identifier in own.compactMap({ $0["Id"]?.text }) {
            try await machine.stop(container: identifier)
            try await machine.perform(Command("docker", ["rm", "--force", "--volumes", identifier], timeout: 60))
        }
        guard !own.isEmpty else { return }
        let label = Engine.escaped(#"{"label":["com.docker.compose.project=\#(project.name)"]}"#)
        for network in try await (Engine.json("/networks?filters=\(label)").items ?? []).compactMap({ $0["Id"]?.text })
        {
            // One that other containers were joined to is theirs now.
            let isUsed = try await Engine.json("/networks/\(network)")["Containers"]?.members?.isEmpty == false
            if !isUsed { try await machine.perform(Command("docker", ["network", "rm", network], timeout: 60)) }
        }
    }
}
