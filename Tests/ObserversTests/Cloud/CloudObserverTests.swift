import Hardening
import MachineTesting
import Observers
import Testing

@Suite struct CloudObserverTests {
    private func records(_ surface: CannedSurface) async -> [Record] {
        guard case .state(.records(let records)) = await Observer(surface).observe(.facts(.cloud)) else { return [] }
        return records
    }

    private func server(vendor: String, rules: String) -> CannedSurface {
        var surface = CannedSurface(files: [
            "/proc/net/dev": "Inter-|\n face |\n  eth0: 0\ndocker0: 0\n", "/proc/net/route": "Iface\neth0\t0\n",
            "/proc/net/fib_trie": "  |-- 203.0.113.2\n     /32 host LOCAL\n", "/proc/net/if_inet6": "",
            "/proc/sys/net/ipv4/ip_forward": "1\n", "/sys/class/dmi/id/sys_vendor": vendor,
        ])
        surface.add(Command("iptables-save"), rules)
        surface.add(Command("ip6tables-save"), "")
        return surface
    }

    private func filter(_ user: String) -> String {
        "*filter\n:INPUT DROP [0:0]\n:FORWARD DROP [0:0]\n:DOCKER-USER - [0:0]\n-A FORWARD -j DOCKER-USER\n"
            + "-A FORWARD -i docker0 ! -o docker0 -j ACCEPT\n\(user)COMMIT\n"
    }

    @Test func `the provider is known by its DMI vendor, and containers reach its metadata unless a rule says no`()
        async
    {
        let open = await records(server(vendor: "Hetzner\n", rules: filter("")))
        #expect(open.first?[.cloudVendor] == "Hetzner")
        #expect(open.first?[.metadataReachable] == true)
        let closed = await records(
            server(vendor: "Hetzner\n", rules: filter("-A DOCKER-USER -d 169.254.169.254/32 -j REJECT\n"))
        )
        #expect(closed.first?[.metadataReachable] == false)
    }

    @Test func `a machine of one's own has no provider`() async {
        #expect(await records(server(vendor: "Dell Inc.\n", rules: filter(""))).first?[.cloudVendor] == .unset)
        // Hyper-V at home, not Azure.
        #expect(
            await records(server(vendor: "Microsoft Corporation\n", rules: filter(""))).first?[.cloudVendor] == .unset
        )
    }

    @Test(arguments: [
        ("#cloud-config\npassword: hunter2\n", true), ("#cloud-config\nssh_authorized_keys: []\n", false),
        ("users:\n  - name: a\n    hashed_passwd: $6$x\n", true), ("users:\n  - name: a\n    passwd: '!'\n", false),
        ("chpasswd:\n  list: |\n    root:hunter2\n", true), ("# password: example\n", false),
    ])
    func `passwords of the first boot are found, never kept`(_ text: String, _ holds: Bool) async {
        var surface = CannedSurface(files: ["/var/lib/cloud/instance/user-data.txt": text])
        surface.isLive = false
        let record = await records(surface).first { $0[.cloudKind] == "first-boot data" }
        #expect(record?[.holdsPassword] == .flag(holds))
        #expect(record.map { !"\($0)".contains("hunter2") } == true)
        #expect(record?[.leftoverMode] == .mode(0o644))
    }

    @Test func `ssh_pwauth counts where it is on, and the file read last decides`() async {
        var surface = CannedSurface(files: [
            "/etc/cloud/cloud.cfg": "users: []\nssh_pwauth: yes # as ordered\n",
            "/etc/cloud/cloud.cfg.d/90-x.cfg": "ssh_pwauth: false\n",
        ])
        surface.isLive = false
        var settings = await records(surface).filter { $0[.cloudKind] == "cloud-init setting" }
        #expect(settings.map { $0[.enablesPasswords] } == [false, false])
        surface.add("/etc/cloud/cloud.cfg.d/91-y.cfg", "ssh_pwauth: yes\n")
        settings = await records(surface).filter { $0[.cloudKind] == "cloud-init setting" }
        #expect(settings.map { $0[.enablesPasswords] } == [false, false, true])
        #expect(settings.last?.origins[.enablesPasswords] == Origin("/etc/cloud/cloud.cfg.d/91-y.cfg", line: 1))
    }
}
