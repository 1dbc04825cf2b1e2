import Catalog
import Controls
import Hardening
import MachineTesting
import Testing

@Suite struct FirewallFixTests {
    private func snapshot(_ profile: Profile, ports: Value = ["22"], loaders: [Record] = [], behind: [Record] = [])
        -> Snapshot
    {
        var snapshot = Snapshot()
        for control in ControlList.controls(for: profile) where control.layer == .firewall {
            for resource in control.resources { snapshot[resource] = .state(.records([])) }
        }
        snapshot[.facts(.firewallHooks)] = .state(
            .records([
                Record(
                    "IPv4 input",
                    [
                        .addressFamily: "IPv4", .hook: "input", .familyInUse: true, .unnamedPackets: "accepted",
                        .splitBackends: false,
                    ]
                )
            ])
        )
        snapshot[.facts(.sshServer)] = .state(.records([Record("sshd", [.sshPorts: ports])]))
        snapshot[.facts(.firewallPersistence)] = .state(.records(loaders))
        snapshot[.facts(.forwardedInterfaces)] = .state(.records(behind))
        snapshot[.ruleset] = .state(.ruleset(.image("*IPv4\n:INPUT ACCEPT")))
        snapshot[.file("/proc/net/if_inet6")] = .state(.file(.init([], mode: 0o444)))
        for package in ["ufw", "iptables", "nftables"] {
            snapshot[.package(package)] = .state(.package(.exact("1")))
        }
        for path in ["/etc/nacre/ipv4.rules", "/etc/nacre/ipv6.rules", "/etc/nacre/firewall.nft"] {
            snapshot[.file(path)] = .state(.absent)
        }
        for (path, text) in Self.ufw { snapshot[.file(path)] = .state(.file(.init(Array(text.utf8), mode: 0o640))) }
        snapshot[.file("/etc/systemd/system/nacre-firewall.service")] = .state(.absent)
        snapshot[.directory("/etc/nacre")] = .state(.absent)
        for unit in ["nacre-firewall.service", "ufw.service"] { snapshot[.unit(unit)] = .state(.absent) }
        return snapshot
    }

    private static let ufw: [String: String] = {
        var files = [
            "/etc/ufw/ufw.conf": "# on or off\nENABLED=no\nLOGLEVEL=low\n",
            "/etc/default/ufw":
                "IPV6=no\nDEFAULT_INPUT_POLICY=\"REJECT\"\nDEFAULT_FORWARD_POLICY=\"ACCEPT\"\nIPT_SYSCTL=/etc/ufw/sysctl.conf\n",
            "/etc/ufw/sysctl.conf": "net/ipv4/conf/all/log_martians=0\n",
        ]
        for suffix in ["", "6"] {
            files["/etc/ufw/user\(suffix).rules"] = "*filter\n### RULES ###\n### END RULES ###\nCOMMIT\n"
            files["/etc/ufw/before\(suffix).rules"] = "*filter\n:ufw-before-input - [0:0]\nCOMMIT\n"
        }
        return files
    }()

    private func plan(_ profile: Profile, _ snapshot: Snapshot) throws -> Plan {
        let controls = ControlList.controls(for: profile).filter { $0.layer == .firewall }
        return try Plan(
            profile: "test",
            Demands(controls, profile, on: snapshot),
            on: snapshot
        )
    }

    private func profile(_ backend: Profile.Backend) -> Profile {
        var profile = Profile.standalone
        profile.firewall.backend = backend
        return profile
    }

    private func text(_ state: State?) -> String {
        if case .file(let file)? = state { file.text ?? "" } else { "" }
    }

    @Test(arguments: [Profile.Backend.iptables, .nftables, .ufw])
    func `what a configuration names on the server stays in reach of its own network`(_ backend: Profile.Backend) throws
    {
        var profile = Profile.standalone
        profile.firewall.backend = backend
        var server = snapshot(profile)
        let endpoint = "br-+ 172.18.0.0/16 11434 models.providers.ollama.baseUrl"
        server[.facts(.openclaw)] = .state(.records([Record("/opt/claw", [.hostEndpoints: .list([endpoint])])]))
        let files = try plan(profile, server).changes.compactMap { change -> String? in
            guard case .file(let file) = change.after else { return nil }
            return file.text
        }
        let rule =
            backend == .nftables
            ? "iifname \"br-*\" ip saddr 172.18.0.0/16 tcp dport 11434 accept"
            : "-s 172.18.0.0/16 -i br-+ -p tcp -m tcp --dport 11434 -j ACCEPT"
        #expect(files.contains { $0.contains(rule) })
        #expect(files.joined().components(of: "11434") <= 2)
        #expect(
            try plan(profile, server).changes.contains { $0.summaries.joined().contains("11434/tcp@172.18.0.0/16") }
        )
        // By which bridge it comes is not known: no firewall that would cut it off.
        server[.facts(.openclaw)] = .state(
            .records([Record("/opt/claw", [.hostEndpoints: .unknown(.notStated("no bridge"))])])
        )
        let refused = try plan(profile, server)
        #expect(refused.advice.contains { $0.text.contains("no bridge") && $0.text.contains("cut off") })
        #expect(!refused.changes.contains { $0.resource == .ruleset })
    }

    @Test func `agents that write a port into their configuration open none that is not a model server's`() throws {
        var profile = profile(.nftables)
        var server = snapshot(profile, ports: ["2022"])
        let ports = [11434, 9222, 2022, 2222, 22, 2375, 2376, 2019]
        let items = ports.map { "br-+ 172.18.0.0/16 \($0) models.providers.x\($0).baseUrl" }
        server[.facts(.openclaw)] = .state(.records([Record("/opt/claw", [.hostEndpoints: .list(items)])]))
        func opened(_ port: Int) throws -> Bool {
            let texts = try plan(profile, server).changes.map { text($0.after) }
            return texts.contains { $0.contains("172.18.0.0/16 tcp dport \(port) accept") }
        }
        for port in ports { #expect(try opened(port) == (port == 11434), "\(port)") }
        let words = ClosedDoors.withheld(try plan(profile, server), profile, on: server)
        #expect(words.count == 7)
        let asked = try #require(words.first { $0.contains("port 9222") })
        #expect(asked.contains("models.providers.x9222.baseUrl") && asked.contains("firewall: {hostPorts: [9222]}"))
        #expect(words.filter { $0.contains("no container is let to that port") }.count == 6)
        // The profile opens what it names, and never what administers the server.
        profile.firewall.hostPorts = [9222, 2375, 22]
        for port in ports { #expect(try opened(port) == [11434, 9222].contains(port), "\(port)") }
        #expect(ClosedDoors.withheld(try plan(profile, server), profile, on: server).count == 6)
    }

    @Test func `a port that many programs use is opened only while something listens there`() throws {
        let profile = profile(.nftables)
        var server = snapshot(profile)
        let items = ["br-+ 172.18.0.0/16 8080 models.providers.local.baseUrl"]
        server[.facts(.openclaw)] = .state(.records([Record("/opt/claw", [.hostEndpoints: .list(items)])]))
        func opened() throws -> Bool {
            try plan(profile, server).changes.contains {
                text($0.after).contains("172.18.0.0/16 tcp dport 8080 accept")
            }
        }
        func listens(loopbackOnly: Bool) -> Observation {
            let fields: [Field: Value] = [
                .listeningPort: 8080, .transport: "tcp", .loopbackOnly: .flag(loopbackOnly), .reachable: false,
            ]
            return .state(.records([Record("tcp 8080", fields)]))
        }
        #expect(try !opened())
        #expect(ClosedDoors.withheld(try plan(profile, server), profile, on: server).count == 1)
        server[.facts(.listeners)] = listens(loopbackOnly: true)
        #expect(try !opened())
        server[.facts(.listeners)] = listens(loopbackOnly: false)
        #expect(try opened())
        #expect(ClosedDoors.withheld(try plan(profile, server), profile, on: server).isEmpty)
    }

    @Test(arguments: Profile.Backend.allCases)
    func `the port that people log in through stays open until the confirmation`(_ backend: Profile.Backend) throws {
        let profile = profile(backend)
        let plan = try plan(profile, snapshot(profile))
        let place: Resource = .file(
            [.ufw: "/etc/ufw/user.rules", .iptables: "/etc/nacre/ipv4.rules", .nftables: "/etc/nacre/firewall.nft"][
                backend
            ]
                ?? ""
        )
        let change = try #require(plan.changes.first { $0.resource == place })
        #expect(text(change.after).contains("dport 2222"))
        #expect(!text(change.after).contains("dport 22 "))
        #expect(text(change.interim).contains("dport 2222"))
        #expect(text(change.interim).contains("dport 22 "))
        let rules = try #require(plan.changes.first { $0.resource == .ruleset })
        #expect(rules.after != rules.interim)
        #expect(plan.stages.allSatisfy { $0.activation == .firewall(backend) })
        #expect(plan.changes.last?.resource == .unit(backend == .ufw ? "ufw.service" : "nacre-firewall.service"))
    }

    @Test func `nothing waits for the confirmation where the port stays`() throws {
        let profile = Profile.managed
        #expect(try !plan(profile, snapshot(profile)).hasInterim)
    }

    @Test func `UFW's own files keep what is stricter and what is not asked for`() throws {
        let profile = profile(.ufw)
        let plan = try plan(profile, snapshot(profile))
        let after = { (path: String) in text(plan.changes.first { $0.resource == .file(path) }?.after) }
        #expect(after("/etc/ufw/ufw.conf") == "# on or off\nENABLED=yes\nLOGLEVEL=low\n")
        #expect(
            after("/etc/default/ufw")
                == "IPV6=yes\nDEFAULT_INPUT_POLICY=\"REJECT\"\nDEFAULT_FORWARD_POLICY=\"DROP\"\nIPT_SYSCTL=\n"
        )
    }

    @Test(arguments: [
        ("ufw", Profile.Backend.iptables), ("firewalld", .nftables), ("netfilter-persistent", .ufw), ("nftables", .ufw),
    ])
    func `a second firewall is a person's to decide about`(_ other: String, _ backend: Profile.Backend) throws {
        let profile = profile(backend)
        let plan = try plan(profile, snapshot(profile, loaders: [Record(other, [.loadsAtBoot: true])]))
        #expect(plan.changes.isEmpty)
        #expect(plan.advice.contains { $0.control == "firewall.drop-input-ipv4" })
    }

    @Test func `no firewall where the ports of sshd are not known`() throws {
        let profile = profile(.nftables)
        #expect(
            try plan(profile, snapshot(profile, ports: .unknown(.notPermitted("permission denied")))).changes.isEmpty
        )
    }

    private static func vpn(byPolicy: Bool = false) -> Record {
        Record(
            "wg0",
            [
                .interfaceKind: "wireguard", .passesOn: true, .passesByPolicy: .flag(byPolicy),
                .decidedBy: "filter: -A FORWARD -i wg0 -j ACCEPT",
            ]
        )
    }

    @Test(arguments: Profile.Backend.allCases)
    func `containers behind a bridge that a person named keep their way out`(_ backend: Profile.Backend) throws {
        let profile = profile(backend)
        let bridges = ["docker0", "br-0123456789ab", "dmz0"].map { Record($0, [.interfaceKind: "containers"]) }
        let changes = try plan(profile, snapshot(profile, behind: bridges)).changes
        let path = backend == .nftables ? "/etc/nacre/firewall.nft" : "/etc/nacre/ipv4.rules"
        let rules = text(changes.first { $0.resource == .file(path) }?.after)
        #expect(rules.contains(backend == .nftables ? "iifname \"dmz0\" accept" : "-i dmz0 -j RETURN"), "\(rules)")
        #expect(!rules.contains("br-0123456789ab"))
    }

    @Test(arguments: Profile.Backend.allCases)
    func `what a VPN server passes on is not cut unasked`(_ backend: Profile.Backend) throws {
        var profile = profile(backend)
        let plan = try plan(profile, snapshot(profile, behind: [Self.vpn()]))
        #expect(plan.changes.isEmpty)
        let why = plan.advice.first { $0.control == "firewall.drop-input-ipv4" }?.text ?? ""
        #expect(why.contains("wg0 (wireguard") && why.contains("firewall.forwardedInterfaces: [wg0]"), "\(why)")
        profile.firewall.forwardedInterfaces = ["wg0"]
        profile.firewall.openUDPPorts = [51820]
        let named = try self.plan(profile, snapshot(profile, behind: [Self.vpn()]))
        let path = backend == .nftables ? "/etc/nacre/firewall.nft" : "/etc/nacre/ipv4.rules"
        let rules = text(named.changes.first { $0.resource == .file(path) }?.after)
        #expect(rules.contains(backend == .nftables ? "iifname \"wg0\" accept" : "-i wg0 -j RETURN"), "\(rules)")
        let input = backend == .ufw ? "/etc/ufw/user.rules" : path
        let host = text(named.changes.first { $0.resource == .file(input) }?.after)
        #expect(host.contains("dport 51820"))
    }

    @Test(arguments: Profile.Backend.allCases)
    func `a policy is not tightened where it alone lets a VPN out`(_ backend: Profile.Backend) throws {
        var profile = profile(backend)
        profile.firewall.forwardedInterfaces = ["wg0"]
        let plan = try plan(profile, snapshot(profile, behind: [Self.vpn(byPolicy: true)]))
        #expect(plan.changes.isEmpty == (backend != .nftables))
    }

    @Test(arguments: [["IPv4"], ["IPv6"], ["IPv4", "IPv6"]])
    func `the rules to put in place are of the families that the policy alone lets out`(_ families: [String]) throws {
        var profile = profile(.iptables)
        profile.firewall.forwardedInterfaces = ["wg0"]
        var vpn = Self.vpn(byPolicy: true)
        vpn[.policyFamilies] = .list(families)
        let plan = try plan(profile, snapshot(profile, behind: [vpn]))
        let why = plan.advice.first { $0.control == "firewall.drop-input-ipv4" }?.text ?? ""
        for (family, program) in [("IPv4", " iptables"), ("IPv6", " ip6tables")] {
            let out = "\(program) -A FORWARD -i wg0 -j ACCEPT"
            let back = "\(program) -A FORWARD -o wg0 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT"
            #expect(why.contains(out) == families.contains(family), "\(why)")
            #expect(why.contains(back) == families.contains(family), "\(why)")
        }
        #expect(!why.contains("-o wg0 -j"), "\(why)")
    }

    @Test(arguments: Profile.Backend.allCases)
    func `no firewall where strangers come over a bridge of containers`(_ backend: Profile.Backend) throws {
        let profile = profile(backend)
        let plan = try plan(profile, snapshot(profile, behind: [Record("br0", [.interfaceKind: "uplink"])]))
        #expect(plan.changes.isEmpty)
        let why = plan.advice.first { $0.control == "firewall.drop-input-ipv4" }?.text ?? ""
        #expect(why.contains("The bridge br0"), "\(why)")
    }

    @Test func `Tailscale keeps its own rules, and no firewall waits for it`() throws {
        let profile = profile(.iptables)
        let tailscale = Record("tailscale0", [.interfaceKind: "tun", .passesOn: true, .passesByPolicy: false])
        let plan = try plan(profile, snapshot(profile, behind: [tailscale]))
        let rules = text(plan.changes.first { $0.resource == .file("/etc/nacre/ipv4.rules") }?.after)
        #expect(rules.contains("-i tailscale0 -j RETURN"))
    }

    @Test func `no firewall where Docker cannot be asked for its bridges, or rules cannot name one`() throws {
        let profile = profile(.iptables)
        var dark = snapshot(profile)
        dark[.facts(.forwardedInterfaces)] = .unreadable(.notRunning("no answer"))
        #expect(try plan(profile, dark).changes.isEmpty)
        let odd = Record("a b;\"", [.interfaceKind: "containers"])
        #expect(try plan(profile, snapshot(profile, behind: [odd])).changes.isEmpty)
    }
}

extension String {
    fileprivate func components(of part: String) -> Int { ranges(of: part).count }
}
