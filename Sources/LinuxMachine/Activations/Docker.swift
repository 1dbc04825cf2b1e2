import Hardening
import Observers
import Surface

extension RunningMachine {
    /// Has the Docker daemon follow daemon.json while its containers go on.
    ///
    /// Its own check first; then the reload, which turns live-restore on; the restart only where a setting needs one,
    /// and only once the daemon itself says that it leaves containers running; then the look at what it does now.
    func activateDocker(isUndoing: Bool) async throws(Failure) {
        // What was there before is put back whatever it is worth.
        if isUndoing, await !Engine.answers() {
            if let why = await stoppedDaemon() {
                return await handover.leave("\(why): Docker is not started; it follows daemon.json when it is")
            }
            try await returnToSettings(restarting: true)
            return try await forgetIPv6()
        }
        if !isUndoing { try await checkDaemonFile() }
        let before = try await runningContainers()
        // A canary that dies now says nothing of the change, which may be the very one that saves the next.
        let first = try? await Canary.sing()
        try await perform(Command("systemctl", ["reload", "docker.service"], timeout: 60))
        // The daemon reads its file after the signal has long been delivered.
        _ = await Engine.wait(seconds: 3) {
            let names = try? await self.unfollowed(container: first)
            return names.map { !$0.contains("live-restore") } ?? false
        }
        let pending = try await unfollowed(container: first)
        if isUndoing, pending.contains("live-restore"), !before.isEmpty {
            try await returnToSettings(restarting: pending != ["live-restore"])
        } else if !pending.isEmpty {
            guard try await freshObserver().keepsContainers() || before.isEmpty else {
                throw Failure(
                    "the daemon would stop \(before.count) containers to follow daemon.json, as live-restore is not on"
                )
            }
            try await restartDocker()
        }
        if isUndoing { try await forgetIPv6() }
        let second: [UInt8]
        do throws(Failure) {
            second = try await Canary.sing()
        } catch {
            throw Failure("no container starts any more: \(error)")
        }
        let unfollowed = try await self.unfollowed(container: second)
        guard unfollowed.isEmpty else {
            throw Failure("the daemon does not follow \(unfollowed.joined(separator: ", ")) of daemon.json")
        }
        // Put back, a container may be one that the files of now keep from running, until it is made anew.
        if isUndoing { return }
        let after = Set(try await runningContainers())
        let stopped = before.filter { !after.contains($0) }
        guard stopped.isEmpty else {
            throw Failure("these containers did not go on: \(stopped.map(\.name).joined(separator: ", "))")
        }
    }

    /// `dockerd --validate` with the options it runs with, as it refuses a setting that both of them make.
    ///
    /// Docker 20.10 has no such check: there the restart itself is the check.
    private func checkDaemonFile() async throws(Failure) {
        // A unit's variables are for systemd to fill in.
        let options = try await freshObserver().daemonOptions().filter { !$0.hasPrefix("$") }
        let command = Command("dockerd", options + ["--validate"], timeout: 60)
        switch await Programs().run(command) {
        case .absent: return
        case .unreadable(let why): throw Failure(why)
        case .found(let output):
            guard output.status != 0, !output.errorText.contains("unknown flag") else { return }
            // Its own words come first, and a page of help after them.
            throw Failure("dockerd refuses its settings: \(output.errorText.split(separator: "\n").first ?? "")")
        }
    }

    /// Has the daemon follow the settings that were put back, and leaves containers running although they end them.
    private func returnToSettings(restarting: Bool) async throws(Failure) {
        if try await freshObserver().daemonOptions().contains(where: { $0.hasPrefix("--live-restore") }) {
            return try await restartDocker()
        }
        let settings = try await BorrowedSettings(self, liveRestore: restarting)
        do throws(Failure) {
            if restarting { try await restartDocker() }
            try settings.say(liveRestore: settings.keepsContainers)
            try await perform(Command("systemctl", ["reload", "docker.service"], timeout: 60))
            let isAsBefore = await Engine.wait(seconds: 30) {
                await (try? freshObserver().keepsContainers()) == settings.keepsContainers
            }
            guard isAsBefore else { throw Failure("the daemon does not take live-restore back") }
        } catch {
            try await settings.giveBack()
            throw error
        }
        try await settings.giveBack()
    }

    private func restartDocker() async throws(Failure) {
        do throws(Failure) {
            try await restart("docker.service", timeout: 300)
        } catch {
            let log = Command("journalctl", ["-u", "docker.service", "-n", "20", "-o", "cat", "--no-pager"])
            let lines = (await Programs().run(log).content?.text ?? "").split(separator: "\n")
            let said = lines.last { $0.contains("failed to start daemon") || $0.contains("unable to configure") }
            throw Failure(said.map { "the Docker daemon does not start: \($0)" } ?? error.description)
        }
        guard await Engine.wait(seconds: 60, until: Engine.answers) else {
            throw Failure("the Docker daemon was restarted and does not answer")
        }
    }

    private func runningContainers() async throws(Failure) -> [RunningContainer] {
        switch await (try freshObserver()).runningContainers() {
        case .absent: throw Failure("there is no Docker daemon")
        case .unreadable(let why): throw Failure(why)
        case .found(let containers): return containers
        }
    }

    private func unfollowed(container: [UInt8]?) async throws(Failure) -> [String] {
        switch await (try freshObserver()).unfollowedSettings(container: container) {
        case .absent: throw Failure("there is no Docker daemon")
        case .unreadable(let why): throw Failure(why)
        case .found(let names): return names
        }
    }

    /// One that remembers nothing from before.
    func freshObserver() throws(Failure) -> Observer {
        do {
            return Observer(try LiveSurface())
        } catch {
            throw Failure("\(error)")
        }
    }
}
