import Catalog
import Documents
import Hardening
import MachineTesting
import Observers
import Surface
import Testing

@Suite struct IntrusionObserverTests {
    private func machine(_ packages: [String: String], _ server: CannedBanServer? = nil) -> CannedSurface {
        var surface = CannedSurface(files: ["/usr/sbin/iptables": "", "/usr/sbin/nft": ""])
        surface.add(
            "/var/lib/dpkg/status",
            packages.map { "Package: \($0)\nStatus: install ok installed\nVersion: \($1)\n\n" }.joined()
        )
        server?.install(on: &surface)
        return surface
    }

    private let bookworm = ["fail2ban": "1.0.2-2", "openssh-server": "1:9.2p1-2+deb12u3", "python3-systemd": "235-1"]
    private let trixie = ["fail2ban": "1.1.0-8", "openssh-server": "1:10.0p1-7", "python3-systemd": "235-1"]

    private func records(_ subject: Subject, of surface: CannedSurface) async throws -> [Record] {
        switch await Observer(surface).observe(.facts(subject)) {
        case .state(let state): return state.records
        case .unreadable(let why): throw Unexpected(why: why.why)
        }
    }

    private struct Unexpected: Error { let why: String }

    @Test func `a server is asked over its socket`() async throws {
        let surface = machine(bookworm, CannedBanServer())
        let daemon = try #require(try await records(.fail2ban, of: surface).first)
        #expect(daemon[.banDaemonAnswers] == true)
        #expect(daemon[.jailNames] == ["sshd"])
        let jail = try #require(try await records(.jails, of: surface).first)
        #expect(jail[.banMaxRetry] == 5)
        #expect(jail[.banTime] == 600)
        #expect(jail[.banTimeGrows] == false)
        #expect(jail[.jailReads] == "journal")
        #expect(jail[.journalMatch] == "_SYSTEMD_UNIT=sshd.service + _COMM=sshd")
        #expect(jail[.actsOnFailures] == true)
        #expect(jail[.missingBanTools] == [])
    }

    @Test func `a server that died answers nothing, and has no jails`() async throws {
        let surface = machine(bookworm)
        let daemon = try #require(try await records(.fail2ban, of: surface).first)
        #expect(daemon[.banDaemonInstalled] == true)
        #expect(daemon[.banDaemonAnswers] == false)
        #expect(daemon[.jailNames] == .unset)
        #expect(await Observer(surface).observe(.facts(.jails)) == .state(.absent))
    }

    @Test func `what it answers is doubted where it is no pickle`() async throws {
        var surface = machine(bookworm, CannedBanServer())
        surface.answers[CannedBanServer.socket] = surface.answers[CannedBanServer.socket]?.mapValues { _ in
            Array("cos\nsystem\n".utf8)
        }
        let daemon = try #require(try await records(.fail2ban, of: surface).first)
        guard case .unknown = daemon[.banDaemonAnswers] else {
            Issue.record("\(daemon[.banDaemonAnswers])")
            return
        }
    }

    @Test func `another program that bans is not nothing`() async throws {
        let daemon = try #require(try await records(.fail2ban, of: machine(["crowdsec": "1.4.6"])).first)
        #expect(daemon[.otherBanDaemons] == ["crowdsec"])
        #expect(daemon[.somethingBans] == .unknown(.notModeled("crowdsec bans here, which Nacre cannot judge")))
        #expect(daemon[.banDaemonInstalled] == false)
        let none = try #require(try await records(.fail2ban, of: machine(["openssh-server": "1:9.2p1"])).first)
        #expect(none[.somethingBans] == false)
    }

    @Test func `an sshd that logs under a new name needs a filter and a match that know it`() async throws {
        let old = try #require(try await records(.jails, of: machine(bookworm, CannedBanServer())).first)
        #expect(old[.readsServerLines] == true)
        #expect(old[.filterFitsServer] == true)
        #expect(old[.countsRefusedGuesses] == false)
        let new = try #require(try await records(.jails, of: machine(trixie, CannedBanServer())).first)
        #expect(new[.readsServerLines] == false)
        #expect(new[.filterFitsServer] == false)
        var server = CannedBanServer()
        server.answers["get sshd journalmatch"] = .list([
            .list([.text("_SYSTEMD_UNIT=ssh.service")]), .list([.text("_COMM=sshd")]),
        ])
        server.answers["get sshd prefregex"] = .text(#"^(?:sshd(?:-session)?(?:\[\d+\])?:?\s+)?(?P<content>.+)$"#)
        server.answers["get sshd failregex"] = .list([
            .text("^(?P<mlfforget>(?:Connection (?:closed|reset)|Disconnected)) by <HOST>$")
        ])
        let fitted = try #require(try await records(.jails, of: machine(trixie, server)).first)
        #expect(fitted[.readsServerLines] == true)
        #expect(fitted[.filterFitsServer] == true)
        #expect(fitted[.countsRefusedGuesses] == true)
    }

    @Test func `conditions that must hold together are not alternatives`() async throws {
        var server = CannedBanServer()
        server.answers["get sshd journalmatch"] = .list([
            .list([.text("_SYSTEMD_UNIT=ssh.service"), .text("_COMM=sshd")])
        ])
        let jail = try #require(try await records(.jails, of: machine(trixie, server)).first)
        #expect(jail[.readsServerLines] == false)
    }

    @Test(arguments: [
        ([["_SYSTEMD_UNIT=ssh.service", "_UID=0"], ["_COMM=sshd", "_UID=0"]], true),
        ([["_SYSTEMD_UNIT=ssh.service", "_UID=0"], ["_COMM=sshd"]], false),
        ([["_SYSTEMD_UNIT=ssh.service"]], false),
        ([["_UID=0", "_UID=1000"]], false),
        ([], false), ([[]], false),
    ])
    func `only a match for root's lines leaves out what others write`(_ match: [[String]], _ isRoots: Bool) async throws
    {
        var server = CannedBanServer()
        server.answers["get sshd journalmatch"] = .list(match.map { .list($0.map { .text($0) }) })
        let jail = try #require(try await records(.jails, of: machine(bookworm, server)).first)
        #expect(jail[.readsRootsLinesOnly] == .flag(isRoots))
        if isRoots { #expect(jail[.readsServerLines] == true) }
    }

    @Test func `a log that nothing writes is no log`() async throws {
        var server = CannedBanServer()
        server.answers["get sshd logpath"] = .list([.text("/var/log/auth.log")])
        server.answers["get sshd journalmatch"] = .list([])
        var surface = machine(bookworm, server)
        let missing = try #require(try await records(.jails, of: surface).first)
        #expect(missing[.missingLogs] == ["/var/log/auth.log"])
        #expect(missing[.readsServerLines] == .unset)
        surface.add("/var/log/auth.log", "")
        let stale = try #require(try await records(.jails, of: surface).first)
        #expect(stale[.missingLogs] == [])
        #expect(stale[.readsServerLines] == false)
        surface = machine(bookworm.merging(["rsyslog": "8"]) { $1 }, server)
        surface.add("/var/log/auth.log", "")
        let written = try #require(try await records(.jails, of: surface).first)
        #expect(written[.readsServerLines] == true)
    }

    @Test(arguments: [
        ("0.0.0.0", ["0.0.0.0/0"]), ("::", ["::/0"]), ("10.0.0.0/8", []), ("8.0.0.0/6", ["8.0.0.0/6"]),
        ("100.64.0.0/10", []), ("127.0.0.0/8", []), ("2001:db8::/32", []), ("2000::/3", ["2000::/3"]), ("fd00::/8", []),
        ("203.0.113.0/24", []), ("0.0.0.0/0.0.0.0", ["0.0.0.0/0.0.0.0"]), ("admin.example.org", []),
    ])
    func `ranges that strangers fit in are wide`(_ range: String, _ wide: [String]) async throws {
        var server = CannedBanServer()
        server.answers["get sshd ignoreip"] = .list([.text(range)])
        let jail = try #require(try await records(.jails, of: machine(bookworm, server)).first)
        #expect(jail[.wideIgnores] == .list(wide))
    }

    @Test func `mail is no ban, and an action nobody knows is doubted`() async throws {
        let mail = CannedBanServer(actions: ["sendmail-whois": ("", "printf | sendmail")])
        let told = try #require(try await records(.jails, of: machine(bookworm, mail)).first)
        #expect(told[.actsOnFailures] == false)
        let own = CannedBanServer(actions: ["company-firewall": ("", "/usr/local/bin/ban <ip>")])
        let unknown = try #require(try await records(.jails, of: machine(bookworm, own)).first)
        #expect(unknown[.actsOnFailures] == .unknown(.notModeled("what the action company-firewall does is not known")))
    }

    @Test(arguments: [
        ("iptables -w -I DOCKER-USER -p tcp -m multiport --dports 0:65535 -j f2b-sshd", true),
        ("iptables -w -I DOCKER-USER -p tcp -m multiport --dports ssh -j f2b-sshd", false),
        ("iptables -w -I INPUT -p tcp -j f2b-sshd", false),
        ("nft -- add chain inet f2b-table f2b-chain \\{ type filter hook forward priority -1 \\; \\}", true),
        ("nft -- add chain inet f2b-table f2b-chain \\{ type filter hook input priority -1 \\; \\}", false),
    ])
    func `bans reach containers through the forward hook, on every port`(_ start: String, _ reaches: Bool) async throws
    {
        let name = start.hasPrefix("nft") ? "nftables" : "iptables"
        var surface = machine(bookworm, CannedBanServer(actions: [name: (start, "")]))
        surface.add("/usr/bin/dockerd", "", mode: 0o755)
        let jail = try #require(try await records(.jails, of: surface).first)
        #expect(jail[.banReachesContainers] == .flag(reaches))
    }
}
