import Catalog
import Controls
import Hardening
import MachineTesting
import Observers
import Surface
import Testing

/// Each invariant with a plan that breaks it, and one that does not.
@Suite struct InvariantTests {
    fileprivate static let debian =
        "Include /etc/ssh/sshd_config.d/*.conf\nKbdInteractiveAuthentication no\nUsePAM yes\nX11Forwarding yes\n"
    fileprivate static let main = "/etc/ssh/sshd_config"

    private static let session = Snapshot([
        .facts(.operatorSession): .state(
            .records([
                Record(
                    "login of operator from 198.51.100.9",
                    [.user: "operator", .uid: 1000, .fromAddress: "198.51.100.9", .serverPort: 22]
                )
            ])
        )
    ])

    private static func invariant(_ id: Invariant.ID) -> Invariant {
        ControlList.invariants(for: .standalone).first { $0.id == id }
            ?? Invariant("none", "", resources: []) { _, _ in "there is no \(id)" }
    }

    /// What an invariant says of a plan that puts these texts into files.
    fileprivate func answer(
        _ id: Invariant.ID,
        _ layer: SSHLayer,
        _ files: [String: String],
        session: Snapshot = session
    ) async -> String? {
        let changes = files.map { path, text in
            Change(
                .file(path),
                before: .absent,
                after: .file(.init(Array(text.utf8), mode: 0o644)),
                because: ["ssh.test"]
            )
        }
        return await answer(id, layer, Plan(profile: "test", stages: [.init(changes, activation: .sshd)]), session)
    }

    fileprivate func answer(_ id: Invariant.ID, _ layer: SSHLayer, _ plan: Plan, _ now: Snapshot) async -> String? {
        let invariant = Self.invariant(id)
        let observer = Observer(layer.surface)
        let nothing = Plan(profile: "test", stages: [])
        let before = await observer.simulate(nothing, interim: false, of: invariant.resources, from: now)
        let after = await observer.simulate(plan, interim: false, of: invariant.resources, from: now)
        return invariant.counterexample(before, after)
    }

    @Test func `what the ssh layer plans itself breaks nothing`() async throws {
        for profile in Profile.builtIn {
            let layer = SSHLayer([Self.main: Self.debian + "PermitRootLogin yes\n"], profile: profile)
            let (plan, _) = try await layer.plan()
            #expect(!plan.isEmpty)
            for id in ["keep-administrator", "keep-operator-login"] {
                #expect(await answer(id, layer, plan, Self.session) == nil)
            }
        }
    }

    @Test(arguments: [
        ("DenyUsers operator\n", "sshd does not admit operator"),
        ("PubkeyAuthentication no\n", "sshd takes no key from operator"),
        ("AuthorizedKeysFile none\n", "operator has no authorized key"),
        ("PubkeyAcceptedAlgorithms -ssh-ed25519\n", "sshd takes no ssh-ed25519 keys"),
        ("AllowGroups nobody\n", "sshd does not admit operator"),
    ]) func `an administrator who is shut out is named with the reason`(line: String, why: String) async {
        let layer = SSHLayer([Self.main: Self.debian])
        let files = ["/etc/ssh/sshd_config.d/00-nacre.conf": "PasswordAuthentication no\n\(line)"]
        for id in ["keep-administrator", "keep-operator-login"] {
            let answer = await answer(id, layer, files)
            #expect(answer?.contains(why) == true, "\(id): \(answer ?? "holds")")
        }
    }

    @Test func `a key that others can change does not count once sshd is strict`() async {
        var layer = SSHLayer([Self.main: Self.debian + "StrictModes no\nPasswordAuthentication no\n"])
        layer.surface.add("/home/operator/.ssh/authorized_keys", SSHLayer.key, mode: 0o666, owner: 1000)
        let path = "/etc/ssh/sshd_config.d/00-nacre.conf"
        let answer = await answer("keep-administrator", layer, [path: "StrictModes yes\n"])
        #expect(answer?.contains("others may write there") == true)
    }

    @Test(arguments: [
        ("operator ALL=(ALL) NOPASSWD: /usr/bin/true\n", true), ("%sudo ALL=(ALL) ALL\n", false),
        ("operator ALL=(ALL) NOPASSWD: ALL\n", false), ("guest ALL=(ALL) ALL\n", true),
    ]) func `becoming root counts as well`(sudoers: String, isBroken: Bool) async {
        let layer = SSHLayer([Self.main: Self.debian + "PasswordAuthentication no\n"])
        let answer = await answer("keep-administrator", layer, ["/etc/sudoers": sudoers])
        #expect((answer != nil) == isBroken, "\(answer ?? "holds")")
    }

    @Test func `sudo that asks for a password which is not set is no way to root`() async {
        var layer = SSHLayer([Self.main: Self.debian + "PasswordAuthentication no\n"])
        let path = "/etc/ssh/sshd_config.d/00-nacre.conf"
        #expect(await answer("keep-administrator", layer, [path: "MaxAuthTries 2\n"]) == nil)
        layer.surface.add("/etc/shadow", "root:*:1::::::\noperator:!:1::::::\nguest:!:1::::::\n")
        // Nobody was an administrator before, and no other door is there to stay.
        let answer = await answer("keep-administrator", layer, [path: "MaxAuthTries 2\n"])
        #expect(answer?.contains("sudo asks operator for a password, and none is set") == true)
    }

    @Test(arguments: [
        ("MaxAuthTries 2\nX11Forwarding no\n", nil), ("PubkeyAuthentication no\n", "sshd takes no key from operator"),
        ("TrustedUserCAKeys none\n", "no authorized key"), ("AuthorizedKeysCommand none\n", "no authorized key"),
        ("PubkeyAcceptedAlgorithms -ssh-ed25519-cert-v01@openssh.com\n", "no authorized key"),
        ("CASignatureAlgorithms rsa-sha2-512\n", "no authorized key"),
        ("DenyUsers operator\n", "does not admit operator"),
        ("StrictModes no\n", "no authorized key"),
        ("AuthenticationMethods publickey,publickey\n", "sshd takes no key from operator"),
    ]) func `who came by a certificate or a program's key keeps that way, or the plan is refused`(
        _ line: String,
        _ why: String?
    ) async {
        let ways =
            "TrustedUserCAKeys /etc/ssh/ca.pub\nAuthorizedKeysCommand /usr/local/sbin/keys %u\n"
            + "AuthorizedKeysCommandUser nobody\nPasswordAuthentication no\n"
        var layer = SSHLayer([Self.main: Self.debian + ways])
        layer.surface.files["/home/operator/.ssh/authorized_keys"] = nil
        for id in ["keep-administrator", "keep-operator-login"] {
            let answer = await answer(id, layer, ["/etc/ssh/sshd_config.d/00-nacre.conf": line])
            if let why {
                #expect(answer?.contains(why) == true, "\(id): \(answer ?? "holds")")
            } else {
                #expect(answer == nil, "\(id): \(answer ?? "")")
            }
        }
    }

    @Test func `where passwords are open, who may have come by one is not shut out for a certificate`() async {
        var layer = SSHLayer([Self.main: Self.debian + "TrustedUserCAKeys /etc/ssh/ca.pub\n"])
        layer.surface.files["/home/operator/.ssh/authorized_keys"] = nil
        let path = "/etc/ssh/sshd_config.d/00-nacre.conf"
        let answer = await answer("keep-operator-login", layer, [path: "PasswordAuthentication no\n"])
        #expect(answer?.contains("no authorized key") == true)
    }

    @Test func `a plan that leaves logins alone is not refused, however people log in`() async {
        var layer = SSHLayer([
            Self.main: Self.debian + "PasswordAuthentication no\nAuthorizedKeysCommand /usr/local/sbin/keys %u\n"
                + "AuthorizedKeysCommandUser nobody\n"
        ])
        layer.surface.files["/home/operator/.ssh/authorized_keys"] = nil
        for id in ["keep-administrator", "keep-operator-login"] {
            #expect(await answer(id, layer, ["/etc/motd": "hello\n"]) == nil)
            let other = await answer(id, layer, ["/etc/ssh/sshd_config.d/00-nacre.conf": "StrictModes no\n"])
            #expect(other?.contains("certificates, and keys that a program gives sshd, are not counted") == true)
        }
    }

    @Test(
        arguments: [
            ("from=\"192.0.2.99\"", "only taken from 192.0.2.99, and you are at 198.51.100.9"),
            ("from=\"!198.51.100.9,198.51.100.0/24\"", "only taken from"),
            ("expiry-time=\"20200101\"", "is expired"), ("expiry-time=\"never\"", "is expired"),
            ("restrict", "gives no terminal"), ("no-pty", "gives no terminal"),
            ("command=\"/bin/true\"", "one command"),
            ("cert-authority", "is an authority"), ("no-such-option", "does not know"),
            ("from=\"198.51.100.0/24\"", nil), ("from=\"10.0.0.0/8,198.51.100.9\"", nil),
            ("expiry-time=\"29990101\"", nil), ("no-agent-forwarding", nil), ("restrict,pty", nil),
        ] as [(String, String?)]
    )
    func `only a key that would work from where the operator is counts`(options: String, why: String?) async {
        var layer = SSHLayer([Self.main: Self.debian])
        layer.surface.add("/home/operator/.ssh/authorized_keys", options + " " + SSHLayer.key, mode: 0o600, owner: 1000)
        let files = ["/etc/ssh/sshd_config.d/00-nacre.conf": "PasswordAuthentication no\n"]
        for id in ["keep-administrator", "keep-operator-login"] {
            let answer = await answer(id, layer, files)
            if let why {
                #expect(answer?.contains(why) == true, "\(options), \(id): \(answer ?? "holds")")
            } else {
                #expect(answer == nil, "\(options), \(id): \(answer ?? "")")
            }
        }
    }

    @Test func `a key for some addresses is none to count on where nobody knows from where people come`() async {
        var layer = SSHLayer([Self.main: Self.debian])
        let key = "from=\"198.51.100.0/24\" " + SSHLayer.key
        layer.surface.add("/home/operator/.ssh/authorized_keys", key, mode: 0o600, owner: 1000)
        let files = ["/etc/ssh/sshd_config.d/00-nacre.conf": "PasswordAuthentication no\n"]
        let console = Snapshot([.facts(.operatorSession): .state(.absent)])
        let answer = await answer("keep-administrator", layer, files, session: console)
        #expect(answer?.contains("where you are is not known") == true)
    }

    @Test func `a server that people enter by password is not refused for what leaves that alone`() async {
        var layer = SSHLayer([Self.main: Self.debian])
        layer.surface.files["/home/operator/.ssh/authorized_keys"] = nil
        let path = "/etc/ssh/sshd_config.d/00-nacre.conf"
        for id in ["keep-administrator", "keep-operator-login"] {
            #expect(await answer(id, layer, [path: "X11Forwarding no\n"]) == nil)
            #expect(await answer(id, layer, [path: "PasswordAuthentication no\n"]) != nil)
        }
    }

    @Test func `an expired account is none to count on`() async {
        let layer = SSHLayer([Self.main: Self.debian + "PasswordAuthentication no\n"])
        let shadow = "root:*:1::::::\noperator:$y$x:1:::::19000:\nguest:!:1::::::\n"
        #expect(await answer("keep-administrator", layer, ["/etc/shadow": shadow]) != nil)
    }

    @Test func `sshd listens where the firewall is open`() async {
        let layer = SSHLayer([Self.main: Self.debian])
        let moved = ["/etc/ssh/sshd_config.d/00-nacre.conf": "Port 2222\n"]
        func rules(_ reachable: Value, openTo: Value = .unset) -> Snapshot {
            var now = Self.session
            let port = Record(
                "IPv4 port 2222",
                [
                    .ruleKind: .rule(.port), .hostPort: 2222, .addressFamily: "IPv4", .reachable: reachable,
                    .openTo: openTo,
                ]
            )
            now[.facts(.firewallRules)] = .state(.records([port]))
            now[.facts(.firewallHooks)] = .state(.records([]))
            now[.ruleset] = .state(.absent)
            return now
        }
        let id = "keep-ssh-reachable"
        #expect(await answer(id, layer, moved, session: rules(true)) == nil)
        #expect(await answer(id, layer, moved, session: rules(false))?.contains("lets nobody in") == true)
        #expect(
            await answer(id, layer, moved, session: rules(.unknown(.missing("no nft"))))?.contains(
                "could not be determined"
            )
                == true
        )
        #expect(await answer(id, layer, moved, session: rules(false, openTo: ["198.51.100.0/24"])) == nil)
        #expect(await answer(id, layer, ["/etc/motd": "x"], session: rules(false)) == nil)
    }

    @Test(arguments: [
        ("22/tcp 443/tcp", false), ("443/tcp 22/tcp@192.0.2.0/24", false), ("2222/tcp", true),
        ("443/tcp 2222/tcp@192.0.2.1+198.51.100.0/24", true), ("2222/udp", false),
    ]) func `planned rules are asked for the operator's own address`(open: String, holds: Bool) async {
        let layer = SSHLayer([Self.main: Self.debian])
        let order = RulesetOrder(.nftables, hasIPv6: true, open: OpenPort.all(open))
        let port = Change(
            .file("/etc/ssh/sshd_config.d/00-nacre.conf"),
            before: .absent,
            after: .file(.init(Array("Port 2222\n".utf8), mode: 0o644)),
            because: []
        )
        let rules = Change(.ruleset, before: .absent, after: .ruleset(.order(order)), because: [])
        let plan = Plan(profile: "test", stages: [.init([port, rules], activation: nil)])
        var now = Self.session
        now[.ruleset] = .state(.absent)
        let answer = await answer("keep-ssh-reachable", layer, plan, now)
        #expect((answer == nil) == holds, "\(answer ?? "holds")")
    }

    @Test func `a port that something else has is named with it`() async {
        let layer = SSHLayer([Self.main: Self.debian])
        let moved = ["/etc/ssh/sshd_config.d/00-nacre.conf": "Port 2222\n"]
        var now = Self.session
        now[.facts(.firewallRules)] = .state(.records([]))
        now[.facts(.firewallHooks)] = .state(
            .records([
                Record("IPv4 input", [.hook: "input", .addressFamily: "IPv4", .unnamedPackets: "accepted: no rule"])
            ])
        )
        now[.ruleset] = .state(.absent)
        for (port, program, isTaken) in [(2222, "docker-proxy", true), (8080, "nginx", false)] {
            let socket = Record(
                "tcp",
                [.transport: "tcp", .listeningPort: .number(port), .listeningProgram: .text(program)]
            )
            now[.facts(.listeners)] = .state(.records([socket]))
            let answer = await answer("keep-ssh-reachable", layer, moved, session: now)
            #expect(
                (answer?.contains("2222, which docker-proxy has already") == true) == isTaken,
                "\(answer ?? "holds")"
            )
            #expect((answer == nil) == !isTaken)
        }
    }

    @Test func `a banned operator is told how to lift the ban`() async {
        var now = Self.session
        now[.facts(.bans)] = .state(
            .records([Record("198.51.100.9 by sshd", [.fromAddress: "198.51.100.9", .jailName: "sshd"])])
        )
        let layer = SSHLayer([Self.main: Self.debian])
        let answer = await answer("keep-operator-unbanned", layer, [:], session: now)
        #expect(answer?.contains("fail2ban-client set sshd unbanip 198.51.100.9") == true)
        now[.facts(.bans)] = .state(.records([Record("x", [.fromAddress: "192.0.2.1", .jailName: "sshd"])]))
        #expect(await self.answer("keep-operator-unbanned", layer, [:], session: now) == nil)
    }

    @Test(arguments: [
        (Value.number(1 << 30), false, true), (.number(1 << 20), false, false), (.number(1 << 30), true, false),
        (.unknown(.missing("stat is not installed")), false, false),
    ]) func `a full or read-only disk is no place to begin`(free: Value, isReadOnly: Bool, holds: Bool) async {
        let place = Record("/var/lib", [.freeBytes: free, .freeFiles: 100_000, .isReadOnly: .flag(isReadOnly)])
        let now = Snapshot([.facts(.fileSystems): .state(.records([place]))])
        #expect((Self.invariant("keep-room").counterexample(now, now) == nil) == holds)
    }

    @Test func `Docker keeps what it forwards with`() {
        let file = Resource.file("/etc/docker/daemon.json")
        let parameter = Resource.kernelParameter("net.ipv4.ip_forward")
        let before = Snapshot([
            .facts(.dockerDaemon): .state(.records([Record("Docker", [.isRootless: false])])),
            parameter: .state(.value("1")), file: .state(.absent), .facts(.sysctlFiles): .state(.records([])),
        ])
        let invariant = Self.invariant("keep-docker-forwarding")
        func after(_ resource: Resource, _ state: State) -> String? {
            var snapshot = before
            snapshot[resource] = .state(state)
            return invariant.counterexample(before, snapshot)
        }
        func daemon(_ text: String) -> State { .file(.init(Array(text.utf8), mode: 0o644)) }
        #expect(invariant.counterexample(before, before) == nil)
        #expect(after(file, daemon(#"{"live-restore": true, "iptables": true}"#)) == nil)
        #expect(after(file, daemon(#"{"iptables": false}"#))?.contains("iptables") == true)
        #expect(after(file, daemon("{"))?.contains("could not read") == true)
        #expect(after(parameter, .value("0"))?.contains("no network") == true)
        let boot = Record("x", [.parameter: "net.ipv4.ip_forward", .bootValue: "0"])
        #expect(after(.facts(.sysctlFiles), .records([boot]))?.contains("next boot") == true)
    }

    @Test(arguments: [
        ("127.0.0.1:18789", 18789, "loopback", true), ("127.0.0.1:18789", 18790, "loopback", false),
        ("172.17.0.1:18789", 18789, "loopback", false), ("localhost:18789", 18789, "lan", true),
    ]) func `the proxy still finds the gateway`(upstream: String, port: Int, bind: String, holds: Bool) {
        func gateway(_ port: Int, _ bind: String) -> Observation {
            let fields: [Field: Value] = [
                .gatewayPort: .number(port), .gatewayBind: .text(bind), .gatewayInContainer: false,
            ]
            return .state(.records([Record("gateway", fields)]))
        }
        let route = Record("route", [.leadsToGateway: true, .upstreamIsLocal: true, .upstream: .text(upstream)])
        var before = Snapshot([.facts(.proxyRoutes): .state(.records([route]))])
        var after = before
        before[.facts(.openclawGateway)] = gateway(18789, "lan")
        after[.facts(.openclawGateway)] = gateway(port, bind)
        let answer = Self.invariant("keep-gateway-behind-proxy").counterexample(before, after)
        #expect((answer == nil) == holds, "\(answer ?? "holds")")
    }
}

extension InvariantTests {
    /// A login that came from an address, as /proc shows it.
    private func loggedIn(_ layer: SSHLayer, from address: String) -> SSHLayer {
        var layer = layer
        let zeros = String(repeating: " 0", count: 17)
        for (number, name, parent) in [(1, "systemd", 0), (90, "sshd", 1), (91, "bash", 90), (92, "nacre", 91)] {
            layer.surface.add("/proc/\(number)/stat", "\(number) (\(name)) S \(parent)\(zeros) 7 0 0\n")
            layer.surface.add("/proc/\(number)/cmdline", name == "sshd" ? "sshd: operator@pts/0\0" : "\(name)\0")
        }
        layer.surface.links["/proc/self"] = "92"
        layer.surface.add("/proc/91/status", "Uid:\t1000\t1000\t1000\t1000\n")
        layer.surface.add("/proc/91/environ", "SSH_CONNECTION=\(address) 50123 203.0.113.5 22\0")
        return layer
    }

    @Test func `an account that is let in from the operator's own address is one to count on`() async {
        let rule = "AllowUsers operator@198.51.100.0/24\nPasswordAuthentication no\n"
        let layer = loggedIn(SSHLayer([Self.main: Self.debian + rule]), from: "198.51.100.9")
        let path = "/etc/ssh/sshd_config.d/00-nacre.conf"
        for id in ["keep-administrator", "keep-operator-login"] {
            #expect(await answer(id, layer, [path: "X11Forwarding no\n"]) == nil)
            let answer = await answer(id, layer, [path: "DenyUsers operator@198.51.100.9\n"])
            #expect(answer?.contains("sshd does not admit operator") == true)
        }
    }
}
