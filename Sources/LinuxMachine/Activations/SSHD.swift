import Hardening
import Observers
import Surface

/// The sshd of this machine, or one that was started with a configuration file of its own.
struct SSHD: Daemon {
    let host: any MutableSurface
    /// None for the system's own.
    var configuration: String?
    /// The file that holds the number of the server's process.
    var processFile = "/run/sshd.pid"
    /// Milliseconds that sshd may take until it listens again.
    var patience = 10_000

    init(_ host: any MutableSurface) { self.host = host }

    var systemd: Systemd { Systemd(host) }
    var options: [String] { configuration.map { ["-f", $0] } ?? [] }

    /// sshd's own check: a server that is told to reload with a configuration it refuses ends.
    ///
    /// - Returns: whether it is to run; its files are right for when somebody turns it on again.
    /// - Throws: what sshd says of the configuration.
    func check() async throws(Failure) -> Bool {
        let empty = "/run/sshd"
        // Where each connection has a server of its own, the directory is there only while one runs.
        if await host.status(empty).content?.kind != .directory {
            try host.makeDirectory(empty, State.Permissions(mode: 0o755))
        }
        try await host.perform(Command("/usr/sbin/sshd", ["-t"] + options, timeout: 30))
        guard await isManaged else { return true }
        return try await !host.observer().ssh.sshIsTurnedOff()
    }

    /// Has sshd read its configuration; connections that exist go on.
    func takeOver(_ isOn: Bool) async throws(Failure) {
        guard isOn else { return }
        try await reload(isUndoing: false)
    }

    /// Where sshd has moved, rules that lie beside Nacre's may still close its new port.
    ///
    /// - Throws: where it does not listen although it should, or nobody outside gets through to it.
    func look(_ isOn: Bool) async throws(Failure) {
        if isOn { try await verify() }
        guard configuration == nil, try await !host.observer().ssh.sshIsTurnedOff() else { return }
        let observer = try host.observer()
        // What could not be determined is seen by the login that confirms.
        guard case .found(let provers) = await observer.proof.provers() else { return }
        let filter = PacketFilter(host)
        try filter.requireOpen(try await filter.sshPorts(observer), provers)
    }

    /// What was there before is checked, read and verified as well.
    func takeBack() async throws(Failure) {
        guard try await check() else { return }
        try await reload(isUndoing: true)
        try await verify()
    }

    /// Whether systemd starts and ends it.
    var isManaged: Bool {
        get async {
            guard configuration == nil else { return false }
            return await systemd.isThere
        }
    }

    private func reload(isUndoing: Bool) async throws(Failure) {
        guard await isManaged else { return try await signal() }
        try await systemd.reload()
        if await systemd.isActive("ssh.socket") {
            // A socket whose server runs cannot be opened anew before the server lets go of it. Sessions have processes
            // of their own, which units of OpenSSH leave alone (KillMode=process).
            let serves = await systemd.isActive("ssh.service")
            if serves { try await host.perform(Command("systemctl", ["stop", "ssh.service"], timeout: 60)) }
            try await systemd.restart("ssh.socket", timeout: 60)
            if serves { try await systemd.restart("ssh.service", timeout: 60) }
            return
        }
        guard await systemd.isActive("ssh.service") else {
            guard isUndoing else { throw Failure(.missing, "neither ssh.service nor ssh.socket is active") }
            // One that ended because somebody took its port comes back with what it had; nothing else would start it.
            return try await systemd.restart("ssh.service", timeout: 60)
        }
        try await host.perform(Command("systemctl", ["reload", "ssh.service"], timeout: 60))
    }

    /// What a service manager does for a reload, where there is none. sshd(8), SIGHUP
    private func signal() async throws(Failure) {
        guard let process = await process else {
            throw Failure(.missing, "\(processFile) names no sshd that runs")
        }
        do throws(Failure) {
            try host.hangUp(process)
        } catch {
            throw Failure(error.cause, "sshd cannot be told to reload: \(error)")
        }
    }
}
