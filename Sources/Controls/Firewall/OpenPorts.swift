import Catalog
import Hardening

extension Control {
    static func closeGatewayPort(_ profile: Profile) -> Control {
        let port = profile.openclaw.gatewayPort
        return Control(
            .firewall,
            "close-gateway-port",
            title: "The firewall blocks port \(port) of the gateway from the internet",
            fault: "The firewall does not block port \(port) from the internet",
            rationale: "Whoever reaches the gateway past the proxy talks to the agents directly; tens of thousands of "
                + "instances were found open like this.",
            severity: .critical,
            references: [Reference("OpenClaw: Security", "Network exposure"), Reference("iptables(8)")],
            when: [.somebodyAnswers(on: port)],
            expects: [.closed([port])],
            fix: .firewall(
                byHand: "A gateway on the host: set gateway.bind to loopback. One in a container: publish "
                    + "it on loopback, \"127.0.0.1:\(port):\(port)\". Then: \(profile.commandToClose(String(port)))"
            ),
            examples: [
                .compliant("dropped by default", gateway(behind: .portRecord(port, false))),
                .compliant(
                    "beside a rule that names no port",
                    gateway(
                        behind: .portRecord(port, false),
                        .ruleRecord(
                            .limitPerSource,
                            "-m hashlimit --hashlimit-above 30/sec --hashlimit-mode srcip -j DROP"
                        )
                    )
                ),
                .unknown("a port nobody asked for", gateway(behind: .portRecord(port == 1 ? 2 : 1, false))),
                .drifted("accepted", gateway(behind: .portRecord(port, true))),
                .drifted(
                    "published by Docker",
                    .firewallRules,
                    .portRecord(port, true, kind: .publishedPort)
                ),
                .unknown(
                    "a set decides that packets fill",
                    gateway(behind: .portRecord(port, .unknown(.notModeled("depends on what is not modeled"))))
                ),
                .drifted(
                    "accepted, with something else that listens",
                    [
                        .facts(.firewallRules): .records([.portRecord(port, true)]),
                        .facts(.listeners): .records([.listenerRecord(port, loopback: false, reachable: true)]),
                        .facts(.openclaw): .absent,
                    ]
                ),
                .notApplicable(
                    "accepted, and nobody is behind it",
                    [
                        .facts(.firewallRules): .records([.portRecord(port, true)]),
                        .facts(.listeners): .records([]),
                        .facts(.openclaw): .absent,
                    ]
                ),
            ]
        )
    }

    /// A gateway is installed, which may be started at any time, and the rules say this of its port.
    private static func gateway(behind rules: Record...) -> [Resource: State] {
        [
            .facts(.firewallRules): .records(rules), .facts(.listeners): .records([]),
            .facts(.openclaw): .records([Record("OpenClaw in /home/claw/.openclaw")]),
        ]
    }

    static func filterPublishedPorts(_ profile: Profile) -> Control {
        let open = profile.firewall.openPorts
        return Control(
            .firewall,
            "filter-published-ports",
            title: "Ports that Docker publishes are filtered like the host's own",
            fault:
                "A port that Docker publishes is reachable from the internet, and firewall.openPorts does not name it",
            rationale:
                "Docker forwards published ports past the INPUT chain: ufw status says denied while the Internet "
                + "reaches the container.",
            severity: .high,
            references: [
                Reference("Docker: Packet filtering and firewalls", "DOCKER-USER"), Reference("moby/moby", "4737"),
            ],
            expects: [
                .none(
                    .firewallRules,
                    where: .ruleKind == .rule(.publishedPort) && .familyInUse == true && .reachable == true
                        && Field.hostPort.satisfies {
                            if case .number(let port) = $0 { !open.contains(port) } else { false }
                        },
                    "published ports outside \(open.isEmpty ? "none" : open.map(String.init).joined(separator: ", ")) are closed",
                    showing: [.witness, .leadsTo, .decidedBy]
                )
            ],
            fix: .firewall(
                byHand:
                    "Publish on loopback (\"127.0.0.1:18789:18789\"), or drop in DOCKER-USER what does not come from "
                    + "a container bridge and is not meant to be open"
            ),
            examples: [
                .compliant("bound to loopback", .firewallRules, .portRecord(3000, false, kind: .publishedPort)),
                .drifted("open past UFW", .firewallRules, .portRecord(3000, true, kind: .publishedPort)),
            ]
        )
    }

    /// Only where the profile has such ports.
    static func restrictProxyPorts(_ profile: Profile) -> Control {
        let ports = profile.firewall.restrictedPorts
        let words = ports.map(String.init).joined(separator: ", ")
        return Control(
            .firewall,
            "restrict-proxy-ports",
            title: "The firewall blocks ports for the proxy in front (\(words)) from everybody else",
            fault: "The firewall does not block a port for the proxy in front (\(words)) from the internet",
            rationale:
                "Past the proxy there is no TLS, no rate limit and no login page: whoever finds the address talks to "
                + "the application directly.",
            severity: .high,
            references: [Reference("iptables(8)", "-s, --source"), Reference("CWE-923")],
            expects: [.closed(ports)],
            fix: .firewall(byHand: profile.commandToRestrict(ports.first ?? 8080)),
            examples: [
                .compliant(
                    "for one address only",
                    [.facts(.firewallRules): .records(ports.map { .portRecord($0, false) })]
                ),
                .drifted("for everybody", [.facts(.firewallRules): .records(ports.map { .portRecord($0, true) })]),
            ]
        )
    }

    static func closeUnintendedPorts(_ profile: Profile) -> Control {
        let firewall = profile.firewall
        let ports = [profile.ssh.port, 22] + firewall.openPorts + firewall.restrictedPorts
        return Control(
            .firewall,
            "close-unintended-ports",
            title: "Only intended services are reachable from the internet",
            fault: "A service is reachable from the internet on a port that the profile does not open",
            rationale: "A dashboard, a database or a metrics page that listens on all addresses is found by scanners "
                + "within minutes and asked for everything it knows.",
            severity: .high,
            references: [Reference("CIS Debian 12", "2.1.22"), Reference("ss(8)")],
            expects: [
                .none(
                    .listeners,
                    where: .transport == "tcp" && .loopbackOnly == false && .reachable == true
                        && Field.listeningPort.satisfies {
                            if case .number(let port) = $0 { !ports.contains(port) } else { false }
                        }
                        // Where sshd listens is another control's concern, `setPort`.
                        && Filter([]) { $0[.listeningProgram] != "sshd" },
                    "only intended ports answer to the network"
                )
            ],
            fix: .firewall(
                byHand: "Bind the service to 127.0.0.1, or close its port: \(profile.commandToClose("{PORT}"))"
            ),
            examples: [
                .compliant("SSH alone", .listeners, .listenerRecord(22, loopback: false, reachable: true)),
                .compliant(
                    "a database on loopback",
                    .listeners,
                    .listenerRecord(5432, loopback: true, reachable: false)
                ),
                .compliant(
                    "hidden by the firewall",
                    .listeners,
                    .listenerRecord(9090, loopback: false, reachable: false)
                ),
                .drifted(
                    "metrics on all addresses",
                    .listeners,
                    .listenerRecord(9090, loopback: false, reachable: true)
                ),
            ]
        )
    }
}

extension Record {
    fileprivate static func listenerRecord(_ port: Int, loopback: Bool, reachable: Value) -> Record {
        let address = loopback ? "127.0.0.1" : "0.0.0.0"
        return Record(
            "tcp \(address):\(port)",
            [
                .transport: "tcp", .listeningPort: .number(port), .listeningAddress: .text(address),
                .listeningProgram: "service", .loopbackOnly: .flag(loopback), .reachable: reachable,
            ]
        )
    }
}

extension Condition {
    /// A closed door behind which nobody stands is worth nothing; where it cannot be told, somebody may.
    fileprivate static func somebodyAnswers(on port: Int) -> Self {
        let isListener: Filter = .transport == "tcp" && .listeningPort == .number(port)
        let isPublished: Filter = .ruleKind == .rule(.publishedPort) && .hostPort == .number(port)
        let installed = Condition.exists(.facts(.openclaw), "OpenClaw is installed")
        let listening = Condition.any(.listeners, where: isListener, "something listens on port \(port)")
        let published = Condition.any(.firewallRules, where: isPublished, "Docker publishes port \(port)")
        return installed.or(listening).or(published).presumed
    }
}

extension Requirement {
    /// No connection of a stranger to one of the ports gets past the rules; a port nobody asked about is not known.
    fileprivate static func closed(_ ports: [Int]) -> Self {
        let words = ports.map(String.init).joined(separator: ", ")
        let isOneOfThem = Field.hostPort.satisfies {
            if case .number(let port) = $0 { ports.contains(port) } else { false }
        }
        let base = Requirement.none(
            .firewallRules,
            where: Field.ruleKind.isOne(of: [.port, .publishedPort] as [FirewallRuleKind]) && isOneOfThem
                && .familyInUse == true
                && .reachable == true,
            "no connection from outside to port \(words) gets past the rules",
            showing: [.witness, .leadsTo, .decidedBy]
        )
        return Requirement(
            base.resource,
            base.summary,
            blindSpots: { state in
                let asked = state.records.map { $0[.hostPort] }
                return base.blindSpots(state)
                    + ports.filter { !asked.contains(.number($0)) }.map {
                        Evidence(
                            "\(base.resource): port \($0)",
                            observed: "was not looked at",
                            wanted: base.summary,
                            cause: .notObserved
                        )
                    }
            },
            amend: base.amend
        )
    }
}
