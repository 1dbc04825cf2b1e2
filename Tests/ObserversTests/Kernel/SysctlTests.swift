import Hardening
import MachineTesting
import Observers
import Surface
import Testing

@Suite struct SysctlTests {
    private func records(_ files: [String: String], live: Bool = true) async -> [Record] {
        var surface = CannedSurface(files: files)
        surface.isLive = live
        guard case .state(.records(let records)) = await Observer(surface).observe(.facts(.sysctlFiles)) else {
            return []
        }
        return records
    }

    private func boot(_ name: String, _ files: [String: String]) async -> Value? {
        await records(files).first { $0.name == "\(name) at boot" }?[.bootValue]
    }

    @Test func `the last file by name wins, whatever its directory`() async {
        let files = [
            "/etc/sysctl.d/10-a.conf": "kernel.sysrq = 0\n", "/usr/lib/sysctl.d/50-b.conf": "kernel.sysrq = 1\n",
        ]
        #expect(await boot("kernel.sysrq", files) == "1")
    }

    @Test func `a file hides files of its name in later directories`() async {
        let files = ["/etc/sysctl.d/50-b.conf": "# nothing\n", "/usr/lib/sysctl.d/50-b.conf": "kernel.sysrq = 1\n"]
        #expect(await boot("kernel.sysrq", files) == nil)
    }

    @Test(arguments: ["net/ipv4/ip_forward=0", "-net.ipv4.ip_forward = 0", " net.ipv4.ip_forward =  0 "])
    func `names are spelt with dots or slashes, with a minus or without`(_ line: String) async {
        #expect(await boot("net.ipv4.ip_forward", ["/etc/sysctl.d/x.conf": line]) == "0")
    }

    @Test func `a name without stars wins over a later pattern`() async {
        let files = ["/etc/sysctl.d/x.conf": "fs.protected_fifos=1\nfs.protected_*=0\n"]
        #expect(await boot("fs.protected_fifos", files) == "1")
        #expect(await boot("fs.protected_regular", files) == "0")
    }

    @Test func `a minus and a name keeps patterns away`() async {
        let files = ["/etc/sysctl.d/x.conf": "fs.protected_*=0\n-fs.protected_fifos\n"]
        #expect(await boot("fs.protected_fifos", files) == nil)
    }

    @Test func `all and the interface are joined as the kernel joins them`() async {
        let conf = "/proc/sys/net/ipv4/conf"
        var files: [String: String] = [:]
        for name in [
            "rp_filter", "accept_redirects", "accept_source_route", "send_redirects", "log_martians", "forwarding",
        ] {
            files["\(conf)/all/\(name)"] = name == "rp_filter" ? "2\n" : "0\n"
            files["\(conf)/eth0/\(name)"] = "1\n"
        }
        func value(_ name: String) async -> Value? {
            await records(files).first { $0.name == "IPv4 \(name) on eth0" }?[.effectiveValue]
        }
        #expect(await value("rp_filter") == 2)
        #expect(await value("accept_redirects") == 0)
        #expect(await value("accept_source_route") == 0)
        #expect(await value("send_redirects") == 1)
        files["\(conf)/eth0/forwarding"] = "0\n"
        #expect(await value("accept_redirects") == 1)
    }

    @Test func `a root tree tells files, not interfaces`() async {
        let found = await records(["/etc/sysctl.d/x.conf": "kernel.sysrq=1\n"], live: false)
        #expect(found.first?[.bootValue] == "1")
        guard case .unknown = found.last?[.effectiveValue] else {
            Issue.record("a root tree cannot know interfaces")
            return
        }
    }
}
