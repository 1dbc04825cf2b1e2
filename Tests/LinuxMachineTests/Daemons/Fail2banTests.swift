import Testing

@testable import LinuxMachine

/// fail2ban on a scripted system.
@Suite struct Fail2banTests {
    private static let restart = "systemctl restart -- fail2ban.service"
    private static let ban = "fail2ban-client set sshd banip 192.0.2.213"
    private static let unban = "fail2ban-client set sshd unbanip 192.0.2.213"
    private static let element = "nft get element inet f2b-table addr-set-nacre-sshd { 192.0.2.213 }"

    /// One that answers so many milliseconds after its start, and bans.
    private func server(answersAfter delay: Int?, drops: Bool = true) -> ScriptedHost {
        let host = ScriptedHost()
        host.set("fail2ban-client -t")
        host.set("fail2ban-client ping", status: 255)
        host.set(Self.restart)
        if let delay { host.set("fail2ban-client ping", after: Self.restart, from: delay) }
        host.set("fail2ban-client status", "|- Number of jail: 1\n`- Jail list:\tsshd\n")
        host.set("file /etc/fail2ban/jail.d/zz-nacre.local", "[sshd]\naction = x[actname=nftables-nacre]\n")
        host.set("fail2ban-client get sshd actions", "nftables-nacre\n")
        host.set(Self.ban)
        host.set(Self.unban)
        host.set(Self.element, status: 1)
        if drops { host.set(Self.element, after: Self.ban, from: 500) }
        host.set(Self.element, status: 1, after: Self.unban)
        host.set(
            "nft list chain inet f2b-table f2b-nacre",
            "type filter hook prerouting\nip saddr @addr-set-nacre-sshd drop\n"
        )
        return host
    }

    @Test(arguments: [0, 12_000, 29_000]) func `is started, waited for, and seen to ban`(_ delay: Int) async throws {
        let host = server(answersAfter: delay)
        try await Fail2ban(host).activate(isUndoing: false)
        #expect(host.done.first == "fail2ban-client -t")
        #expect(host.done.contains(Self.ban) && host.done.contains(Self.unban))
        #expect((delay...delay + 1500).contains(host.elapsed))
    }

    @Test func `one that does not answer in time is a failure`() async {
        let host = server(answersAfter: nil)
        #expect(await cause { try await Fail2ban(host).activate(isUndoing: false) } == .late)
        #expect((29_500...30_500).contains(host.elapsed))
    }

    @Test func `what its own check refuses is not taken over`() async {
        let host = server(answersAfter: 0)
        host.set("fail2ban-client -t", status: 255)
        #expect(await cause { try await Fail2ban(host).activate(isUndoing: false) } == .refused)
        #expect(host.done == ["fail2ban-client -t"])
    }

    @Test func `a reload that fails is a failure at once`() async {
        let host = server(answersAfter: 0)
        host.set("fail2ban-client ping")
        host.set("fail2ban-client reload --restart", status: 255)
        #expect(await cause { try await Fail2ban(host).activate(isUndoing: false) } == .refused)
        #expect(host.done.last == "fail2ban-client reload --restart")
    }

    @Test func `a ban that nothing drops is a failure, and is taken back`() async {
        let host = server(answersAfter: 0, drops: false)
        #expect(await cause { try await Fail2ban(host).activate(isUndoing: false) } == .ineffective)
        #expect(host.done.last == Self.unban)
    }

    @Test func `a jail that is not there is a failure`() async {
        let host = server(answersAfter: 0)
        host.set("fail2ban-client status", "`- Jail list:\trecidive\n")
        #expect(await cause { try await Fail2ban(host).activate(isUndoing: false) } == .ineffective)
    }

    @Test func `undoing tells one that runs, and starts none`() async throws {
        let host = server(answersAfter: nil)
        try await Fail2ban(host).activate(isUndoing: true)
        #expect(host.done == ["fail2ban-client ping"])
        host.set("fail2ban-client ping")
        host.set("fail2ban-client reload --restart")
        try await Fail2ban(host).activate(isUndoing: true)
        #expect(host.done.last == "fail2ban-client reload --restart")
    }
}
