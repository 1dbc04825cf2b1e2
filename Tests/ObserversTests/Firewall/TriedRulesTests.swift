import Catalog
import Hardening
import MachineTesting
import Surface
import Testing

@testable import Observers

/// Rules that programs load at boot, tried by these programs where that can be done, and read where not.
@Suite struct TriedRulesTests {
    private static let rules = "*filter\n:INPUT DROP [0:0]\n-A INPUT -p tcp -m tcp --dport 22 -j ACCEPT\nCOMMIT\n"
    private static let nftables =
        "flush ruleset\ntable inet filter { chain input { type filter hook input priority 0; policy drop; } }\n"
    private static let plugins = "/usr/share/netfilter-persistent/plugins.d"

    private static func machine(_ service: String, _ files: [String: String]) -> CannedSurface {
        var surface = CannedSurface(files: files)
        surface.add("/usr/lib/systemd/system/\(service)", "[Service]\nExecStart=/usr/sbin/nft -f /etc/nftables.conf\n")
        for plugin in ["15-ip4tables", "25-ip6tables"] {
            surface.add("\(plugins)/\(plugin)", "#!/bin/sh\n", mode: 0o755)
        }
        surface.links["/etc/systemd/system/multi-user.target.wants/\(service)"] = "x"
        return surface
    }

    private static func saved(_ rules: String = rules) -> CannedSurface {
        machine("netfilter-persistent.service", ["/etc/iptables/rules.v4": rules, "/etc/iptables/rules.v6": rules])
    }

    private static func record(_ surface: CannedSurface) async -> Record? {
        guard case .state(let state) = await Observer(surface).observe(.facts(.firewallPersistence)) else { return nil }
        return state.records.first
    }

    private static func said(_ text: String, _ status: Int = 0, errors: String = "") -> Output {
        Output(status: status, standardOutput: Array(text.utf8), standardError: Array(errors.utf8))
    }

    private static let restore = Command("iptables-restore", ["/etc/iptables/rules.v4"])
    private static let load = Command("nft", ["--file", "/etc/nftables.conf"])
    private static let list = Command("nft", ["-j", "list", "ruleset"])

    @Test func `what iptables-restore refuses is not loaded`() async {
        var surface = Self.saved()
        #expect(await Self.record(surface)?[.storedIPv4Input] == "dropped")
        surface.apart[[Self.restore, Command("iptables-save")]] = [
            Self.said("", 2, errors: "iptables-restore v1.8.9: Set crowdsec-blacklists doesn't exist.\n"),
            Self.said(""),
        ]
        guard case .unknown(let why) = await Self.record(surface)?[.storedIPv4Input] else {
            Issue.record("it is taken for loaded")
            return
        }
        #expect(why.why.contains("crowdsec-blacklists"))
    }

    @Test func `what the kernel holds then counts, and not the file`() async {
        var surface = Self.saved()
        surface.apart[[Self.restore, Command("iptables-save")]] = [
            Self.said(""), Self.said("*filter\n:INPUT ACCEPT [0:0]\nCOMMIT\n"),
        ]
        #expect(await Self.record(surface)?[.storedIPv4Input] == "accepted")
    }

    @Test(arguments: ["-A INPUT -m set --match-set crowdsec src -j DROP", "-A INPUT -p tcp --dport 8000-8010 -j DROP"])
    func `what only iptables-restore could tell is unknown`(_ line: String) async {
        let rules = Self.rules.replacing("COMMIT", with: "\(line)\nCOMMIT")
        guard case .unknown = await Self.record(Self.saved(rules))?[.storedIPv4Input] else {
            Issue.record("\(line) is taken for loaded")
            return
        }
    }

    @Test func `a table without its end is not loaded`() async {
        #expect(
            await Self.record(Self.saved(Self.rules.replacing("COMMIT\n", with: "")))?[.storedIPv4Input] == "accepted"
        )
    }

    @Test func `without a plugin that runs nothing is loaded`() async {
        var surface = Self.saved()
        surface.files["\(Self.plugins)/15-ip4tables"] = nil
        var record = await Self.record(surface)
        #expect(record?[.storedIPv4Input] == "accepted")
        #expect(record?[.loadsAtBoot] == true)
        surface.add("\(Self.plugins)/25-ip6tables", "", mode: 0o644)
        record = await Self.record(surface)
        #expect(record?[.loadsAtBoot] == false)
    }

    @Test func `sets are loaded before the rules that ask for them`() async {
        var surface = Self.saved()
        surface.add("\(Self.plugins)/10-ipset", "", mode: 0o755)
        surface.add("/etc/iptables/ipsets", "create crowdsec hash:ip\n")
        let sets = Command("ipset", ["restore", "-exist", "-file", "/etc/iptables/ipsets"])
        surface.apart[[sets, Self.restore, Command("iptables-save")]] = [
            Self.said(""), Self.said(""), Self.said(Self.rules),
        ]
        #expect(await Self.record(surface)?[.storedIPv4Input] == "dropped")
        surface.apart[[sets, Self.restore, Command("iptables-save")]]?[2] = Self.said(
            "*filter\n:INPUT ACCEPT [0:0]\nCOMMIT\n"
        )
        #expect(await Self.record(surface)?[.storedIPv4Input] == "accepted")
    }

    @Test func `what nft makes of its file counts`() async {
        var surface = Self.machine("nftables.service", ["/etc/nftables.conf": Self.nftables])
        #expect(await Self.record(surface)?[.storedIPv4Input] == "dropped")
        surface.apart[[Self.load, Self.list]] = [Self.said(""), Self.said(#"{"nftables": []}"#)]
        #expect(await Self.record(surface)?[.storedIPv4Input] == "accepted")
        surface.apart[[Self.load, Self.list]] = [
            Self.said("", 1, errors: "/etc/nftables.conf:3:9-15: Error: Interface does not exist\n"),
            Self.said(#"{"nftables": []}"#),
        ]
        guard case .unknown(let why) = await Self.record(surface)?[.storedIPv4Input] else {
            Issue.record("it is taken for loaded")
            return
        }
        #expect(why.why.contains("Interface does not exist"))
    }
}
