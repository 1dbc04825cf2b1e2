import Catalog
import Hardening
import Observers
import Surface

/// The service manager: what it says of units, and what it is told to do with them.
struct Systemd {
    typealias Failure = RunningMachine.Failure

    let host: any MutableSurface
    /// Words by which `systemctl` asks another service manager than the system's.
    var manager: [String] = []

    init(_ host: any MutableSurface) { self.host = host }

    /// The service manager of an account; the system's where there is none.
    init(_ host: any MutableSurface, of account: String?) {
        self.host = host
        manager = account.map { ["--user", "--machine", "\($0)@.host"] } ?? []
    }

    /// Whether the system's manager is systemd.
    var isThere: Bool { get async { await host.status("/run/systemd/system").content?.kind == .directory } }

    /// What unit files are read again by.
    var reloading: Command { Command("systemctl", manager + ["daemon-reload"], timeout: 60) }

    /// Has it read its unit files again: one may have come, gone or got a drop-in.
    func reload() async throws(Failure) { try await host.perform(reloading) }

    /// Properties of a unit, by name.
    func show(_ unit: String, _ properties: String, timeout: Int = 30) async -> Reading<[String: String]> {
        let words = manager + ["show", "--property=\(properties)", "--", unit]
        switch await host.run(Command("systemctl", words, timeout: timeout)) {
        case .absent: return .absent
        case .unreadable(let why): return .unreadable(why)
        case .found(let output):
            guard output.status == 0 else { return .unreadable(.failed("systemctl failed: \(output.errorText)")) }
            return .found([String: String](systemdProperties: output.text))
        }
    }

    func isActive(_ unit: String) async -> Bool {
        let command = Command("systemctl", manager + ["is-active", "--quiet", "--", unit], timeout: 30)
        return await host.run(command).content?.status == 0
    }

    func start(_ unit: String, timeout: Int = 120) async throws(Failure) {
        try await host.perform(Command("systemctl", manager + ["start", "--", unit], timeout: timeout))
    }

    func stop(_ unit: String, timeout: Int = 120) async throws(Failure) {
        try await host.perform(Command("systemctl", manager + ["stop", "--", unit], timeout: timeout))
    }

    /// Restarts a unit however often it was started of late.
    ///
    /// systemd refuses the third start of docker.service within a minute (`StartLimitBurst`), and a change that is
    /// undone at once comes to that; `reset-failed` also sets that count back.
    func restart(_ unit: String, timeout: Int = 120) async throws(Failure) {
        await forgetStarts(of: unit)
        try await host.perform(Command("systemctl", manager + ["restart", "--", unit], timeout: timeout))
    }

    /// Sets a unit's count of starts back; a unit that is not loaded has none.
    func forgetStarts(of unit: String) async {
        _ = await host.run(Command("systemctl", manager + ["reset-failed", "--", unit], timeout: 30))
    }
}
