import Hardening
import MachineTesting
import Surface
import Testing

@testable import Observers
@testable import Rulesets

@Suite struct StoredScriptTests {
    private func table(_ chain: String, _ more: String = "") -> String {
        "flush ruleset\ntable inet filter {\n\(more)\n  chain input {\n    type filter hook input priority 0; \(chain)\n  }\n}\n"
    }

    private static let usual = "policy drop; ct state established,related accept; iif lo accept; tcp dport 22 accept"

    @Test(arguments: [
        (usual, true), ("policy accept; tcp dport 22 accept", false), ("policy drop; counter accept", false),
        ("policy drop; counter packets 1 bytes 2 log prefix \"in: \" accept", false),
        ("policy accept; tcp dport 22 accept; counter reject with icmpx type admin-prohibited", true),
        (
            "policy accept; ct state { established, related } accept; meta l4proto { icmp, ipv6-icmp } accept; drop",
            true
        ),
        ("policy drop; tcp dport { 22, 80 } accept", true), ("policy drop; tcp dport 1-65535 accept", nil),
        ("policy drop; tcp dport != 22 accept", nil), ("policy drop; ip saddr 10.0.0.0/8 accept", true),
        ("policy drop; ip saddr 0.0.0.0/0 accept", nil), ("policy drop; iifname \"eth0\" accept", nil),
        ("policy drop; iifname { \"docker0\", \"lo\" } accept", true), ("policy drop; ct state new accept", nil),
        ("policy drop; tcp sport 53 accept", nil), ("policy drop; limit rate 5/second accept", nil),
        ("policy drop; ct state vmap { established : accept, related : accept, invalid : drop }", true),
        ("policy drop; ct state vmap { established : accept, new : accept }", nil),
        ("policy drop; iifname vmap { lo : accept, eth0 : jump x }", nil), ("policy drop; jump gone", nil),
        ("policy drop; return", true), ("policy drop; ip protocol icmp accept # all else", true),
    ])
    func `what no rule names is dropped, or not, or nobody knows`(_ chain: String, _ drops: Bool?) {
        #expect(NFTScript(table(chain)).dropsInput(.ipv4) == drops)
    }

    @Test func `chains lead to others`() {
        let all = table("policy drop; jump services", "chain services { accept; }")
        #expect(NFTScript(all).dropsInput(.ipv6) == false)
        let few = table("policy drop; jump services", "chain services { tcp dport 22 accept; }")
        #expect(NFTScript(few).dropsInput(.ipv6) == true)
        let refused = table("policy accept; jump services", "chain services { tcp dport 22 accept; drop; }")
        #expect(NFTScript(refused).dropsInput(.ipv6) == true)
    }

    @Test func `what comes later counts`() {
        let usual = table(Self.usual)
        #expect(NFTScript(usual + "flush ruleset\n").dropsInput(.ipv4) == false)
        #expect(NFTScript(usual + "delete table inet filter\n").dropsInput(.ipv4) == false)
        #expect(NFTScript(usual + "flush ruleset ip\n").dropsInput(.ipv4) == true)
        #expect(NFTScript(usual + "add chain inet filter input { policy accept; }\n").dropsInput(.ipv4) == false)
        #expect(NFTScript(usual + "insert rule inet filter input accept\n").dropsInput(.ipv4) == false)
        #expect(NFTScript(usual + "add rule inet filter input accept\n").dropsInput(.ipv4) == false)
        #expect(NFTScript(usual + "flush chain inet filter input\n").dropsInput(.ipv4) == true)
        #expect(NFTScript(usual + "include \"/etc/x\"\n").dropsInput(.ipv4) == nil)
        #expect(NFTScript(usual + "something else\n").dropsInput(.ipv4) == nil)
    }

    @Test func `what nft refuses at boot leaves nothing`() {
        let usual = table(Self.usual)
        #expect(NFTScript(usual).dropsInput(.ipv4) == true)
        #expect(NFTScript("flush table inet filter\n" + usual).dropsInput(.ipv4) == nil)
        #expect(NFTScript("delete chain inet filter input\n" + usual).dropsInput(.ipv4) == nil)
        #expect(NFTScript("add table inet filter\nflush table inet filter\n" + usual).dropsInput(.ipv4) == true)
        // Before 1.0.7 nft does not know the word.
        #expect(NFTScript("destroy table inet filter\n" + usual).dropsInput(.ipv4) == nil)
        for question in ["iif docker0", "oif != eth0", "meta iif { lo, wg0 }", "iif $WAN"] {
            #expect(NFTScript(table(Self.usual + "; \(question) accept")).dropsInput(.ipv4) == nil, "\(question)")
        }
        #expect(NFTScript(table(Self.usual + "; iif != lo drop")).dropsInput(.ipv4) == true)
    }

    @Test(arguments: [
        "tcp dprt 22 accept", "meta l4proto { icmp, 6 } accept", "tcp dport { 0-9998, 9999-19990 } accept", "goto c",
        "tcp dport vmap { 0-65535 : accept }", "ip6 saddr { 2000::/8, 2400::/8 } accept", "ip daddr 224.0.0.0/0 accept",
        "tcp dport 80 udp dport 443 accept", "log level warning accept", "counter packets x bytes 0",
        "limit rate 1/second burst 0 packets",
        "tcp dport 70000 accept", "tcp dport { 22, 22 } accept", "tcp dport { 20-30, 22 } accept",
        "tcp dport { 22 80 } accept", "tcp dport @gone accept", "tcp dport @friends accept", "ip saddr $GONE accept",
        "ct state new, established extra accept", "accept drop", "jump gone", "ip saddr 2001:db8::1 accept",
        "reject with nothing",
        "limit rate fast accept", "icmp type nothing accept", "tcp flags & (syn accept",
        "iifname a-name-that-is-too-long accept",
        "ip6 saddr fe80::/10 tcp dport accept", "vmap { 22 : accept }", "tcp dport vmap { 22 : accept, 22 : drop }",
    ])
    func `one word that nft may refuse leaves all in doubt`(_ rule: String) {
        let sets = "set friends { type ipv4_addr; flags interval; elements = { 192.0.2.0/24 } }"
        #expect(NFTScript(table(Self.usual + "; ip saddr @friends accept", sets)).dropsInput(.ipv6) != false)
        #expect(NFTScript(table(Self.usual + "; \(rule)", sets)).dropsInput(.ipv4) == nil)
    }

    @Test(arguments: [
        "set friends { type ipv4_addr; elements = { 192.0.2.0/24 } }", "set friends { type ipv4_adr; }",
        "set friends { type ipv4_addr; flags interval; elements = { 10.0.0.0/8, 10.1.0.0/16 } }",
        "map doors { type a : b; }",
        "chain second { type filter hook nowhere priority 0; }",
        "chain second { type filter hook input priority last; }",
        "chain second { type nat hook forward priority 0; }", "chain second { policy drop; }", "words of nobody",
    ])
    func `one declaration that nft may refuse leaves all in doubt`(_ declaration: String) {
        #expect(NFTScript(table(Self.usual, declaration)).dropsInput(.ipv4) == nil)
    }

    @Test func `what stands in a file is taken with its lines and sets`() {
        let script = """
            #!/usr/sbin/nft -f
            flush ruleset
            table inet filter {
              set friends {
                type ipv4_addr
                flags interval
                elements = { 192.0.2.0/24,
                             198.51.100.7 }
              }
              chain input {
                type filter hook input priority filter; policy drop;
                ct state vmap { established : accept, related : accept, invalid : drop }
                iif lo accept comment "itself"
                tcp dport { 22, 80 } accept
                meta l4proto { icmp, ipv6-icmp } limit rate 5/second burst 5 packets accept
                counter packets 0 bytes 0 log prefix "in: " drop
              }
              chain forward { type filter hook forward priority 0; policy drop; }
            }
            """
        #expect(NFTScript(script).dropsInput(.ipv4) == true)
        #expect(NFTScript(script.replacing("192.0.2.0/24,", with: "192.0.2.0/24")).dropsInput(.ipv4) == nil)
    }

    @Test(arguments: [
        "# web \\\naccept\n", "# web\r\n", "}\n", "create table inet filter\n", "define x = 1\n",
        "flush table inet filter extra\n",
        "table inet tcp { }\n", "insert chain inet filter input\n",
    ])
    func `a line that nft may take otherwise, or refuse, leaves all in doubt`(_ line: String) {
        #expect(NFTScript(table(Self.usual) + line).dropsInput(.ipv4) == nil)
    }

    @Test func `tables are of a family, and may be unhooked`() {
        #expect(NFTScript(table(Self.usual, "flags dormant")).dropsInput(.ipv4) == false)
        #expect(NFTScript(table(Self.usual, "flags other")).dropsInput(.ipv4) == nil)
        let script = """
            add table ip6 x
            add chain ip6 x input { type filter hook input priority 0 ; policy drop ; }
            add rule ip6 x input tcp dport 22 accept
            """
        #expect(NFTScript(script).dropsInput(.ipv4) == false)
        #expect(NFTScript(script).dropsInput(.ipv6) == true)
        let hooked = table(Self.usual).replacing("hook input", with: "hook forward")
        #expect(NFTScript(hooked).dropsInput(.ipv4) == false)
    }

    private func loaders(_ files: [String: String], enabled: [String] = []) async -> [String: Record] {
        var surface = CannedSurface(files: files.merging(["/etc/passwd": ""]) { $1 })
        surface.isLive = false
        for unit in enabled { surface.links["/etc/systemd/system/multi-user.target.wants/\(unit)"] = "../\(unit)" }
        guard case .state(let state) = await Observer(surface).observe(.facts(.firewallPersistence)) else { return [:] }
        return Dictionary(state.records.map { ($0.name, $0) }) { $1 }
    }

    @Test func `the file that the service loads is read, with what it includes`() async {
        let unit = "/usr/lib/systemd/system/nftables.service"
        let files = [
            unit: "[Service]\nExecStart=/usr/sbin/nft -f /etc/nftables.conf\n", "/etc/nftables.conf": "flush ruleset\n",
            "/etc/systemd/system/nftables.service.d/o.conf":
                "[Service]\nExecStart=\nExecStart=/usr/sbin/nft -f /etc/nft/main.nft\n",
            "/etc/nft/main.nft": "flush ruleset\ninclude \"/etc/nft/*.inc\"\n", "/etc/nft/a.inc": table(Self.usual),
        ]
        #expect(await loaders(files, enabled: ["nftables.service"])["nftables"]?[.storedIPv4Input] == "dropped")
        let own = files.merging([unit: "[Service]\nExecStart=/usr/local/bin/rules\n"]) { $1 }
            .filter { !$0.key.contains(".service.d") }
        guard case .unknown = await loaders(own, enabled: ["nftables.service"])["nftables"]?[.storedIPv4Input] else {
            Issue.record("told what a program of its own loads")
            return
        }
    }

    @Test(arguments: [
        ("/etc/network/interfaces", "iface eth0 inet dhcp\n  pre-up iptables-restore < /etc/rules\n", []),
        ("/etc/network/if-pre-up.d/firewall", "#!/bin/sh\n/sbin/iptables -P INPUT DROP\n", []),
        ("/etc/rc.local", "#!/bin/sh\nnft -f /etc/own.nft\n", []),
        ("/etc/crontab", "@reboot root /usr/sbin/iptables-restore /etc/rules\n", []),
        ("/etc/systemd/system/own.service", "[Service]\nExecStart=/usr/sbin/nft -f /etc/own.nft\n", ["own.service"]),
        ("/usr/lib/systemd/system/shorewall.service", "[Service]\n", ["shorewall.service"]),
    ])
    func `whatever loads rules besides is seen, and its rules are not`(_ path: String, _ text: String, _ on: [String])
        async
    {
        let records = await loaders([path: text], enabled: on)
        guard case .unknown = records.values.first?[.loadsAtBoot] else {
            Issue.record("not seen: \(records)")
            return
        }
    }

    @Test func `what is not enabled, or in a comment, loads nothing`() async {
        let unit = ["/etc/systemd/system/own.service": "[Service]\nExecStart=/usr/sbin/nft -f /etc/own.nft\n"]
        #expect(await loaders(unit).isEmpty)
        #expect(await loaders(["/etc/rc.local": "#!/bin/sh\n# nft -f /etc/own.nft\niptables -L\n"]).isEmpty)
    }

    @Test func `a script runs what a unit starts`() async {
        let files = [
            "/etc/systemd/system/own.service": "[Service]\nExecStart=/opt/rules\n",
            "/opt/rules": "#!/bin/sh\niptables -A INPUT -j DROP\n",
        ]
        #expect(await loaders(files, enabled: ["own.service"]).count == 1)
    }
}
