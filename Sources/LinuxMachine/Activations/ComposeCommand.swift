import Hardening
import Surface

/// `docker compose`, or the old `docker-compose`, for one project.
struct ComposeCommand {
    typealias Failure = RunningMachine.Failure

    private let program: String
    private let leading: [String]
    private let host: any MutableSurface

    init(_ project: Activation.ComposeProject, _ host: any MutableSurface) async {
        let version = await host.run(Command("docker", ["compose", "version"], timeout: 60))
        let isPlugin = version.content?.status == 0
        program = isPlugin ? "docker" : "docker-compose"
        var options = ["-p", project.name, "--project-directory", project.directory]
        for file in project.files {
            // An override that was put back to not being there.
            if case .absent = await host.status(file) { continue }
            options += ["-f", file]
        }
        leading = (isPlugin ? ["compose"] : []) + options
        self.host = host
    }

    func run(_ arguments: [String], seconds: Int) async throws(Failure) {
        try await host.perform(
            Command(program, leading + arguments, timeout: seconds, environment: LeftCommands.marked)
        )
    }
}
