import Catalog
import Controls
import Hardening
import Testing

@Suite struct TunnelTests {
    private static func answer(_ doors: Value, open: [String]?, tunnel: Value = "wg0") -> String? {
        let login = Record("login", [.user: "admin", .tunnel: tunnel, .tunnelDoors: doors])
        let before = Snapshot([.facts(.operatorSession): .state(.records([login])), .ruleset: .state(.absent)])
        var after = before
        if let open {
            after[.ruleset] = .state(
                .ruleset(
                    .order(RulesetOrder(.nftables, hasIPv6: true, open: OpenPort.all(open.joined(separator: " "))))
                )
            )
        }
        return ControlList.invariants(for: .standalone).first { $0.id == "keep-operator-tunnel" }?
            .counterexample(before, after)
    }

    @Test func `the port of a tunnel that the operator comes through stays open`() {
        #expect(
            Self.answer(["51820/udp"], open: ["2222/tcp"])?.contains("wg0, whose carrier listens on 51820/udp") == true
        )
        #expect(Self.answer(["51820/udp"], open: ["2222/tcp"])?.contains("firewall.openUDPPorts") == true)
        #expect(Self.answer(["51820/udp"], open: ["2222/tcp", "51820/udp"]) == nil)
        #expect(
            Self.answer(["51820/udp"], open: ["51820/udp@198.51.100.0/24"]) != nil,
            "the next one comes from anywhere"
        )
        #expect(Self.answer(["1194/udp", "443/tcp"], open: ["443/tcp"])?.contains("1194/udp") == true)
    }

    @Test func `a port that could not be determined may be closed`() {
        #expect(
            Self.answer(.unknown(.notStated("no process holds it open")), open: ["22/tcp"])?.contains(
                "could not be determined"
            )
                == true
        )
    }

    @Test func `nothing is asked where rules stay, no tunnel is used, or none needs a port`() {
        #expect(Self.answer(["51820/udp"], open: nil) == nil)
        #expect(Self.answer(.unset, open: ["22/tcp"], tunnel: .unset) == nil)
        #expect(Self.answer(.list([]), open: ["22/tcp"]) == nil)
    }
}
