import Documents
import Hardening
import Observers
import Surface

extension RunningMachine {
    /// Makes a project's containers anew from its files, and waits until they are well.
    ///
    /// The files are checked by compose before anything is touched. Only services that have a container get a new one,
    /// only from an image that is there, and a container that did not run is not started, unless it was stopped for its
    /// changes. Each must then pass its health check, which is run at once instead of when Docker would, and go on
    /// running. The old ones get the time that a gateway may take to end.
    func activateCompose(
        _ project: Activation.ComposeProject,
        isUndoing: Bool,
        isStopped: Bool = false
    ) async throws(Failure) {
        if isUndoing, let why = await stoppedDaemon() {
            return await handover.leave("\(why): \(Self.leftWords(project))")
        }
        if let service = project.newService {
            let origin = NewComposeProject(project, service, self)
            return isUndoing ? try await origin.remove() : try await origin.start()
        }
        // A project whose beginning was undone: there is nothing left to make anew.
        if isUndoing, try await Self.isGone(project) { return }
        if let why = await distrust(of: project) {
            guard isUndoing else { throw Failure(why) }
            return try await leaveAsMade(project, why, isStopped: isStopped)
        }
        let compose = try await Compose(project, self)
        try await compose.run(["config", "-q"], seconds: 120)
        let members = try await ComposeMembers(of: project, isUndoing: isUndoing)
        for (_, container) in members.running() { await ContainerStart(container).letStart() }
        var services: [Service] = []
        for service in members.services() {
            let wasStopped = await handover.isStopped("\(project.name)/\(service.name)")
            services.append(Service(name: service.name, isRunning: service.isRunning || wasStopped))
        }
        // After a crash nobody knows any more which of them it was.
        if isStopped, !services.contains(where: \.isRunning) {
            services = services.map { Service(name: $0.name, isRunning: true) }
        }
        let guests = try await NamespaceGuests(of: members.running().map(\.container))
        for (arguments, isRunning) in [(["-d"], true), (["--no-start"], false)] {
            let names = services.filter { $0.isRunning == isRunning }.map(\.name)
            guard !names.isEmpty else { continue }
            if isRunning { await handover.leaves() }
            var patience = ["-t", "\(Self.ending)"]
            if isRunning, !guests.isEmpty {
                // Compose makes these anew as well, and would give each of them the time that only a gateway needs.
                for (_, container) in members.running() where !guests.contains(container) {
                    try await stop(container: container)
                }
                patience = []
            }
            let words = ["up", "--no-deps", "--no-build"] + arguments + patience + names
            try await compose.run(words, seconds: 600 + Self.ending)
        }
        for name in guests.cutOff(outside: project.name) {
            await handover.leave(
                "the container \(name) lived in the network or namespaces of one that is made anew, and is cut off: make it "
                    + "anew too"
            )
        }
        for name in services.filter(\.isRunning).map(\.name) {
            try await Self.waitUntilWell(name, of: project.name)
            await handover.start("\(project.name)/\(name)")
        }
        await handover.answers()
        if isUndoing { try await UnusedProxyNetwork(of: project, self).remove() }
    }

    private static func leftWords(_ project: Activation.ComposeProject) -> String {
        project.newService == nil
            ? "the containers of \(project.directory) are not made anew. Once Docker runs: "
                + "docker compose --project-directory \(project.directory) up -d"
            : "the container of \(project.name), which came with the change, stays. Once Docker runs: "
                + "docker compose --project-name \(project.name) down"
    }

    /// Why root has compose carry out nothing of a project's files: others may have written them since.
    private func distrust(of project: Activation.ComposeProject) async -> String? {
        let observer: Observer
        do { observer = try freshObserver() } catch { return "\(error)" }
        return await observer.distrust(of: project.files, in: project.directory)
    }

    /// Starts what was stopped as it is, and makes nothing anew; that is said at the end.
    private func leaveAsMade(
        _ project: Activation.ComposeProject,
        _ why: String,
        isStopped: Bool
    ) async throws(Failure) {
        let members = try await ComposeMembers(of: project, isUndoing: true)
        for service in members.services() where !service.isRunning {
            let wasStopped = await handover.isStopped("\(project.name)/\(service.name)")
            guard wasStopped || isStopped else { continue }
            for container in members.containers(of: service.name) {
                try await perform(Command("docker", ["start", container], timeout: 120))
            }
            await handover.start("\(project.name)/\(service.name)")
        }
        await handover.answers()
        await handover.leave(
            "the containers of \(project.directory) are not made anew, and stay as they are: \(why). Look at its files, then: "
                + "docker compose --project-directory \(project.directory) up -d"
        )
    }

    /// Seconds that a gateway gets to end in: OpenClaw's own unit gives it 330.
    static let ending = 340

    /// Whether a running container has something mounted that the changes are about.
    ///
    /// A gateway takes over its configuration as soon as it is there, and must not be at it when it is told to end.
    func mustStop(
        _ project: Activation.ComposeProject,
        before changes: [Change],
        isUndoing: Bool
    ) async throws(Failure) -> Bool {
        guard project.newService == nil else { return false }
        let paths = Self.contents(changes).subtracting(project.files)
        guard !paths.isEmpty else { return false }
        let running = try await ComposeMembers(of: project, isUndoing: isUndoing).running()
        for (name, container) in running {
            let mounts = try await Engine.json("/containers/\(container)/json")["Mounts"]?.items ?? []
            let sources = mounts.compactMap { $0["Source"]?.text }
            guard sources.contains(where: { source in paths.contains { ($0 + "/").hasPrefix(source + "/") } }) else {
                continue
            }
            await handover.stop("\(project.name)/\(name)", .init(answered: false, isHealthy: false))
        }
        for (name, _) in running {
            if await handover.isStopped("\(project.name)/\(name)") { return true }
        }
        return false
    }

    func stop(_ project: Activation.ComposeProject) async throws(Failure) {
        await handover.leaves()
        for (name, container) in try await ComposeMembers(of: project, isUndoing: true).running() {
            guard await handover.isStopped("\(project.name)/\(name)") else { continue }
            try await stop(container: container)
        }
    }

    /// Ends a container in the time that a gateway may take, and not in Docker's 10 seconds.
    func stop(container: String) async throws(Failure) {
        await ContainerStart(container).letStart()
        try await perform(Command("docker", ["stop", "-t", "\(Self.ending)", container], timeout: Self.ending + 60))
    }

    /// Files whose content the changes are about.
    static func contents(_ changes: [Change]) -> Set<String> {
        Set(changes.compactMap { if case .file(let path) = $0.resource { path } else { nil } })
    }

    private static func isGone(_ project: Activation.ComposeProject) async throws(Failure) -> Bool {
        let members = try await ComposeMembers(of: project, isUndoing: true)
        guard let base = project.files.first, members.services().isEmpty else { return false }
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

    static func waitUntilWell(_ service: String, of project: String) async throws(Failure) {
        let filter =
            #"{"label":["com.docker.compose.project=\#(project)","com.docker.compose.service=\#(service)"]}"#
        let target = "/containers/json?all=1&filters=\(Engine.escaped(filter))"
        guard let identifier = try await Engine.json(target).items?.first?["Id"]?.text else {
            throw Failure("compose made no container for \(service)")
        }
        // One that nothing can be asked of takes some seconds to find its file wrong.
        let isAsked = (try? await ContainerState(identifier))?.check != nil
        var said: String?
        let end = await ContainerStart(identifier).wait(settling: isAsked ? 3 : 15) { state in
            guard let check = state.check else { return nil }
            if state.health == "healthy" { return true }
            let output = await Programs().run(Command("docker", ["exec", identifier] + check, timeout: 30)).content
            if let output, output.status != 0 {
                let words = (output.errorText + output.text).prefix(300)
                said = words.isEmpty ? "its health check fails" : "its health check says: \(words)"
            }
            return output?.status == 0
        }
        guard end.isWell else {
            let last = [said, end.last].compactMap { $0 }.joined(separator: "; ")
            throw Failure("the new container of \(service) is not well: \(last)")
        }
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
