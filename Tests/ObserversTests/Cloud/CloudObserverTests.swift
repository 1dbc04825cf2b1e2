import Catalog
import Hardening
import MachineTesting
import Surface
import Testing

@testable import Observers

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

    /// Every way that cloud-init takes a password, and what looks like one and is none.
    @Test(arguments: [
        ("chpasswd:\n  users:\n    - {name: root, password: hunter2, type: text}\n", true),
        ("users: [{name: a, 'hashed_passwd': \"hunter2\"}]\n", true), ("chpasswd: {list: ['root:hunter2']}\n", true),
        ("chpasswd:\n  list: |\n    admin:hunter2\n  expire: false\n", true),
        ("chpasswd:\n  list:\n  - 'a.b:hunter2'\n", true), ("chpasswd:\n  list: |\n    root:RANDOM\n", false),
        ("chpasswd:\n  users:\n  - {name: root, type: RANDOM}\n", false), ("chpasswd:\n  expire: false\n", false),
        ("password:\n  hunter2\n", true), ("\"password\" : \"hunter2\"\n", true), ("password: |\n  hunter2\n", true),
        ("{\"password\":\"hunter2\"}\n", true), ("users:\n- name: a\n  lock_passwd: true\n", false),
        ("users:\n- name: a\n  passwd: '!$6$abcdefgh$0123456789abcdefghij'\n", false),
        ("#!/bin/sh\necho root:hunter2 | chpasswd\n", true),
        ("#!/bin/sh\necho \"root:hunter2\"|/usr/sbin/chpasswd\n", true),
        ("#!/bin/sh\nchpasswd <<EOF\nroot:hunter2\nEOF\n", true), ("#!/bin/sh\nchpasswd <<< root:hunter2\n", true),
        ("#!/bin/sh\nPW=hunter2\necho \"root:$PW\" | chpasswd\n", true),
        ("#!/bin/sh\nPW=$(openssl rand -hex 16)\necho \"root:$PW\" | chpasswd\n", false),
        ("#!/bin/sh\necho root:$(openssl rand -hex 8) | chpasswd\n", false),
        ("#!/bin/sh\nprintf 'hunter2\\nhunter2\\n' | passwd root\n", true),
        ("#!/bin/sh\necho hunter2 | passwd --stdin root\n", true),
        ("#!/bin/sh\nusermod -p '$6$abcdefgh$0123456789abcdefghij' root\n", true),
        ("#!/bin/sh\nusermod -p '!' root\n", false), ("#!/bin/sh\nmkdir -p /srv\nuseradd -m a\n", false),
        ("#!/bin/sh\nsed -i 's,^root:.*,root:$6$abcdefgh$0123456789abcdefghij:1::::::,' /etc/shadow\n", true),
        ("runcmd:\n- [sh, -c, \"echo root:hunter2 | chpasswd\"]\n", true),
        ("runcmd:\n- ['usermod', '--password', 'hunter2', 'root']\n", true),
        ("write_files:\n- encoding: b64\n  content: ZWNobyByb290Omh1bnRlcjIgfCBjaHBhc3N3ZAo=\n", true),
        (
            "MIME-Version: 1.0\nContent-Transfer-Encoding: base64\n\nI2Nsb3VkLWNvbmZpZwpjaHBhc3N3\n"
                + "ZDoKICBsaXN0OiB8CiAgICByb290\nOmh1bnRlcjIK\n\n--x--\n",
            true
        ),
        ("{\"userdata\": \"#cloud-config\\nchpasswd:\\n  list: |\\n    root:hunter2\\n\"}\n", true),
        ("runcmd:\n- curl https://example.org:443/x | sh\n", false), ("packages: [passwd, openssl]\n", false),
    ])
    func `a password is found in every form that cloud-init takes`(_ text: String, _ holds: Bool) {
        #expect((CloudConfig.passwordLine(in: text) != nil) == holds)
    }

    @Test func `a log has questions for passwords, and data that was given`() {
        let asked = "New password: Retype new password: passwd: password updated successfully\n"
        #expect(CloudConfig.passwordLine(in: asked, form: .log) == nil)
        let given = "x - DataSource[DEBUG]: Vendor data: {'chpasswd': {'list': ['root:hunter2']}}\n"
        #expect(CloudConfig.passwordLine(in: given, form: .log) == 1)
        #expect(CloudConfig.passwordLine(in: "x: {'password': 'hunter2'}\n", form: .log) == 1)
        #expect(CloudConfig.passwordLine(in: "x: {'password': 'redacted for non-root user'}\n", form: .log) == nil)
    }

    @Test(arguments: [
        "/var/lib/cloud/seed/nocloud/user-data", "/var/lib/cloud/instances/i-1/user-data.txt",
        "/var/lib/cloud/instance/scripts/part-001", "/boot/firmware/user-data", "/etc/cloud/cloud.cfg.d/99-i.cfg",
        "/var/lib/cloud/instance/vendor-data2.txt",
    ])
    func `data of the first boot lies in many places`(_ path: String) async {
        var surface = CannedSurface(files: [path: "password: hunter2\n"])
        surface.isLive = false
        let record = await records(surface).first { $0.name == path && $0[.cloudKind] == "first-boot data" }
        #expect(record?[.holdsPassword] == true)
    }

    @Test func `compressed data is not judged`() async {
        var surface = CannedSurface(files: [:])
        surface.isLive = false
        surface.add("/var/lib/cloud/instance/user-data.txt", "")
        let status = FileStatus(mode: 0o600, owner: 0, group: 0, size: 3)
        surface.files["/var/lib/cloud/instance/user-data.txt"] = FileContent(bytes: [0x1f, 0x8b, 8], status: status)
        let record = await records(surface).first { $0[.cloudKind] == "first-boot data" }
        #expect(record?[.holdsPassword] == .unknown(.notModeled("it is compressed")))
    }

    @Test(arguments: [
        ("\"ssh_pwauth\": true\n", true), ("{ssh_pwauth: 'yes', users: []}\n", true), ("ssh_pwauth : true\n", true),
        ("ssh_pwauth: \"false\"\n", false), ("ssh_pwauth: unchanged\n", false), ("# ssh_pwauth: true\n", nil),
    ])
    func `ssh_pwauth is read as YAML`(_ text: String, _ isOn: Bool?) {
        #expect(CloudConfig.passwordLogins(in: text)?.areOn == isOn)
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
