import Rulesets
import Testing

/// Chains of two tables at one priority: which is asked first is not listed.
@Suite struct OrderTests {
    private let outside = Door.Vantage(.outside, interface: "eth0")

    private static let topology = Topology(
        interfaces: [
            Topology.Interface(
                "eth0",
                .outside,
                own: [Address("2001:db8::5")].compactMap { $0 },
                networks: [AddressRange("2001:db8::/64")].compactMap { $0 }
            )
        ],
        routes: [AddressRange("2001:db8::/64").map { Topology.Route($0, interface: "eth0") }].compactMap { $0 },
        forwards: [.ipv6]
    )

    private func table(_ name: String, _ action: Action) -> Table {
        let port = Match(.destinationPort([80...80]))
        let rule = Rule(matches: [Match(.transport([6...6])), port], action: action, source: name, line: 1)
        let base = Chain.Base(.nat, .prerouting, priority: -100, policy: .accept)
        return Table(.nftables, .inet, name, chains: [Chain("p", base: base, rules: [rule])])
    }

    private func verdicts(_ first: Action, _ second: Action) -> Set<Door.Verdict> {
        let ruleset = Ruleset(tables: [table("a", first), table("b", second)])
        let prover = Prover(ruleset, topology: Self.topology, sockets: [Socket(transport: Packet.tcp, port: 8080)])
        let doors = prover.doors(from: outside, over: .ipv6).filter { door in
            if case .socket = door.to { door.ports == [80...80] } else { false }
        }
        return Set(doors.map(\.verdict))
    }

    @Test func `is undecided where one order leads packets to where nobody takes them`() {
        // Without a route there they are thrown away, and no rule says so.
        let nowhere = Action.redirect(to: Address("fd00:99::1"), port: nil)
        #expect(verdicts(.redirectHere(ports: 8080...8080), nowhere) == [.unknown])
        #expect(verdicts(nowhere, .redirectHere(ports: 8080...8080)) == [.unknown])
    }

    @Test func `is decided where every order leads to the same place`() {
        let here = Action.redirectHere(ports: 8080...8080)
        #expect(verdicts(here, here) == [.open])
    }
}
