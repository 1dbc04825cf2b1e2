import Rulesets
import Testing

@Suite struct TranslatedDoorTests {
    private static let topology = Topology(
        interfaces: [
            Topology.Interface("lo", .loopback, own: [], networks: []),
            Topology.Interface(
                "eth0",
                .outside,
                own: [Address("203.0.113.5")].compactMap { $0 },
                networks: [AddressRange("203.0.113.0/24")].compactMap { $0 }
            ),
            Topology.Interface(
                "docker0",
                .container,
                own: [Address("172.17.0.1")].compactMap { $0 },
                networks: [AddressRange("172.17.0.0/16")].compactMap { $0 }
            ),
        ],
        routes: [],
        forwards: []
    )

    /// Which of the machine's addresses the kernel picks is not known, so a rule about one of them leaves it open.
    @Test(arguments: [("-s 172.17.0.0/16 ", true), ("-s 198.51.100.0/24 ", false)])
    func `what the machine sends itself under a masqueraded address is not decided by a rule about one`(
        _ source: String,
        isUnknown: Bool
    ) throws {
        let rules = try SavedRules(
            """
            *nat
            :POSTROUTING ACCEPT [0:0]
            -A POSTROUTING -p udp -m udp --dport 1023 -j MASQUERADE
            COMMIT
            *filter
            :INPUT ACCEPT [0:0]
            -A INPUT \(source)-j DROP
            COMMIT
            """,
            family: .ipv4
        ).ruleset(.iptablesNFT)
        let prover = Prover(rules, topology: Self.topology, sockets: [Socket(transport: Packet.udp, port: 1023)])
        let verdicts = prover.doors(from: Door.Vantage(.host, interface: nil), over: .ipv4).map(\.verdict)
        #expect(verdicts.contains(.unknown) == isUnknown, "\(verdicts)")
        #expect(verdicts.contains(.open) != isUnknown, "\(verdicts)")
    }

    @Test func `a port is not called closed because a translation that may happen is refused`() throws {
        let rules = try SavedRules(
            """
            *nat
            :PREROUTING ACCEPT [0:0]
            -A PREROUTING -p tcp -m tcp --dport 53 -m statistic --mode random --probability 0.5 -j DNAT --to-destination 172.17.0.2:53
            COMMIT
            *filter
            :INPUT ACCEPT [0:0]
            :FORWARD DROP [0:0]
            COMMIT
            """,
            family: .ipv4
        ).ruleset(.iptablesNFT)
        let doors = Prover(rules, topology: Self.topology).doors(from: .init(.outside, interface: "eth0"), over: .ipv4)
        let own = doors.filter { door in
            guard case .socket = door.to, door.transport == Packet.tcp else { return false }
            return door.ports.contains { $0.contains(53) }
        }
        #expect(own.map(\.verdict) == [.unknown])
    }
}
