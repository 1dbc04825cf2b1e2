import Hardening
import Observers
import Surface

/// The Docker daemon as it follows daemon.json, while its containers go on.
///
/// Its own check first; then the reload, which turns live-restore on; the restart only where a setting needs one, and
/// only once the daemon itself says that it leaves containers running; then the look at what it does now.
struct DockerEngine: Daemon {
    /// What there was before the daemon was told anything.
    struct Before {
        let containers: [RunningContainer]
        /// What inspecting a canary said; none where it died, which says nothing of the change.
        let canary: [UInt8]?
    }

    let host: any MutableSurface
    private let handover: Handover
    private var api: DockerAPI { DockerAPI(host) }

    init(_ host: any MutableSurface, _ handover: Handover) {
        self.host = host
        self.handover = handover
    }

    func check() async throws(Failure) -> Before {
        try await checkDaemonFile()
        return try await before()
    }

    func takeOver(_ before: Before) async throws(Failure) {
        let pending = try await reload(before)
        if !pending.isEmpty { try await restart(over: before) }
    }

    func look(_ before: Before) async throws(Failure) {
        try await requireFollowed()
        let after = Set(try await runningContainers())
        let stopped = before.containers.filter { !after.contains($0) }
        guard stopped.isEmpty else {
            let names = stopped.map(\.name).joined(separator: ", ")
            throw Failure(.ineffective, "these containers did not go on: \(names)")
        }
    }

    /// What was there before is put back whatever it is worth.
    func takeBack() async throws(Failure) {
        if await !api.answers() {
            if let why = await StoppedDaemon(host).why(handover) {
                return await handover.leave("\(why): Docker is not started; it follows daemon.json when it is")
            }
            try await returnToSettings(restarting: true)
            return try await PacketFilter(host).forgetDockerIPv6()
        }
        let before = try await before()
        let pending = try await reload(before)
        if pending.contains("live-restore"), !before.containers.isEmpty {
            try await returnToSettings(restarting: pending != ["live-restore"])
        } else if !pending.isEmpty {
            try await restart(over: before)
        }
        try await PacketFilter(host).forgetDockerIPv6()
        // Put back, a container may be one that the files of now keep from running, until it is made anew.
        try await requireFollowed()
    }

    private func before() async throws(Failure) -> Before {
        let containers = try await runningContainers()
        // A canary that dies now says nothing of the change, which may be the very one that saves the next.
        let canary: [UInt8]?
        do { canary = try await Canary(host).run() } catch { canary = nil }
        return Before(containers: containers, canary: canary)
    }

    /// - Returns: the settings that the daemon does not follow yet.
    private func reload(_ before: Before) async throws(Failure) -> [String] {
        try await host.perform(Self.reloading)
        // The daemon reads its file after the signal has long been delivered.
        _ = await api.wait(seconds: 3) {
            guard let names = try? await unfollowed(container: before.canary) else { return false }
            return !names.contains("live-restore")
        }
        return try await unfollowed(container: before.canary)
    }

    private static let reloading = Command("systemctl", ["reload", "docker.service"], timeout: 60)

    /// Restarts the daemon, where that stops no container.
    private func restart(over before: Before) async throws(Failure) {
        guard try await host.observer().docker.keepsContainers() || before.containers.isEmpty else {
            throw Failure(
                .refused,
                "the daemon would stop \(before.containers.count) containers to follow daemon.json, as live-restore is "
                    + "not on"
            )
        }
        try await restart()
    }

    private func requireFollowed() async throws(Failure) {
        let canary: [UInt8]
        do throws(Failure) {
            canary = try await Canary(host).run()
        } catch {
            throw Failure(error.cause, "no container starts any more: \(error)")
        }
        let unfollowed = try await unfollowed(container: canary)
        guard unfollowed.isEmpty else {
            let names = unfollowed.joined(separator: ", ")
            throw Failure(.ineffective, "the daemon does not follow \(names) of daemon.json")
        }
    }

    /// `dockerd --validate` with the options it runs with, as it refuses a setting that both of them make.
    ///
    /// Where a version has no such check, the restart itself is the check.
    private func checkDaemonFile() async throws(Failure) {
        // A unit's variables are for systemd to fill in.
        let options = try await host.observer().docker.daemonOptions().filter { !$0.hasPrefix("$") }
        switch await host.run(Command("dockerd", options + ["--validate"], timeout: 60)) {
        case .absent: return
        case .unreadable(let why): throw Failure(.unreadable, why)
        case .found(let output):
            guard case .refused(let said) = DaemonFileCheck(output) else { return }
            throw Failure(.refused, "dockerd refuses its settings: \(said)")
        }
    }

    /// Has the daemon follow the settings that were put back, and leaves containers running although they end them.
    private func returnToSettings(restarting: Bool) async throws(Failure) {
        if try await host.observer().docker.daemonOptions().contains(where: { $0.hasPrefix("--live-restore") }) {
            return try await restart()
        }
        let settings = try await BorrowedSettings(host, liveRestore: restarting)
        do throws(Failure) {
            if restarting { try await restart() }
            try settings.say(liveRestore: settings.keepsContainers)
            try await host.perform(Self.reloading)
            let isAsBefore = await api.wait(seconds: 30) {
                await (try? host.observer().docker.keepsContainers()) == settings.keepsContainers
            }
            guard isAsBefore else { throw Failure(.late, "the daemon does not take live-restore back") }
        } catch {
            try await settings.giveBack()
            throw error
        }
        try await settings.giveBack()
    }

    private func restart() async throws(Failure) {
        do throws(Failure) {
            try await Systemd(host).restart("docker.service", timeout: 300)
        } catch {
            let log = Command("journalctl", ["-u", "docker.service", "-n", "20", "-o", "cat", "--no-pager"])
            let lines = (await host.run(log).content?.text ?? "").split(separator: "\n")
            let said = lines.last { $0.contains("failed to start daemon") || $0.contains("unable to configure") }
            throw Failure(error.cause, said.map { "the Docker daemon does not start: \($0)" } ?? error.description)
        }
        guard await api.wait(seconds: 60, until: api.answers) else {
            throw Failure(.late, "the Docker daemon was restarted and does not answer")
        }
    }

    private func runningContainers() async throws(Failure) -> [RunningContainer] {
        switch await (try host.observer()).docker.runningContainers() {
        case .absent: throw Failure(.missing, "there is no Docker daemon")
        case .unreadable(let why): throw Failure(.unreadable, why)
        case .found(let containers): return containers
        }
    }

    private func unfollowed(container: [UInt8]?) async throws(Failure) -> [String] {
        switch await (try host.observer()).docker.unfollowedSettings(container: container) {
        case .absent: throw Failure(.missing, "there is no Docker daemon")
        case .unreadable(let why): throw Failure(.unreadable, why)
        case .found(let names): return names
        }
    }
}
