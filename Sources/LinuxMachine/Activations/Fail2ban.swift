import Hardening
import Surface

/// fail2ban with its jails.
///
/// Its own check passes on configurations that ban nobody, and a ban whose program fails is shown as done: only the
/// packet filter tells, so that an address is banned to see that packets of it are dropped.
struct Fail2ban: Daemon {
    let host: any MutableSurface

    init(_ host: any MutableSurface) { self.host = host }

    func check() async throws(Failure) {
        try await host.perform(Command("fail2ban-client", ["-t"], timeout: 120))
    }

    func takeOver(_ before: Void) async throws(Failure) {
        if await answers() {
            try await host.perform(Self.restartJails)
        } else {
            try await Systemd(host).restart("fail2ban.service")
        }
    }

    func look(_ before: Void) async throws(Failure) {
        try await waitForAnswer()
        let running = try await jailNames()
        for (jail, hasAction) in await ownJails() {
            guard running.contains(jail) else {
                let names = running.joined(separator: ", ")
                throw Failure(.ineffective, "fail2ban runs, and has no jail \(jail): it has \(names)")
            }
            if hasAction { try await BanProof(host, jail: jail).run() }
        }
    }

    /// What was there before may be a server that did not run, or none at all.
    func takeBack() async throws(Failure) {
        guard await answers() else { return }
        try await host.perform(Self.restartJails)
    }

    /// The jails that Nacre's own file sets something of, and whether it gives them its action.
    private func ownJails() async -> [(name: String, hasAction: Bool)] {
        guard case .state(.file(let file)) = await host.observe(.file("/etc/fail2ban/jail.d/zz-nacre.local")),
            let text = file.text
        else { return [] }
        var jails: [(name: String, hasAction: Bool)] = []
        for line in text.split(separator: "\n") {
            if line.hasPrefix("["), let end = line.firstIndex(of: "]") {
                jails.append((String(line[line.index(after: line.startIndex)..<end]), false))
            } else if line.contains("actname=\(BanProof.action)"), let last = jails.indices.last {
                jails[last].hasAction = true
            }
        }
        return jails.filter { $0.name != "DEFAULT" }
    }

    /// A mere reload forgets an action that a running jail gets.
    ///
    /// Its end removes all that were not there at its begin (`Actions.reload` of fail2ban 1.0.2 and 1.1.0). Bans come
    /// back from its database.
    private static let restartJails = Command("fail2ban-client", ["reload", "--restart"], timeout: 180)

    private func answers() async -> Bool {
        let output = await host.run(Command("fail2ban-client", ["ping"], timeout: 60))
        return output.content?.status == 0
    }

    /// It answers a moment after it was started, or ends because a jail's log is not there.
    private func waitForAnswer() async throws(Failure) {
        let polled: Polled<Void> = await host.clock.poll(every: 500, for: 30_000, atLeast: 60) {
            await answers() ? () : nil
        }
        switch polled {
        case .found: return
        case .cancelled: throw Failure(.cancelled, "cancelled while fail2ban started")
        case .late: break
        }
        let said = await host.run(
            Command("journalctl", ["-q", "-u", "fail2ban.service", "-n", "5", "-o", "cat", "--no-pager"], timeout: 20)
        )
        let last = said.content?.text.split(separator: "\n").suffix(3).joined(separator: " / ") ?? ""
        throw Failure(.late, "fail2ban does not answer within 30 s: \(last)")
    }

    private func jailNames() async throws(Failure) -> [String] {
        let text = try await host.perform(Command("fail2ban-client", ["status"], timeout: 120)).text
        guard let line = text.split(separator: "\n").first(where: { $0.contains("Jail list:") }),
            let colon = line.lastIndex(of: ":")
        else { throw Failure(.unreadable, "fail2ban-client status names no jails") }
        return line[line.index(after: colon)...].split { $0 == "," || $0.isWhitespace }.map(String.init)
    }
}
