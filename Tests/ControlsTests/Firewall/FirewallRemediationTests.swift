import Controls
import Hardening
import MachineTesting
import Testing

@Suite struct FirewallRemediationTests {
    private func snapshot(_ profile: Profile, ports: Value = ["22"], loaders: [Record] = []) -> Snapshot {
        var snapshot = Snapshot()
        for control in Catalogue.controls(for: profile) where control.layer == .firewall {
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
        snapshot[.ruleset] = .state(.value("*IPv4\n:INPUT ACCEPT"))
        snapshot[.file("/proc/net/if_inet6")] = .state(.file(.init([], mode: 0o444)))
        for package in ["ufw", "iptables", "nftables"] {
            snapshot[.package(package)] = .state(.package(version: "1"))
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
        let controls = Catalogue.controls(for: profile).filter { $0.layer == .firewall }
        return try Plan(
            profile: "test",
            Demands(controls, Catalogue.remediations(for: profile), on: snapshot),
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
        #expect(try plan(profile, snapshot(profile, ports: .unknown("permission denied"))).changes.isEmpty)
    }

    @Test(arguments: Profile.Backend.allCases)
    func `an order for the kernel is read as it was written`(_ backend: Profile.Backend) {
        for hasIPv6 in [true, false] {
            let order = RulesetOrder(backend, hasIPv6: hasIPv6, open: ["22/tcp", "8080/tcp@192.0.2.1"])
            #expect(RulesetOrder(text: order.text) == order)
        }
        #expect(RulesetOrder(text: "*IPv4\n:INPUT ACCEPT") == nil)
    }
}
