import Catalog
import Controls
import Hardening
import MachineTesting
import Surface
import Testing

@Suite struct UpdatesFixTests {
    private static let own = "/etc/apt/apt.conf.d/99nacre-updates"

    private func server(
        _ settings: [String: String] = [:],
        upgrader: Bool = true,
        profile: Profile = .standalone,
        system: String = "debian"
    ) -> CannedServer {
        let lists = "/var/lib/apt/lists/"
        var surface = CannedSurface(files: [
            "/etc/os-release": system == "debian"
                ? "ID=debian\nVERSION_ID=\"12\"\nVERSION_CODENAME=bookworm\n"
                : "ID=ubuntu\nVERSION_ID=\"24.04\"\nVERSION_CODENAME=noble\n",
            lists + "download.docker.com_linux_debian_dists_bookworm_InRelease":
                "Origin: Docker\nLabel: Docker CE\nSuite: bookworm\nCodename: bookworm\n",
            lists + "download.docker.com_linux_debian_dists_bookworm_stable_binary-amd64_Packages": "",
            lists + "deb.nodesource.com_node_dists_nodistro_InRelease":
                "Origin: . nodistro\nLabel: . nodistro\nSuite: nodistro\nCodename: nodistro\n",
            lists + "deb.nodesource.com_node_dists_nodistro_main_binary-amd64_Packages": "",
            lists + "evil.example_x_InRelease": "Origin: a\"; b=*,\nSuite: x\nCodename: x\n",
        ])
        if system == "debian" {
            surface.add(
                lists + "security.debian.org_dists_bookworm-security_InRelease",
                "Origin: Debian\nLabel: Debian-Security\nSuite: oldstable-security\nCodename: bookworm-security\n"
            )
            surface.add(lists + "security.debian.org_dists_bookworm-security_main_binary-amd64_Packages", "")
        } else {
            surface.add(
                lists + "security.ubuntu.com_ubuntu_dists_noble-security_InRelease",
                "Origin: Ubuntu\nLabel: Ubuntu\nSuite: noble-security\nCodename: noble\n"
            )
            surface.add(lists + "security.ubuntu.com_ubuntu_dists_noble-security_main_binary-amd64_Packages", "")
        }
        for name in ["apt-daily", "apt-daily-upgrade"] {
            surface.add("/usr/lib/systemd/system/\(name).timer", "[Timer]\nOnCalendar=*-*-* 6,18:00\n")
            surface.add("/usr/lib/systemd/system/\(name).service", "[Service]\nType=oneshot\n")
        }
        for (path, text) in settings { surface.add("/etc/apt/apt.conf.d/" + path, text) }
        surface.install("apt")
        if upgrader { surface.install("unattended-upgrades") }
        var server = CannedServer(.updates, surface, profile)
        for unit in ["apt-daily.timer", "apt-daily-upgrade.timer"] {
            server.units[unit] = .init(isActive: false, isEnabled: false)
        }
        return server
    }

    private static let closed: Set = [
        "updates.enable-periodic-runs", "updates.enable-daily-list-refresh", "updates.enable-daily-upgrades",
        "updates.accept-signed-archives-only", "updates.take-security-fixes", "updates.take-docker-fixes",
        "updates.take-third-party-fixes", "updates.install-unattended-upgrades", "updates.reboot-automatically",
        "updates.reboot-in-window", "updates.start-update-timers",
    ]

    @Test(arguments: ["debian", "ubuntu"], [true, false])
    func `a neglected server is compliant afterwards, and the second plan is empty`(
        _ system: String,
        _ upgrader: Bool
    ) async throws {
        var server = server(
            [
                "10periodic": "APT::Periodic::Enable \"0\"; APT::Periodic::Unattended-Upgrade \"30\";\n",
                "20loose": "Acquire::AllowInsecureRepositories \"true\";\n",
                "50unattended-upgrades":
                    "Unattended-Upgrade::Allowed-Origins:: \"${distro_id}:${distro_codename}-updates\";\n",
            ],
            upgrader: upgrader,
            system: system
        )
        #expect(await server.verdict("updates.take-third-party-fixes") == .drifted)
        _ = try await server.apply()
        let after = await server.snapshot()
        for control in server.controls where Self.closed.contains(control.id) {
            let finding = control.audit(after)
            #expect([.compliant, .notApplicable].contains(finding.verdict), "\(control.id): \(finding.evidence)")
        }
        let second = try await server.plan()
        #expect(second.isEmpty, "\(second)")
        let text = server.surface.files[Self.own].map { String(decoding: $0.bytes, as: UTF8.self) } ?? ""
        #expect(text.contains("\"origin=Docker,site=download.docker.com\""))
        // What an archive calls itself goes into no file where it would be more than a name.
        #expect(text.contains("\"site=evil.example\"") && !text.contains("b=*"))
        #expect(text.contains("Automatic-Reboot-Time \"03:30\""))
    }

    @Test func `a server that reboots by itself is only given the time`() async throws {
        var server = server(["50u": "Unattended-Upgrade::Automatic-Reboot \"true\";\n"])
        _ = try await server.apply()
        #expect(await server.verdict("updates.reboot-in-window") == .compliant)
    }

    @Test func `a file that apt reads later is left to the person who wrote it`() async throws {
        let server = server(["99zz": "APT::Periodic::Enable \"0\";\n"])
        let plan = try await server.plan()
        let advice = try #require(plan.advice.first { $0.control == "updates.enable-periodic-runs" })
        #expect(advice.text.contains("/etc/apt/apt.conf.d/99zz:1"))
    }

    @Test func `an entry that stops unattended-upgrades is for a person to correct`() async throws {
        let server = server(["50u": "Unattended-Upgrade::Origins-Pattern:: \"orign=Debian\";\n"])
        let plan = try await server.plan()
        let advice = try #require(plan.advice.first { $0.control == "updates.take-security-fixes" })
        #expect(advice.text.contains("50u:1"))
    }

    @Test func `masked timers are left to a person`() async throws {
        var server = server()
        server.surface.unreadable["/etc/systemd/system/apt-daily.timer"] = .malformed(
            "is not a regular file but a device"
        )
        let plan = try await server.plan()
        let advice = try #require(plan.advice.first { $0.control == "updates.start-update-timers" })
        #expect(advice.text.contains("systemctl unmask apt-daily.timer"))
    }

    @Test func `what was installed a moment ago need not have run yet`() async throws {
        var server = server()
        #expect(await server.verdict("updates.keep-runs-succeeding") == .drifted)
        server.surface.files["/var/lib/dpkg/info/unattended-upgrades.list"] = .init(
            bytes: [],
            status: .init(mode: 0o644, modified: server.surface.now - 3600)
        )
        #expect(await server.verdict("updates.keep-runs-succeeding") == .notApplicable)
    }
}
