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
        let program =
            service == "nftables.service"
            ? "/usr/sbin/nft -f /etc/nftables.conf" : "/usr/sbin/netfilter-persistent start"
        surface.add("/usr/lib/systemd/system/\(service)", "[Service]\nExecStart=\(program)\n")
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

    @Test func `a service that is masked loads nothing, and one with lines of its own may not`() async {
        func loads(_ change: (inout CannedSurface) -> Void) async -> Value? {
            var surface = Self.machine("nftables.service", ["/etc/nftables.conf": Self.nftables])
            change(&surface)
            return await Self.record(surface)?[.loadsAtBoot]
        }
        #expect(await loads { _ in } == true)
        #expect(await loads { $0.links["/etc/systemd/system/nftables.service"] = "/dev/null" } == false)
        #expect(await loads { $0.files["/usr/lib/systemd/system/nftables.service"] = nil } == false)
        for line in [
            "[Unit]\nConditionPathExists=/nonexistent\n", "[Service]\nExecStartPost=/usr/sbin/nft flush ruleset\n",
            "[Service]\nUser=nobody\n", "[Service]\nPrivateNetwork=yes\n",
            "[Service]\nExecStart=\nExecStart=/opt/nft -f /x\n",
        ] {
            guard case .unknown? = await loads({ $0.add("/etc/systemd/system/nftables.service.d/own.conf", line) })
            else {
                Issue.record("\(line)")
                continue
            }
        }
    }

    @Test(
        arguments: [
            ("", true), ("[Unit]\nConditionPathExists=/nonexistent\n", nil), ("[Service]\nExecStart=\n", nil),
            ("[Unit]\nDescription=mine\n", true),
        ] as [(String, Bool?)]
    )
    func `a drop-in may take Nacre's own rules away`(_ dropIn: String, _ loads: Bool?) async {
        var surface = Self.machine("nacre-firewall.service", [:])
        if !dropIn.isEmpty { surface.add("/etc/systemd/system/nacre-firewall.service.d/own.conf", dropIn) }
        let found = await Self.record(surface)?[.loadsAtBoot]
        if let loads {
            #expect(found == .flag(loads))
        } else if case .unknown? = found {
        } else {
            Issue.record("\(dropIn)")
        }
    }

    @Test(arguments: [
        ("/etc/rc.local", "nft flush ruleset\n"), ("/etc/rc.local", "iptables -F\n"),
        ("/etc/network/if-up.d/x", "ip6tables -P INPUT ACCEPT\n"),
    ])
    func `what something else may take back is not sure`(_ path: String, _ text: String) async {
        var surface = Self.machine(
            "nftables.service",
            ["/etc/nftables.conf": Self.nftables, path: "#!/bin/sh\n\(text)"]
        )
        surface.isLive = false
        guard case .unknown? = await Self.record(surface)?[.storedIPv4Input] else {
            Issue.record("\(path) is passed over")
            return
        }
    }

    private static let ufw = [
        "/etc/ufw/ufw.conf": "ENABLED=yes\n", "/etc/default/ufw": "IPV6=yes\nDEFAULT_INPUT_POLICY=\"DROP\"\n",
    ]

    @Test(
        arguments: [
            ([:], "dropped"), (["/etc/default/ufw": "IPV6=yes\nDEFAULT_INPUT_POLICY=\"ACCEPT\"\n"], "accepted"),
            (["/etc/default/ufw": "IPV6=yes\nDEFAULT_INPUT_POLICY=\"deny\"\n"], "accepted"),
            (
                ["/etc/default/ufw": "IPV6=yes\nDEFAULT_INPUT_POLICY=\"DROP\"\nexport DEFAULT_INPUT_POLICY=ACCEPT\n"],
                nil
            ),
            (["/etc/default/ufw": ""], nil),
            (
                [
                    "/etc/ufw/before.rules":
                        "*filter\n:ufw-before-input - [0:0]\n-A ufw-before-input -j ufw-user-input\nCOMMIT\n",
                    "/etc/ufw/user.rules": "*filter\n:ufw-user-input - [0:0]\n-A ufw-user-input -j ACCEPT\nCOMMIT\n",
                ], "accepted"
            ),
            (
                [
                    "/etc/ufw/before.rules":
                        "*filter\n:ufw-before-input - [0:0]\n-A ufw-before-input -j ufw-user-input\nCOMMIT\n",
                    "/etc/ufw/user.rules":
                        "*filter\n:ufw-user-input - [0:0]\n-A ufw-user-input -p tcp --dport 22 -j ACCEPT\nCOMMIT\n",
                ], "dropped"
            ),
        ] as [([String: String], String?)]
    )
    func `what UFW's files come to`(_ files: [String: String], _ expected: String?) async {
        var surface = Self.machine("ufw.service", Self.ufw.merging(files) { $1 })
        surface.add("/usr/lib/systemd/system/ufw.service", "[Service]\nExecStart=/usr/lib/ufw/ufw-init start quiet\n")
        surface.isLive = false
        let found = await Self.record(surface)?[.storedIPv4Input]
        if let expected {
            #expect(found == .text(expected))
        } else if case .unknown? = found {
        } else {
            Issue.record("\(files)")
        }
    }

    @Test(arguments: [("yes", true), ("YES", true), ("Yes", false), ("no", false)])
    func `UFW is on by two words`(_ word: String, _ isOn: Bool) async {
        var surface = Self.machine("ufw.service", Self.ufw.merging(["/etc/ufw/ufw.conf": "ENABLED=\(word)\n"]) { $1 })
        surface.add("/usr/lib/systemd/system/ufw.service", "[Service]\nExecStart=/usr/lib/ufw/ufw-init start quiet\n")
        surface.isLive = false
        #expect(await Self.record(surface)?[.loadsAtBoot] == .flag(isOn))
    }

    @Test func `ways that branch at every step end`() async throws {
        let chains = (0..<14).map { "c\($0)" }
        let jumps = zip(chains, chains.dropFirst()).flatMap { from, to in (0..<6).map { _ in "-A \(from) -j \(to)" } }
        let lines =
            ["*filter", ":INPUT DROP [0:0]"] + chains.map { ":\($0) - [0:0]" } + ["-A INPUT -j c0"] + jumps + [
                "COMMIT", "",
            ]
        var surface = Self.saved(lines.joined(separator: "\n"))
        surface.isLive = false
        guard case .unknown? = await Self.record(surface)?[.storedIPv4Input] else {
            Issue.record("it is decided")
            return
        }
    }
}
