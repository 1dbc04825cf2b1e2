import MachineTesting
import Documents
import Rulesets
import Testing

@Suite struct ProverTests {
    private static let topology = Topology(
        interfaces: [
            Topology.Interface("lo", .loopback, own: [], networks: []),
            Topology.Interface(
                "eth0",
                .outside,
                own: [Address("203.0.113.5"), Address("2001:db8::5")].compactMap { $0 },
                networks: [AddressRange("203.0.113.0/24"), AddressRange("2001:db8::/64")].compactMap { $0 }
            ),
            Topology.Interface(
                "docker0",
                .container,
                own: [Address("172.17.0.1")].compactMap { $0 },
                networks: [AddressRange("172.17.0.0/16")].compactMap { $0 }
            ),
        ],
        routes: [
            AddressRange("203.0.113.0/24").map { Topology.Route($0, interface: "eth0") },
            AddressRange("172.17.0.0/16").map { Topology.Route($0, interface: "docker0") },
            AddressRange("0.0.0.0/0").map { Topology.Route($0, interface: "eth0") },
        ].compactMap { $0 },
        forwards: [.ipv4]
    )

    private func ruleset(_ text: String) throws -> Ruleset {
        try SavedRules(text, family: .ipv4).ruleset(.iptablesNFT)
    }

    private let outside = Door.Vantage(.outside, interface: "eth0")

    @Test func `a limiter that accepts opens every port, with the rule and a packet to show it`() throws {
        let rules = try ruleset(
            """
            *filter
            :INPUT DROP [0:0]
            :FORWARD DROP [0:0]
            :OUTPUT ACCEPT [0:0]
            -A INPUT -p tcp -m tcp --dport 22 -j ACCEPT
            -A INPUT -m state --state RELATED,ESTABLISHED -j ACCEPT
            -A INPUT -i lo -j ACCEPT
            -A INPUT -p tcp -m tcp --tcp-flags FIN,SYN,RST,ACK SYN -m limit --limit 30/sec --limit-burst 60 -j ACCEPT
            COMMIT
            """
        )
        let prover = Prover(rules, topology: Self.topology, sockets: [Socket(transport: Packet.tcp, port: 9090)])
        let door = try #require(prover.doors(from: outside, over: .ipv4).first)
        #expect(door.verdict == .open)
        #expect(door.witness?.destinationPort == 9090)
        #expect(door.because.contains("--limit 30/sec"))
        #expect(door.path.last?.number == 4)
        let all = Prover(rules, topology: Self.topology).doors(from: outside, over: .ipv4)
        #expect(all.first { $0.transport == Packet.tcp && $0.verdict == .open }?.ports == [1...65535])
        #expect(all.first { $0.transport == Packet.udp }?.verdict == .closed)
    }

    @Test func `a published port is open behind a firewall that denies it`() throws {
        let rules = try ruleset(
            """
            *nat
            :PREROUTING ACCEPT [0:0]
            :DOCKER - [0:0]
            -A PREROUTING -m addrtype --dst-type LOCAL -j DOCKER
            -A DOCKER ! -i docker0 -p tcp -m tcp --dport 8080 -j DNAT --to-destination 172.17.0.2:18789
            COMMIT
            *filter
            :INPUT DROP [0:0]
            :FORWARD DROP [0:0]
            :DOCKER - [0:0]
            :DOCKER-USER - [0:0]
            -A FORWARD -j DOCKER-USER
            -A FORWARD -o docker0 -j DOCKER
            -A DOCKER -d 172.17.0.2/32 ! -i docker0 -o docker0 -p tcp -m tcp --dport 18789 -j ACCEPT
            -A DOCKER-USER -j RETURN
            COMMIT
            """
        )
        let container = Address("172.17.0.2").map { ContainerAddress(name: "claw", address: $0) }
        let prover = Prover(rules, topology: Self.topology, sockets: [], containers: [container].compactMap { $0 })
        let open = prover.doors(from: outside, over: .ipv4).filter { $0.verdict == .open }
        // Neighbors who send to the container's own address, and everybody through the published port.
        #expect(open.map(\.ports) == [[18789...18789], [8080...8080]])
        #expect(open.last?.witness?.destination == Address("203.0.113.5"))
        #expect(open.last?.witness?.destinationPort == 8080)
        #expect(
            open.last?.path.map(\.chain) == ["PREROUTING", "DOCKER", "FORWARD", "DOCKER-USER", "FORWARD", "DOCKER"]
        )
    }

    @Test func `a drop for the original port closes what is published, and nothing else`() throws {
        let rules = try ruleset(
            """
            *nat
            :PREROUTING ACCEPT [0:0]
            -A PREROUTING -p tcp -m tcp --dport 8080 -j DNAT --to-destination 172.17.0.2:80
            -A PREROUTING -p tcp -m tcp --dport 8081 -j DNAT --to-destination 172.17.0.2:81
            COMMIT
            *filter
            :INPUT DROP [0:0]
            :FORWARD DROP [0:0]
            -A FORWARD -p tcp -m conntrack --ctorigdstport 8080 -j DROP
            -A FORWARD -m conntrack --ctstate DNAT -j ACCEPT
            COMMIT
            """
        )
        let container = Address("172.17.0.2").map { ContainerAddress(name: "claw", address: $0) }
        let prover = Prover(rules, topology: Self.topology, sockets: [], containers: [container].compactMap { $0 })
        let open = prover.doors(from: outside, over: .ipv4).filter { $0.verdict == .open }
        #expect(open.map(\.ports) == [[8081...8081]])
        let published = prover.doors(from: outside, over: .ipv4).filter { $0.ports == [8080...8080] }
        #expect(published.map(\.verdict) == [.closed])
    }

    @Test func `a rule that is not understood makes the answer unknown, not closed and not open`() throws {
        let rules = try ruleset(
            """
            *filter
            :INPUT DROP [0:0]
            -A INPUT -p tcp -m tcp --dport 22 -m bpf --bytecode "4,48 0 0 9" -j ACCEPT
            COMMIT
            """
        )
        let prover = Prover(
            rules,
            topology: Self.topology,
            sockets: [Socket(transport: Packet.tcp, port: 22), Socket(transport: Packet.tcp, port: 23)]
        )
        #expect(prover.doors(from: outside, over: .ipv4).map(\.verdict) == [.unknown, .closed])
    }

    @Test func `ports are apart that are open for different people`() throws {
        let rules = try ruleset(
            """
            *filter
            :INPUT DROP [0:0]
            -A INPUT -p tcp -m tcp --dport 22 -j ACCEPT
            -A INPUT -s 198.51.100.9/32 -p tcp -m tcp --dport 8080 -j ACCEPT
            -A INPUT -p tcp -m multiport --dports 80,443 -j ACCEPT
            COMMIT
            """
        )
        let doors = Prover(rules, topology: Self.topology).doors(from: outside, over: .ipv4)
        let open = doors.filter { $0.verdict == .open }
        #expect(open.map(\.ports) == [[22...22, 80...80, 443...443], [8080...8080]])
        #expect(open.map { $0.sources?.map(\.description) } == [nil, ["198.51.100.9"]])
        #expect(open.last?.witness?.source == Address("198.51.100.9"))
    }

    @Test func `a witness is a packet that somebody would send`() throws {
        let rules = try ruleset(
            """
            *filter
            :INPUT DROP [0:0]
            -A INPUT -i lo -j ACCEPT
            -A INPUT -s 198.18.0.0/15 -p tcp -m tcp --dport 22 -j ACCEPT
            COMMIT
            """
        )
        let prover = Prover(rules, topology: Self.topology)
        func packet(_ vantage: Door.Vantage, _ transport: UInt8) -> String? {
            prover.doors(from: vantage, over: .ipv4).first { $0.verdict == .open && $0.transport == transport }?.witness
                .map { "\($0)" }
        }
        #expect(packet(Door.Vantage(.host), Packet.tcp) == "tcp 203.0.113.5:51413 → 203.0.113.5:443")
        #expect(packet(Door.Vantage(.host), Packet.udp) == "udp 203.0.113.5:51413 → 203.0.113.5:443")
        #expect(packet(outside, Packet.tcp) == "tcp 198.18.0.7:51413 → 203.0.113.5:22")
        let socket = Socket(transport: Packet.tcp, port: 18789, address: Address("127.0.0.1"))
        let own = Prover(rules, topology: Self.topology, sockets: [socket])
        let door = own.doors(from: Door.Vantage(.host), over: .ipv4).first
        #expect(door?.witness.map { "\($0)" } == "tcp 127.0.0.1:51413 → 127.0.0.1:18789")
        let egress = prover.egress(from: Door.Vantage(.host), over: .ipv4).first { $0.verdict == .open }
        #expect(egress?.witness.map { "\($0)" } == "tcp 203.0.113.5:51413 → 203.0.113.7:443")
    }

    @Test func `agrees with following each packet on its own`() throws {
        var random = SeededGenerator(seed: 2024)
        for _ in 0..<300 {
            let rules = try ruleset(RandomRules(&random).text)
            let prover = Prover(rules, topology: Self.topology)
            let doors = prover.doors(from: outside, over: .ipv4)
            for _ in 0..<20 {
                let port = UInt16.random(in: 20...30, using: &random)
                let transport = Bool.random(using: &random) ? Packet.tcp : Packet.udp
                guard
                    let door = doors.first(where: {
                        $0.transport == transport && $0.ports.contains { $0.contains(port) }
                    })
                else { continue }
                guard let witness = door.witness, witness.transport == transport else { continue }
                let packet = Packet(
                    from: witness.source,
                    to: witness.destination,
                    transport: transport,
                    port: witness.destinationPort,
                    sourcePort: witness.sourcePort,
                    inputInterface: "eth0"
                )
                let fate = rules.fate(of: packet, at: [.input]).verdict
                #expect(fate == (door.verdict == .open ? .accept : fate == .reject ? .reject : .drop), "\(door)")
            }
        }
    }
}

/// A small random ruleset of the features that are in every firewall.
private struct RandomRules {
    let text: String

    init(_ random: inout SeededGenerator) {
        var lines = [
            "*filter", ":INPUT \(Bool.random(using: &random) ? "DROP" : "ACCEPT") [0:0]", ":one - [0:0]",
            ":two - [0:0]",
        ]
        for (chain, targets) in [
            ("INPUT", ["ACCEPT", "DROP", "one", "two", "RETURN"]), ("one", ["ACCEPT", "DROP", "two", "RETURN"]),
            ("two", ["ACCEPT", "DROP", "REJECT", "RETURN"]),
        ] {
            for _ in 0..<Int.random(in: 0...5, using: &random) {
                var rule = "-A \(chain)"
                if Bool.random(using: &random) {
                    let not = Bool.random(using: &random) ? "! " : ""
                    rule +=
                        " \(not)-s \(["10.0.0.0/8", "203.0.113.7/32", "198.51.100.0/24"].randomElement(using: &random) ?? "")"
                }
                if Bool.random(using: &random) {
                    rule += [" -i eth0", " ! -i eth0", " -i lo"].randomElement(using: &random) ?? ""
                }
                if Bool.random(using: &random) {
                    let low = Int.random(in: 20...30, using: &random)
                    let not = Bool.random(using: &random) ? "! " : ""
                    let name = Bool.random(using: &random) ? "tcp" : "udp"
                    rule += " -p \(name) -m \(name) \(not)--dport \(low):\(Int.random(in: low...30, using: &random))"
                }
                lines.append(rule + " -j \(targets.randomElement(using: &random) ?? "DROP")")
            }
        }
        text = (lines + ["COMMIT", ""]).joined(separator: "\n")
    }
}
