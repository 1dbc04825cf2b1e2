import Hardening
import Observers
import Surface

/// Whether the Docker daemon stands still because somebody wants it to, and not because it is late or came to grief.
///
/// Undoing starts a daemon that its change brought down, and leaves one alone that a person stopped.
enum StoppedDaemon {
    /// How long a daemon may be away for a new version of its package.
    private static let seconds = 30

    /// Why nobody should start the daemon; none where it runs, failed, is being started, or this cannot be told.
    static func why() async -> String? {
        for second in 0... {
            guard let words = await look() else { return nil }
            if second >= seconds { return words }
            guard (try? await Task.sleep(for: .seconds(1))) != nil else { return nil }
        }
        return nil
    }

    private static func look() async -> String? {
        guard await !Engine.answers() else { return nil }
        let properties = "--property=\(Self.properties)"
        let manager = await Programs().run(Command("systemctl", ["is-system-running"], timeout: 30))
        let service = await Programs().run(
            Command("systemctl", ["show", properties, "--", "docker.service"], timeout: 30)
        )
        let socket = await Programs().run(
            Command("systemctl", ["show", properties, "--", "docker.socket"], timeout: 30)
        )
        guard let manager = manager.content, let service = service.content, let socket = socket.content else {
            return nil
        }
        return words(manager: manager.text, service: service.text, socket: socket.text)
    }

    /// Properties that the answer is made of; `systemctl show` prints the named ones only.
    static let properties = "ActiveState,Result,Job,LoadState,UnitFileState,ActiveExitTimestampMonotonic"

    /// From what `systemctl is-system-running` and `systemctl show` print.
    ///
    /// While the system starts, the daemon may be late; while it stops, everything is being stopped. A socket that
    /// listens starts the daemon for whoever asks, so that it is not meant to stand still.
    static func words(manager: String, service: String, socket: String) -> String? {
        let service = Observer.properties(service)
        let isSettled = ["running", "degraded"].contains(manager.split(separator: "\n").first ?? "")
        guard isSettled, service["ActiveState"] == "inactive", service["Result"] == "success",
            ["", "0", nil].contains(service["Job"]), Observer.properties(socket)["ActiveState"] != "active"
        else { return nil }
        if service["LoadState"] == "masked" { return "docker.service is masked and does not run" }
        if service["UnitFileState"] == "disabled" { return "docker.service is disabled and does not run" }
        let wasStopped = !["", "0", nil].contains(service["ActiveExitTimestampMonotonic"])
        return wasStopped ? "somebody stopped docker.service" : nil
    }
}

extension RunningMachine {
    /// Why Docker stands still and is left so; waited for once.
    func stoppedDaemon() async -> String? {
        guard await !Engine.answers() else { return nil }
        if let why = await handover.whyDockerIsStopped { return why }
        let why = await StoppedDaemon.why()
        if let why { await handover.leavesDockerStopped(why) }
        return why
    }
}
