import Documents
import Hardening
import Observers
import Surface

/// A compose project's containers, made anew from its files.
///
/// The files are checked by compose before anything is touched. Only services that have a container get a new one, only
/// from an image that is there, and a container that did not run is not started, unless it was stopped for its changes.
/// Each must then pass its health check, which is run at once instead of when Docker would, and go on running. The old
/// ones get the time that a gateway may take to end.
struct Compose {
    typealias Failure = RunningMachine.Failure

    let project: Activation.ComposeProject
    let host: any MutableSurface
    let handover: Handover

    init(_ project: Activation.ComposeProject, _ host: any MutableSurface, _ handover: Handover) {
        self.project = project
        self.host = host
        self.handover = handover
    }

    /// Makes the containers anew, and waits until they are well.
    func activate(isUndoing: Bool, isStopped: Bool = false) async throws(Failure) {
        if isUndoing, let why = await StoppedDaemon(host).why(handover) {
            return await handover.leave("\(why): \(leftWords)")
        }
        if let service = project.newService {
            let origin = NewComposeProject(project, service, host)
            return isUndoing ? try await origin.remove() : try await origin.start()
        }
        if isStopped { try await endWhatIsEnding() }
        // A project whose beginning was undone: there is nothing left to make anew.
        if isUndoing, try await isGone() { return }
        if let why = await distrust() {
            guard isUndoing else { throw Failure(.foreign, why) }
            return try await leaveAsMade(why, isStopped: isStopped)
        }
        let command = try await check()
        let services = try await makeAnew(command, isUndoing: isUndoing, isStopped: isStopped)
        try await look(services)
        if isUndoing { try await UnusedProxyNetwork(of: project, host).remove() }
    }

    /// Compose's own check of the files.
    private func check() async throws(Failure) -> ComposeCommand {
        let command = await ComposeCommand(project, host)
        try await command.run(["config", "-q"], seconds: 120)
        return command
    }

    /// - Returns: the services that are to run.
    private func makeAnew(
        _ command: ComposeCommand,
        isUndoing: Bool,
        isStopped: Bool
    ) async throws(Failure) -> [String] {
        let members = try await ComposeMembers(of: project, host, isUndoing: isUndoing)
        for (_, container) in members.running() { await ContainerStart(container, host).letStart() }
        let services = await services(of: members, isStopped: isStopped)
        let guests = try await NamespaceGuests(of: members.running().map(\.container), host)
        for (arguments, isRunning) in [(["-d"], true), (["--no-start"], false)] {
            let names = services.filter { $0.isRunning == isRunning }.map(\.name)
            guard !names.isEmpty else { continue }
            if isRunning { await handover.leaves() }
            var patience = ["-t", "\(ContainerStart.ending)"]
            if isRunning, !guests.isEmpty {
                // Compose makes these anew as well, and would give each of them the time that only a gateway needs.
                for (_, container) in members.running() where !guests.contains(container) {
                    try await ContainerStart(container, host).stop()
                }
                patience = []
            }
            let words = ["up", "--no-deps", "--no-build"] + arguments + patience + names
            try await command.run(words, seconds: 600 + ContainerStart.ending)
        }
        for name in guests.cutOff(outside: project.name) {
            await handover.leave(
                "the container \(name) lived in the network or namespaces of one that is made anew, and is cut off: make it "
                    + "anew too"
            )
        }
        return services.filter(\.isRunning).map(\.name)
    }

    /// Which services get a container, and whether it is to run: those that were stopped for their changes are.
    private func services(of members: ComposeMembers, isStopped: Bool) async -> [Service] {
        var services: [Service] = []
        for service in members.services() {
            let wasRunning = await wasRunning(service.name)
            services.append(Service(name: service.name, isRunning: service.isRunning || wasRunning))
        }
        // After a crash nobody knows any more which of them it was.
        if isStopped, !services.contains(where: \.isRunning) {
            services = services.map { Service(name: $0.name, isRunning: true) }
        }
        return services
    }

    /// Whether a service ran before it was stopped for its changes, or, in an undoing, before they were begun.
    ///
    /// Whoever began to make its container anew may have been ended between the old one's end and the new one's start.
    private func wasRunning(_ service: String) async -> Bool {
        let name = "\(project.name)/\(service)"
        // Undoing what took others back goes the other way, and is an undoing as well.
        if await handover.isStopped(name) { return true }
        return await handover.ran(name)
    }

    private func look(_ services: [String]) async throws(Failure) {
        for name in services {
            try await ComposeService(name, of: project.name, host).waitUntilWell()
            await handover.start("\(project.name)/\(name)")
        }
        await handover.answers()
    }

    private var leftWords: String {
        project.newService == nil
            ? "the containers of \(project.directory) are not made anew. Once Docker runs: "
                + "docker compose --project-directory \(project.directory) up -d"
            : "the container of \(project.name), which came with the change, stays. Once Docker runs: "
                + "docker compose --project-name \(project.name) down"
    }

    /// Why root has compose carry out nothing of a project's files: others may have written them since.
    private func distrust() async -> String? {
        let observer: Observer
        do { observer = try host.observer() } catch { return "\(error)" }
        return await observer.compose.distrust(of: project.files, in: project.directory)
    }

    /// Starts what was stopped as it is, and makes nothing anew; that is said at the end.
    private func leaveAsMade(_ why: String, isStopped: Bool) async throws(Failure) {
        let members = try await ComposeMembers(of: project, host, isUndoing: true)
        for service in members.services() where !service.isRunning {
            let wasRunning = await wasRunning(service.name)
            guard wasRunning || isStopped else { continue }
            for container in members.containers(of: service.name) {
                try await host.perform(ContainerStart.starting(container, seconds: 120))
            }
            await handover.start("\(project.name)/\(service.name)")
        }
        await handover.answers()
        await handover.leave(
            "the containers of \(project.directory) are not made anew, and stay as they are: \(why). Look at its files, then: "
                + "docker compose --project-directory \(project.directory) up -d"
        )
    }

    private func isGone() async throws(Failure) -> Bool {
        let members = try await ComposeMembers(of: project, host, isUndoing: true)
        guard let base = project.files.first, members.services().isEmpty else { return false }
        return await host.status(base) == .absent
    }

    struct Service: Hashable {
        let name: String
        let isRunning: Bool
    }
}
