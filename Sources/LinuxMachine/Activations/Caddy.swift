import Hardening
import Surface

extension RunningMachine {
    private static let caddyfile = "/etc/caddy/Caddyfile"
    /// Seconds in which Caddy must listen.
    private static let caddyPatience = 20

    /// Caddy's own check; the library for its authorities makes `~/.step` at every start, unless it is told a directory.
    static func validation(of caddyfile: String) -> Command {
        Command(
            "caddy",
            ["validate", "--config", caddyfile, "--adapter", "caddyfile"],
            timeout: 60,
            environment: ["STEPPATH": "/run"]
        )
    }

    /// Checks the Caddyfile with Caddy itself, restarts it, and sees that it runs.
    ///
    /// A reload would go to the admin endpoint that the new file names, where a Caddy with the old one does not listen.
    func activateCaddy(isUndoing: Bool) async throws(Failure) {
        try await perform(Command("systemctl", ["daemon-reload"], timeout: 60))
        guard case .state(.unit(let service)) = await unit("caddy.service") else {
            // Undone together with its package.
            if isUndoing { return }
            throw Failure("caddy.service is not there")
        }
        if isUndoing {
            if service.isActive { try await restart("caddy.service", timeout: 90) }
            return
        }
        try await perform(Self.validation(of: Self.caddyfile))
        try await restart("caddy.service", timeout: 90)
        try await sees("Caddy does not answer on port 443", within: Self.caddyPatience) {
            guard case .state(.unit(let now)) = await unit("caddy.service"), now.isActive,
                let surface = try? LiveSurface()
            else { return false }
            let visit = Visit(address: "127.0.0.1", port: 443, name: "localhost", usesTLS: false, timeout: 3)
            // Plain HTTP on a TLS port gets an answer, be it a refusal.
            if case .found = await surface.visit(visit) { return true }
            return false
        }
    }

    /// Waits until something is so.
    ///
    /// - Throws: the complaint, when it is not so in time.
    func sees(_ complaint: String, within seconds: Int, _ isSo: () async -> Bool) async throws(Failure) {
        let end = Uptime.now + seconds
        while true {
            if await isSo() { return }
            guard Uptime.now < end else { throw Failure("\(complaint) after \(seconds) s") }
            do {
                try await Task.sleep(for: .milliseconds(300))
            } catch {
                throw Failure("waiting was cancelled")
            }
        }
    }
}
