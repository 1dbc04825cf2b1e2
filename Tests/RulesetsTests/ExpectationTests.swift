import Documents
import Rulesets
import Testing

/// What somebody says of a port, where translation leads another port to what listens on it.
@Suite struct ExpectationTests {
    private static let topology = Topology(
        interfaces: [
            Topology.Interface(
                "eth0",
                .outside,
                own: [Address("203.0.113.5")].compactMap { $0 },
                networks: [AddressRange("203.0.113.0/24")].compactMap { $0 }
            )
        ],
        routes: [AddressRange("0.0.0.0/0").map { Topology.Route($0, interface: "eth0") }].compactMap { $0 },
        forwards: []
    )

    /// Port 8080 is closed, but for what was addressed to port 80.
    private func doors(question: String = "") throws -> [Door] {
        let text = """
            *nat
            :PREROUTING ACCEPT [0:0]
            -A PREROUTING -p tcp -m tcp --dport 80 \(question)-j REDIRECT --to-ports 8080
            COMMIT
            *filter
            :INPUT ACCEPT [0:0]
            -A INPUT -p tcp -m tcp --dport 8080 -m conntrack --ctorigdstport 80 -j ACCEPT
            -A INPUT -p tcp -m tcp --dport 8080 -j DROP
            COMMIT
            """
        let ruleset = try SavedRules(text, family: .ipv4).ruleset(.iptablesNFT)
        let sockets = [8080, 22].map { Socket(transport: Packet.tcp, port: $0) }
        return Prover(ruleset, topology: Self.topology, sockets: sockets).doors(
            from: Door.Vantage(.outside, interface: "eth0"),
            over: .ipv4,
            leadingTo: 8080,
            Packet.tcp
        )
    }

    private func expectation(_ wantsOpen: Bool) -> Rulesets.Expectation {
        Rulesets.Expectation(port: 8080, transport: Packet.tcp, wantsOpen: wantsOpen)
    }

    @Test func `a port is not closed that another leads to, and the other is named`() throws {
        guard case .broken(let door?) = expectation(false).outcome(try doors()) else {
            Issue.record("\(expectation(false).outcome(try doors()))")
            return
        }
        #expect(door.ports == [80...80] && door.witness?.destinationPort == 80)
    }

    @Test func `a port that may lead there leaves it undecided`() throws {
        guard case .undecided(let door) = expectation(false).outcome(try doors(question: "-m u32 --u32 0=0 ")) else {
            Issue.record("\(expectation(false).outcome(try doors(question: "-m u32 --u32 0=0 ")))")
            return
        }
        #expect(door.ports == [80...80])
    }

    @Test func `a port is not open because another leads to what listens on it`() throws {
        guard case .broken(let door?) = expectation(true).outcome(try doors()) else {
            Issue.record("\(expectation(true).outcome(try doors()))")
            return
        }
        #expect(door.ports == [8080...8080])
    }
}
