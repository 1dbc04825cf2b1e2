import Catalog
import Hardening
import MachineTesting
import Observers
import Surface
import Testing

/// What files alone tell of a system that does not run.
@Suite struct StoredJailTests {
    private func machine(_ jail: String, sshd: String = "Port 2222\n", more: [String: String] = [:]) -> CannedSurface {
        var surface = CannedSurface(files: [
            "/etc/fail2ban/jail.conf":
                "[DEFAULT]\nmaxretry = 5\nfindtime = 10m\nbantime = 10m\nignoreip =\nbackend = systemd\nport = ssh\n"
                + "filter = %(__name__)s\naction = iptables[port=\"%(port)s\"]\n[sshd]\nenabled = true\n",
            "/etc/fail2ban/jail.d/ours.local": jail,
            "/etc/fail2ban/filter.d/sshd.conf":
                "[Definition]\n_daemon = sshd\nprefregex = ^(?:%(_daemon)s(?:\\[\\d+\\])?: )?<F-CONTENT>.+$\n"
                + "journalmatch = _COMM=sshd\n",
            "/etc/fail2ban/action.d/iptables.conf":
                "[Definition]\nactionstart = iptables -w -I <chain> -p tcp --dport <port> -j f2b-<name>\n"
                + "[Init]\nchain = INPUT\nport = ssh\n",
            "/etc/fail2ban/action.d/nftables.conf":
                "[Definition]\nactionstart = nft -- add chain inet t c \\{ type filter hook <chain_hook> priority -1 \\; \\}\n"
                + "[Init]\nchain_hook = input\n",
            "/etc/ssh/sshd_config": sshd,
            "/var/lib/dpkg/status":
                "Package: fail2ban\nStatus: install ok installed\nVersion: 1.0.2-2\n\nPackage: openssh-server\n"
                + "Status: install ok installed\nVersion: 1:9.2p1-2\n\n",
        ])
        for (path, text) in more { surface.add(path, text) }
        surface.isLive = false
        return surface
    }

    private func jail(_ surface: CannedSurface) async throws -> Record? {
        guard case .state(let state) = await Observer(surface).observe(.facts(.jails)) else { return nil }
        return state.records.first { $0.name == "sshd" }
    }

    @Test(arguments: [
        ("", false), ("[sshd]\nport = 2222\n", true), ("[sshd]\nport = ssh,2200:2300\n", true),
        ("[sshd]\naction = nftables\n", true), ("[sshd]\naction = nftables[chain_hook=prerouting]\n", true),
        ("[sshd]\naction = iptables[port=ssh] nftables[chain_hook=forward]\n", false),
        ("[sshd]\naction = iptables[port=2222, chain=DOCKER-USER]\n", false),
    ])
    func `a ban must close the port that sshd was moved to, on the host`(_ text: String, _ closes: Bool) async throws {
        let record = try #require(try await jail(machine(text)))
        #expect(record[.portsLeftOpen] == (closes ? [] : ["2222"]))
    }

    @Test func `settings come with the file and line that set them`() async throws {
        let record = try #require(try await jail(machine("[sshd]\n# more\nmaxretry = 50\nbantime = 1h 30m\n")))
        #expect(record[.banMaxRetry] == 50)
        #expect(record.origins[.banMaxRetry] == Origin("/etc/fail2ban/jail.d/ours.local", line: 3))
        #expect(record[.banTime] == 5400)
        #expect(record.origins[.banFindTime] == Origin("/etc/fail2ban/jail.conf", line: 3))
        #expect(record[.missingBanTools] == ["python3-systemd", "iptables"])
    }

    @Test func `a jail that fail2ban would skip is none`() async throws {
        #expect(try await jail(machine("[sshd]\nfilter = nothing-there\n")) == nil)
        #expect(try await jail(machine("[sshd]\naction = nothing-there\n")) == nil)
        #expect(try await jail(machine("[sshd]\naction = iptables[port=\"1\" ]\n")) == nil)
    }

    @Test func `a file that fail2ban refuses makes jails unknown, with its place`() async throws {
        let seen = await Observer(machine("maxretry = 1\n")).observe(.facts(.jails))
        guard case .unreadable(let why) = seen else {
            Issue.record("\(seen)")
            return
        }
        #expect(why.why.contains("/etc/fail2ban/jail.d/ours.local"))
    }

    @Test func `files that include each other end`() async throws {
        let around = "[INCLUDES]\nbefore = a.conf\n  b.conf\n  c.conf\nafter = a.conf\n  b.conf\n  c.conf\n[DEFAULT]\n"
        let more = Dictionary(uniqueKeysWithValues: ["a", "b", "c"].map { ("/etc/fail2ban/\($0).conf", around) })
        var surface = machine("", more: more)
        surface.add("/etc/fail2ban/jail.conf", around)
        _ = try await jail(surface)
    }

    @Test func `values that refer to each other without end are none`() async throws {
        let empty =
            "\nz =\n"
            + (0..<9).map { "a\($0) = " + String(repeating: "%(a\($0 + 1))s", count: 40) }.joined(separator: "\n")
        let nested = try await jail(machine("[DEFAULT]\na9 = %(z)s\nmaxretry = %(a0)s" + empty + "\n"))
        #expect(nested?[.banMaxRetry] == .unknown(.malformed("maxretry is not a number")))
        let tags = (0..<200).map { "t\($0) = " + String(repeating: "<t\($0 + 1)>", count: 20) }.joined(separator: "\n")
        let action = "[Definition]\nactionstart = <t0>\n\(tags)\n[Init]\nport = ssh\n"
        #expect(try await jail(machine("", more: ["/etc/fail2ban/action.d/iptables.conf": action])) != nil)
    }

    @Test func `a file of sections alone is read in one pass`() async throws {
        let many = (0..<12_000).map { "[s\($0)]\n" }.joined()
        #expect(try await jail(machine(many)) != nil)
    }
}
