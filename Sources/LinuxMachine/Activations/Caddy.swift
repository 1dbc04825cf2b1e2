import Hardening
import Surface

/// Caddy with its Caddyfile.
struct Caddy: Daemon {
    private static let caddyfile = "/etc/caddy/Caddyfile"
    private static let unit = "caddy.service"
    /// Seconds in which Caddy must listen.
    private static let patience = 20

    let host: any MutableSurface
    private var systemd: Systemd { Systemd(host) }

    init(_ host: any MutableSurface) { self.host = host }

    /// Caddy's own check; the library for its authorities makes `~/.step` at every start, unless it is told a directory.
    static func validation(of caddyfile: String) -> Command {
        Command(
            "caddy",
            ["validate", "--config", caddyfile, "--adapter", "caddyfile"],
            timeout: 60,
            environment: ["STEPPATH": "/run"]
        )
    }

    func check() async throws(Failure) {
        try await systemd.reload()
        guard case .state(.unit) = await systemd.unit(Self.unit) else {
            throw Failure(.missing, "\(Self.unit) is not there")
        }
        try await host.perform(Self.validation(of: Self.caddyfile))
    }

    /// A reload would go to the admin endpoint that the new file names, where a Caddy with the old one does not listen.
    func takeOver(_ before: Void) async throws(Failure) {
        try await systemd.restart(Self.unit, timeout: 90)
    }

    func look(_ before: Void) async throws(Failure) {
        let polled: Polled<Void> = await host.clock.poll(every: 300, for: Self.patience * 1000) {
            await answers() ? () : nil
        }
        switch polled {
        case .found: return
        case .cancelled: throw Failure(.cancelled, "waiting was cancelled")
        case .late: throw Failure(.late, "Caddy does not answer on port 443 after \(Self.patience) s")
        }
    }

    func takeBack() async throws(Failure) {
        try await systemd.reload()
        // Undone together with its package.
        guard case .state(.unit(let service)) = await systemd.unit(Self.unit) else { return }
        if service.isActive { try await systemd.restart(Self.unit, timeout: 90) }
    }

    private func answers() async -> Bool {
        guard case .state(.unit(let now)) = await systemd.unit(Self.unit), now.isActive else { return false }
        let visit = Visit(address: "127.0.0.1", port: 443, name: "localhost", usesTLS: false, timeout: 3)
        // Plain HTTP on a TLS port gets an answer, be it a refusal.
        if case .found = await host.visit(visit) { return true }
        return false
    }
}
