import Catalog
import Controls
import Hardening
import MachineTesting
import Surface
import Testing

@Suite struct IntrusionFixTests {
    /// The parts of a fail2ban that the jail for SSH is made of.
    private static let files = [
        "/etc/fail2ban/jail.conf":
            "[DEFAULT]\nmaxretry = 5\nfindtime = 10m\nbantime = 10m\nbackend = auto\nport = 0:65535\nprotocol = tcp\n"
            + "banaction = iptables-multiport\nfilter = %(__name__)s\n"
            + "action = %(banaction)s[port=\"%(port)s\", protocol=\"%(protocol)s\"]\n"
            + "[sshd]\nport = ssh\nlogpath = /var/log/auth.log\n",
        "/etc/fail2ban/filter.d/sshd.conf":
            "[DEFAULT]\n_daemon = sshd\n[Definition]\n"
            + "prefregex = ^%(_daemon)s(?:\\[\\d+\\])?: <F-CONTENT>.+$\n"
            + "journalmatch = _SYSTEMD_UNIT=sshd.service + _COMM=sshd\n",
        "/etc/fail2ban/action.d/iptables-multiport.conf":
            "[Definition]\nactionstart = iptables -w -I <chain> -p tcp -m multiport --dports <port> -j f2b-<name>\n"
            + "[Init]\nchain = INPUT\nport = ssh\n",
        "/etc/fail2ban/action.d/nftables.conf":
            "[Definition]\nrule_match-allports = meta l4proto \\{ <protocol> \\}\nactionstart = nft -- add chain inet t "
            + "<chain> \\{ type filter hook <chain_hook> priority <chain_priority> \\; \\}\n "
            + "nft add rule inet t <chain> <rule_match-<type>> ip saddr @<name> <blocktype>\n"
            + "[Init]\nchain = c\nchain_hook = input\nchain_priority = -1\nblocktype = reject\n",
        "/etc/ssh/sshd_config": "Port 2222\n",
        "/var/run/docker.sock": "",
        "/usr/sbin/nft": "", "/usr/sbin/iptables": "",
        "/etc/passwd": "root:x:0:0::/root:/bin/bash\n",
    ]

    private func server(
        _ jail: String? = "[sshd]\nenabled = true\n",
        openssh: String = "1:9.2p1-2",
        packages: [String] = ["fail2ban", "docker.io"]
    ) -> CannedServer {
        var surface = CannedSurface(files: Self.files)
        if let jail { surface.add("/etc/fail2ban/jail.local", jail) }
        for name in packages { surface.install(name) }
        surface.install("openssh-server", openssh)
        var server = CannedServer(.intrusion, surface)
        server.units["fail2ban.service"] = .init(isActive: false, isEnabled: false)
        return server
    }

    private func own(_ server: CannedServer) -> String {
        server.surface.files["/etc/fail2ban/jail.d/zz-nacre.local"].map { String(decoding: $0.bytes, as: UTF8.self) }
            ?? ""
    }

    @Test(arguments: Profile.tried)
    func `every control has one fix`(_ profile: Profile) {
        for layer in [Layer.intrusion, .updates, .secrets] {
            let controls = ControlList.controls(for: profile).filter { $0.layer == layer }.map(\.id)
            let answers = ControlList.fixes(for: profile).map(\.control)
                .filter { $0.hasPrefix(layer.rawValue + ".") }
            // A control that only some profiles have may keep its fix.
            #expect(answers.filter(controls.contains).sorted() == controls, "\(layer)")
            #expect(Set(answers).count == answers.count)
        }
    }

    @Test(
        arguments: [
            "[sshd]\nenabled = true\n", "[sshd]\nenabled = true\nmaxretry = 50\nfindtime = 30\nbantime = 60\n",
            "[DEFAULT]\nignoreip = 10.1.2.3 0.0.0.0/0\nbackend = systemd\n[sshd]\nenabled = true\n",
            "[sshd]\nenabled = true\nport = 22\naction = iptables-multiport\n    nftables[type=multiport, port=ssh]\n",
            "[nginx]\nenabled = true\nfilter = sshd\n",
        ],
        ["1:9.2p1-2", "1:10.0p1-7"]
    )
    func `a jail that drifted is compliant afterwards, and the second plan is empty`(
        _ jail: String,
        _ openssh: String
    ) async throws {
        var server = server(jail, openssh: openssh)
        let plan = try await server.apply()
        #expect(!plan.isEmpty)
        let after = await server.snapshot()
        for control in server.controls {
            let finding = control.audit(after)
            #expect(finding.verdict != .drifted, "\(control.id): \(finding.evidence) \(own(server))")
        }
        let second = try await server.plan()
        #expect(second.isEmpty, "\(second)")
        #expect(second.advice.isEmpty)
    }

    @Test func `a stricter choice of the operator stays`() async throws {
        var server = server("[sshd]\nenabled = true\nbackend = systemd\nmaxretry = 2\nbantime = 30d\nfindtime = 1d\n")
        _ = try await server.apply()
        #expect(!own(server).contains("maxretry"))
        #expect(!own(server).contains("bantime ="))
        #expect(!own(server).contains("findtime"))
    }

    @Test func `a ban goes to the action there was as well`() async throws {
        var server = server()
        _ = try await server.apply()
        #expect(own(server).contains("action = %(known/action)s\n    nftables[type=allports"))
    }

    /// What Debian's package sets since version 13 (jail.d/defaults-debian.conf).
    private static let debian =
        "[sshd]\nbackend = systemd\njournalmatch = _SYSTEMD_UNIT=ssh.service + _COMM=sshd\nenabled = true\n"

    @Test(arguments: [debian, debian.replacing("ssh.service + _COMM=sshd", with: "ssh.service")])
    func `a jail that takes lines of any account gets a match for root's alone, which is the one that counts`(
        _ settings: String
    ) async throws {
        var server = server(nil)
        server.surface.add("/etc/fail2ban/jail.d/defaults-debian.conf", settings)
        server.surface.add("/etc/fail2ban/jail.local", "[sshd]\njournalmatch = _COMM=sshd\n")
        server.surface.add("/etc/fail2ban/jail.d/yours.local", settings)
        #expect(await server.verdict("intrusion.match-server-journal") == .drifted)
        _ = try await server.apply()
        #expect(await server.verdict("intrusion.match-server-journal") == .compliant)
        guard case .state(.records(let jails)) = await server.snapshot()[.facts(.jails)], let jail = jails.first else {
            Issue.record("no jail")
            return
        }
        #expect(
            jail[.journalMatch] == "_SYSTEMD_UNIT=ssh.service _UID=0 + _COMM=sshd _UID=0 + _COMM=sshd-session _UID=0"
        )
        #expect(jail.origins[.journalMatch]?.file == "/etc/fail2ban/jail.d/zz-nacre.local")
    }

    @Test(arguments: [
        ("zzz.local", "[sshd]\njournalmatch = _COMM=sshd\n", "zzz.local"),
        ("a.conf", "[sshd]\nfilter = sshd[journalmatch='_COMM=sshd']\n", "is called with journalmatch=_COMM=sshd"),
    ])
    func `a match that wins over Nacre's file is named, and not written against`(
        _ name: String,
        _ settings: String,
        _ words: String
    ) async throws {
        let server = server(Self.debian)
        var other = server
        other.surface.add("/etc/fail2ban/jail.d/\(name)", settings)
        let plan = try await other.plan()
        let advice = plan.advice.first { $0.control == "intrusion.match-server-journal" }
        #expect(advice?.text.contains(words) == true, "\(plan.advice)")
        #expect(!plan.changes.contains { $0.because.contains("intrusion.match-server-journal") })
    }

    @Test func `without fail2ban the packages come first, and the files wait for them`() async throws {
        let server = server(nil, packages: [])
        let plan = try await server.plan()
        let packages = plan.changes.map(\.resource)
        #expect(packages.contains(.package("fail2ban")) && packages.contains(.package("python3-systemd")))
        #expect(plan.deferred.contains { $0.resource == .file("/etc/fail2ban/jail.d/zz-nacre.local") })
        #expect(plan.firstPass.changes.allSatisfy { if case .package = $0.resource { true } else { false } })
    }

    @Test func `a jail that is not there is made whole`() async throws {
        var server = server("[DEFAULT]\n")
        _ = try await server.apply()
        let text = own(server)
        for line in [
            "enabled = true", "backend = systemd", "maxretry = 5", "bantime = 3600", "bantime.increment = true",
        ] {
            #expect(text.contains(line + "\n"), "\(line)")
        }
        #expect(await server.verdict("intrusion.enable-ssh-jail") == .compliant)
        #expect(try await server.plan().isEmpty)
    }

    @Test func `a mask is left to a person`() async throws {
        var server = server("[DEFAULT]\n")
        server.surface.unreadable["/etc/systemd/system/fail2ban.service"] = .malformed("is a device")
        let plan = try await server.plan()
        #expect(plan.advice.contains { $0.control == "intrusion.enable-ssh-jail" && $0.text.contains("unmask") })
    }
}
