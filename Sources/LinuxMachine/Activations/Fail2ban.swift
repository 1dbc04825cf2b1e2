import Hardening
import Surface

extension RunningMachine {
    /// Has fail2ban take over its files, and bans an address to see that packets of it are dropped.
    ///
    /// Its own check passes on configurations that ban nobody, and a ban whose program fails is shown as done: only the
    /// packet filter tells.
    func activateFail2ban(isUndoing: Bool) async throws(Failure) {
        if isUndoing {
            // What was there before may be a server that did not run, or none at all.
            guard await banServerAnswers() else { return }
            try await perform(Self.restartJails)
            return
        }
        try await perform(Command("fail2ban-client", ["-t"], timeout: 120))
        if await banServerAnswers() {
            try await perform(Self.restartJails)
        } else {
            try await restart("fail2ban.service")
        }
        try await waitForBanServer()
        let running = try await jailNames()
        for (jail, hasAction) in await ownJails() {
            guard running.contains(jail) else {
                throw Failure("fail2ban runs, and has no jail \(jail): it has \(running.joined(separator: ", "))")
            }
            if hasAction { try await proveBan(in: jail) }
        }
    }

    /// The jails that Nacre's own file sets something of, and whether it gives them its action.
    private func ownJails() async -> [(name: String, hasAction: Bool)] {
        guard case .state(.file(let file)) = await observe(.file("/etc/fail2ban/jail.d/zz-nacre.local")),
            let text = file.text
        else { return [] }
        var jails: [(name: String, hasAction: Bool)] = []
        for line in text.split(separator: "\n") {
            if line.hasPrefix("["), let end = line.firstIndex(of: "]") {
                jails.append((String(line[line.index(after: line.startIndex)..<end]), false))
            } else if line.contains("actname=nftables-nacre"), let last = jails.indices.last {
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

    private func banServerAnswers() async -> Bool {
        guard case .found(let output) = await Programs().run(Command("fail2ban-client", ["ping"], timeout: 60)) else {
            return false
        }
        return output.status == 0
    }

    /// It answers a moment after it was started, or ends because a jail's log is not there.
    private func waitForBanServer() async throws(Failure) {
        for _ in 0..<60 {
            if await banServerAnswers() { return }
            do {
                try await Task.sleep(for: .milliseconds(500))
            } catch {
                throw Failure("cancelled while fail2ban started")
            }
        }
        let said = await Programs().run(
            Command("journalctl", ["-q", "-u", "fail2ban.service", "-n", "5", "-o", "cat", "--no-pager"], timeout: 20)
        )
        let last = said.content?.text.split(separator: "\n").suffix(3).joined(separator: " / ") ?? ""
        throw Failure("fail2ban does not answer within 30 s: \(last)")
    }

    private func jailNames() async throws(Failure) -> [String] {
        let text = try await perform(Command("fail2ban-client", ["status"], timeout: 120)).text
        guard let line = text.split(separator: "\n").first(where: { $0.contains("Jail list:") }),
            let colon = line.lastIndex(of: ":")
        else { throw Failure("fail2ban-client status names no jails") }
        return line[line.index(after: colon)...].split { $0 == "," || $0.isWhitespace }.map(String.init)
    }

    /// Addresses of documentation, which nobody has (RFC 5737, RFC 3849), with what the action's sets begin with.
    private static var samples: [(address: String, prefix: String)] {
        [("192.0.2.213", "addr-set-nacre-"), ("2001:db8::213", "addr6-set-nacre-")]
    }

    /// Bans an address that nobody has, and looks for it in the packet filter.
    private func proveBan(in jail: String) async throws(Failure) {
        let actions = try await perform(Command("fail2ban-client", ["get", jail, "actions"], timeout: 120)).text
        guard actions.contains("nftables-nacre") else {
            throw Failure("fail2ban did not take over the action of the jail \(jail)")
        }
        let hasIPv6 = (try? LiveSurface())?.status("/proc/net/if_inet6").content != nil
        for (address, prefix) in Self.samples where hasIPv6 || !address.contains(":") {
            let set = prefix + jail
            try await perform(Command("fail2ban-client", ["set", jail, "banip", address], timeout: 120))
            let isBanned = await becomes(true, address, in: set)
            let chain = await Programs().run(
                Command("nft", ["list", "chain", "inet", "f2b-table", "f2b-nacre"], timeout: 30)
            )
            try await perform(Command("fail2ban-client", ["set", jail, "unbanip", address], timeout: 120))
            guard isBanned, let rules = chain.content?.text, rules.contains("@\(set) drop"),
                rules.contains("hook prerouting")
            else { throw Failure("fail2ban bans \(address), and the packet filter does not drop what it sends") }
            guard await becomes(false, address, in: set) else {
                throw Failure("fail2ban does not take back the ban of \(address)")
            }
        }
    }

    /// Whether an address comes into a set, or goes; fail2ban bans a moment after it said so.
    private func becomes(_ isThere: Bool, _ address: String, in set: String) async -> Bool {
        for _ in 0..<20 {
            let command = Command(
                "nft",
                ["get", "element", "inet", "f2b-table", set, "{ \(address) }"],
                timeout: 30
            )
            let answer = await Programs().run(command)
            if (answer.content?.status == 0) == isThere { return true }
            do {
                try await Task.sleep(for: .milliseconds(250))
            } catch {
                return false
            }
        }
        return false
    }
}
