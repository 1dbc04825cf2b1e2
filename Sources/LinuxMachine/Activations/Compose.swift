import Documents
import Hardening
import Observers

extension RunningMachine {
    /// Makes a project's containers anew from its files, and waits until they are well.
    ///
    /// The files are checked by compose before anything is touched. Only services that have a container get a new one,
    /// only from an image that is there, and a container that did not run is not started. Each must then pass its
    /// health check, which is run at once instead of when Docker would, and go on running.
    func activateCompose(_ project: Activation.ComposeProject, isUndoing: Bool) async throws(Failure) {
        if let service = project.newService {
            let origin = NewComposeProject(project, service, self)
            return isUndoing ? try await origin.remove() : try await origin.start()
        }
        // A project whose beginning was undone: there is nothing left to make anew.
        if isUndoing, try await Self.isGone(project) { return }
        let compose = try await Compose(project, self)
        try await compose.run(["config", "-q"], seconds: 120)
        let services = try await Self.services(of: project.name)
        for (arguments, isRunning) in [(["-d"], true), (["--no-start"], false)] {
            let names = services.filter { $0.isRunning == isRunning }.map(\.name)
            guard !names.isEmpty else { continue }
            try await compose.run(["up", "--no-deps", "--no-build"] + arguments + names, seconds: 600)
        }
        let running = services.filter(\.isRunning).map(\.name)
        for name in running { try await Self.waitUntilWell(name, of: project.name) }
    }

    private static func isGone(_ project: Activation.ComposeProject) async throws(Failure) -> Bool {
        guard let base = project.files.first, try await services(of: project.name).isEmpty else { return false }
        do { return try LiveSurface().status(base) == .absent } catch { throw Failure("\(error)") }
    }

    struct Service: Hashable {
        let name: String
        let isRunning: Bool
    }

    /// The project's services that have a container, made by `up` and not by `run`.
    static func services(of project: String) async throws(Failure) -> [Service] {
        let filter = #"{"label":["com.docker.compose.project=\#(project)"]}"#
        let list = try await Engine.json("/containers/json?all=1&filters=\(Engine.escaped(filter))")
        let services = (list.items ?? []).compactMap { container -> Service? in
            let labels = container["Labels"]
            guard labels?["com.docker.compose.oneoff"]?.text != "True",
                let name = labels?["com.docker.compose.service"]?.text
            else { return nil }
            return Service(name: name, isRunning: ["running", "restarting"].contains(container["State"]?.text))
        }
        return Set(services).sorted { $0.name < $1.name }
    }

    /// Seconds in which a container must become well: a gateway on a small server takes half a minute.
    private static let patience = 180

    static func waitUntilWell(_ service: String, of project: String) async throws(Failure) {
        let filter =
            #"{"label":["com.docker.compose.project=\#(project)","com.docker.compose.service=\#(service)"]}"#
        let target = "/containers/json?all=1&filters=\(Engine.escaped(filter))"
        guard let identifier = try await Engine.json(target).items?.first?["Id"]?.text else {
            throw Failure("compose made no container for \(service)")
        }
        let start = try await ContainerState(identifier)
        var last = start.description
        let isWell = await Engine.wait(seconds: patience) {
            do throws(Failure) {
                let state = try await ContainerState(identifier)
                last = state.description
                guard state.isRunning, state.restarts == start.restarts else { return state.restarts > 3 }
                guard let check = state.check else { return true }
                if state.health == "healthy" { return true }
                let output = await Programs().run(Command("docker", ["exec", identifier] + check, timeout: 30))
                guard let output = output.content, output.status != 0 else { return output.content != nil }
                last = "its health check says: " + (output.errorText + output.text).prefix(300)
                return false
            } catch {
                last = error.description
                return false
            }
        }
        // One that ends in its first seconds is started again and looks well in between.
        try? await Task.sleep(for: .seconds(3))
        let end = try await ContainerState(identifier)
        guard isWell, end.isRunning, end.restarts == start.restarts,
            end.startedAt == start.startedAt || !start.isRunning
        else { throw Failure("the new container of \(service) is not well: \(last); \(end.description)") }
    }
}

/// What matters of a container's state while it comes up.
struct ContainerState {
    let isRunning: Bool
    let restarts: Int
    let startedAt: String
    let health: String?
    /// The words of the health check as `docker exec` takes them.
    let check: [String]?
    let description: String

    init(_ identifier: String) async throws(RunningMachine.Failure) {
        let node = try await Engine.json("/containers/\(identifier)/json")
        let state = node["State"]
        isRunning = state?["Running"]?.flag == true && state?["Restarting"]?.flag != true
        restarts = node["RestartCount"]?.integer ?? 0
        startedAt = state?["StartedAt"]?.text ?? ""
        health = state?["Health"]?["Status"]?.text
        let test = (node["Config"]?["Healthcheck"]?["Test"]?.items ?? []).compactMap(\.text)
        check =
            switch test.first {
            case "CMD": Array(test.dropFirst())
            case "CMD-SHELL": ["/bin/sh", "-c"] + test.dropFirst()
            default: nil
            }
        let code = state?["ExitCode"]?.integer ?? 0
        let error = state?["Error"]?.text ?? ""
        description =
            "it \(isRunning ? "runs" : "does not run"), started again \(restarts) times, last exit \(code)"
            + (error.isEmpty ? "" : ": \(error)")
    }
}

/// `docker compose`, or the old `docker-compose`, for one project.
struct Compose {
    typealias Failure = RunningMachine.Failure

    private let program: String
    private let leading: [String]
    private let machine: RunningMachine

    init(_ project: Activation.ComposeProject, _ machine: RunningMachine) async throws(Failure) {
        let plugin = await Programs().run(Command("docker", ["compose", "version"], timeout: 60)).content?.status == 0
        program = plugin ? "docker" : "docker-compose"
        let surface: LiveSurface
        do { surface = try LiveSurface() } catch { throw Failure("\(error)") }
        // An override that was put back to not being there.
        let files = project.files.filter { if case .absent = surface.status($0) { false } else { true } }
        let options = ["-p", project.name, "--project-directory", project.directory] + files.flatMap { ["-f", $0] }
        leading = (plugin ? ["compose"] : []) + options
        self.machine = machine
    }

    func run(_ arguments: [String], seconds: Int) async throws(Failure) {
        try await machine.perform(Command(program, leading + arguments, timeout: seconds))
    }
}
