import Hardening
import Observers
import Surface

/// Whether the Docker daemon stands still because somebody wants it to, and not because it is late or came to grief.
///
/// Undoing starts a daemon that its change brought down, and leaves one alone that a person stopped.
struct StoppedDaemon {
    /// Seconds for which a daemon may be away for a new version of its package.
    private static let seconds = 30

    private let host: any MutableSurface

    init(_ host: any MutableSurface) { self.host = host }

    /// Why nobody should start the daemon; none where it runs, failed, is being started, or this could not be determined.
    func why() async -> String? {
        var words: String?
        let polled: Polled<Void> = await host.clock.poll(
            every: 1000,
            for: Self.seconds * 1000,
            atLeast: Self.seconds + 1
        ) {
            words = await look()
            return words == nil ? () : nil
        }
        if case .late = polled { return words }
        return nil
    }

    private func look() async -> String? {
        guard await !DockerAPI(host).answers() else { return nil }
        let systemd = Systemd(host)
        let manager = await host.run(Command("systemctl", ["is-system-running"], timeout: 30)).content
        let service = await systemd.show("docker.service", Self.properties).content
        let socket = await systemd.show("docker.socket", Self.properties).content
        guard let manager, let service, let socket else { return nil }
        return Self.words(manager: manager.text, service: service, socket: socket)
    }

    /// Properties that the answer is made of; `systemctl show` prints the named ones only.
    static let properties = "ActiveState,Result,Job,LoadState,UnitFileState,ActiveExitTimestampMonotonic"

    /// From what `systemctl is-system-running` prints, and the properties of both units.
    ///
    /// While the system starts, the daemon may be late; while it stops, everything is being stopped. A socket that
    /// listens starts the daemon for whoever asks, so that it is not meant to stand still.
    static func words(manager: String, service: [String: String], socket: [String: String]) -> String? {
        let isSettled = ["running", "degraded"].contains(manager.split(separator: "\n").first ?? "")
        guard isSettled, service["ActiveState"] == "inactive", service["Result"] == "success",
            ["", "0", nil].contains(service["Job"]), socket["ActiveState"] != "active"
        else { return nil }
        if service["LoadState"] == "masked" { return "docker.service is masked and does not run" }
        if service["UnitFileState"] == "disabled" { return "docker.service is disabled and does not run" }
        let wasStopped = !["", "0", nil].contains(service["ActiveExitTimestampMonotonic"])
        return wasStopped ? "somebody stopped docker.service" : nil
    }
}

extension StoppedDaemon {
    /// Why Docker stands still and is left so; waited for once.
    func why(_ handover: Handover) async -> String? {
        guard await !DockerAPI(host).answers() else { return nil }
        if let why = await handover.whyDockerIsStopped { return why }
        let why = await why()
        if let why { await handover.leavesDockerStopped(why) }
        return why
    }
}
