import Hardening
import MachineTesting
import Surface
import Testing

@testable import Observers

/// Gateways that somebody started by hand, which show a title in place of their arguments.
@Suite struct StrayGatewayTests {
    /// A gateway of the account with this number, whose socket the kernel lists with this address.
    private static func machine(
        account: UInt32 = 1001,
        socket: String = "0100007F:4965",
        cgroup: String = "0::/user.slice/user-1001.slice/session-3.scope\n",
        groups: String = "",
        sudoers: String? = nil
    ) -> CannedSurface {
        let home = account == 0 ? "/root" : "/home/claw"
        var surface = CannedSurface(files: [
            "/etc/passwd": "root:x:0:0::/root:/bin/bash\nclaw:x:1001:1001::/home/claw:/bin/bash\n",
            "/etc/group": "root:x:0:\nclaw:x:1001:\ndocker:x:998:claw\nlxd:x:997:\nsudo:x:27:claw\n",
            "/proc/net/tcp":
                "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n"
                + "   0: \(socket) 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1001        0 4242 1 0 100 0 0 10 0\n",
        ])
        let identity = "Name:\topenclaw\nUid:\t\(account)\t\(account)\t\(account)\t\(account)\nGroups:\t\(groups)\n"
        for (name, text) in [
            ("comm", "openclaw\n"), ("cmdline", "openclaw-gateway\0"), ("environ", "HOME=\(home)\0"),
            ("cgroup", cgroup), ("status", identity),
        ] { surface.add("/proc/77/\(name)", text, owner: account) }
        for directory in ["/proc/77", home, "\(home)/.openclaw"] { surface.owners[directory] = account }
        surface.add("\(home)/.openclaw/openclaw.json", "{}", owner: account)
        surface.links["/proc/77/root"] = "/"
        surface.links["/proc/77/fd/19"] = "socket:[4242]"
        if let sudoers { surface.add("/etc/sudoers", sudoers, mode: 0o440) }
        return surface
    }

    private static func record(_ subject: Subject, _ surface: CannedSurface) async throws -> Record {
        guard case .state(let state) = await Observer(surface).observe(.facts(subject)) else {
            throw Failure.unreadable
        }
        return try #require(state.records.first)
    }

    private enum Failure: Error { case unreadable }

    @Test func `its sockets have the last word on who reaches it`() async throws {
        let local = try await Self.record(.openclawGateway, Self.machine())
        #expect(local[.gatewayIsExposed] == false && local[.tailscaleMode] == "off")
        let open = try await Self.record(.openclawGateway, Self.machine(socket: "00000000:4965"))
        #expect(open[.gatewayIsExposed] == true)
        // Where it listens by its arguments stays unknown, so that no plan believes that it can change that.
        for record in [local, open] {
            guard case .unknown = record[.gatewayBind] else {
                Issue.record("\(record[.gatewayBind])")
                continue
            }
        }
    }

    @Test func `without a socket of its own, or with a Tailscale that may publish it, nothing is settled`() async throws
    {
        var hidden = Self.machine()
        hidden.links["/proc/77/fd/19"] = "socket:[5]"
        var published = Self.machine()
        published.add("/usr/bin/tailscale", "", mode: 0o755)
        for surface in [hidden, published] {
            guard case .unknown = try await Self.record(.openclawGateway, surface)[.gatewayIsExposed] else {
                Issue.record("it is not known")
                continue
            }
        }
    }

    @Test func `a gateway that root started by hand runs as root, whatever else is not known`() async throws {
        #expect(try await Self.record(.openclaw, Self.machine(account: 0))[.strayRunsAsRoot] == true)
        #expect(try await Self.record(.openclaw, Self.machine())[.strayRunsAsRoot] == false)
        // What a unit runs is asked of systemd.
        var surface = Self.machine(account: 0, cgroup: "0::/system.slice/openclaw.service\n")
        surface.add("/etc/systemd/system/openclaw.service", "[Service]\nExecStart=/usr/bin/openclaw gateway\n")
        #expect(try await Self.record(.openclaw, surface)[.strayRunsAsRoot] == .unset)
    }

    @Test func `groups and sudo that make its account root are found`() async throws {
        let plain = try await Self.record(.openclaw, Self.machine())
        #expect(plain[.gatewayAccount] == "claw" && plain[.accountPowers] == ["the group docker"])
        let more = try await Self.record(
            .openclaw,
            Self.machine(groups: "997", sudoers: "%sudo ALL=(ALL:ALL) NOPASSWD: ALL\n")
        )
        #expect(more[.accountPowers] == ["the group docker", "the group lxd", "sudo without a password"])
        #expect(try await Self.record(.openclaw, Self.machine(account: 0))[.accountPowers] == .unset)
    }

    @Test func `groups that read everybody's logs are found`() async throws {
        var surface = Self.machine()
        #expect(try await Self.record(.openclaw, surface)[.accountLogGroups] == [])
        surface.add("/etc/group", "adm:x:4:syslog,claw\nsystemd-journal:x:999:\nwheel:x:10:other\n")
        #expect(try await Self.record(.openclaw, surface)[.accountLogGroups] == ["adm"])
        #expect(try await Self.record(.openclaw, Self.machine(account: 0))[.accountLogGroups] == .unset)
    }

    @Test func `a unit's account is judged on a disk, too`() async throws {
        var surface = CannedSurface(files: [
            "/etc/passwd": "claw:x:1001:998::/home/claw:/usr/sbin/nologin\n", "/etc/group": "docker:x:998:\n",
            "/home/claw/.openclaw/openclaw.json": "{}",
            "/etc/systemd/system/assistant.service": "[Service]\nUser=claw\nExecStart=/usr/bin/openclaw gateway\n",
        ])
        surface.isLive = false
        let record = try await Self.record(.openclaw, surface)
        #expect(record[.gatewayAccount] == "claw" && record[.accountPowers] == ["the group docker"])
        #expect(record[.strayRunsAsRoot] == .unset)
    }
}
