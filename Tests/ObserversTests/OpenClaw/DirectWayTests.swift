import Rulesets
import Testing

@testable import Observers

/// Whether a gateway gets to a model's host by itself.
@Suite struct DirectWayTests {
    private static let topology = Topology(
        interfaces: [
            Topology.Interface("lo", .loopback),
            Topology.Interface(
                "eth0",
                .outside,
                own: ["203.0.113.2"].compactMap { Address($0) },
                networks: ["203.0.113.0/24"].compactMap { AddressRange($0) }
            ),
            Topology.Interface(
                "br-1",
                .container,
                own: ["172.18.0.1"].compactMap { Address($0) },
                networks: ["172.18.0.0/16"].compactMap { AddressRange($0) }
            ),
        ],
        routes: ["0.0.0.0/0"].compactMap { AddressRange($0) }.map { Topology.Route($0, interface: "eth0") },
        forwards: [.ipv4]
    )

    private func verdict(
        _ rules: String,
        to address: String = "https://api.example.com",
        from place: DirectWay.Place = .host(account: 1001),
        _ sockets: [Socket]? = nil
    ) throws -> DirectWay.Verdict {
        let text = "*filter\n:INPUT ACCEPT [0:0]\n:FORWARD ACCEPT [0:0]\n:OUTPUT ACCEPT [0:0]\n\(rules)COMMIT\n"
        let ruleset = try SavedRules(text, family: .ipv4).ruleset(.iptablesNFT)
        let prover = Prover(ruleset, topology: Self.topology, sockets: sockets)
        return DirectWay(prover, .ipv4, from: place).verdict(to: try #require(WebTarget(address)))
    }

    private func isOpen(_ verdict: DirectWay.Verdict) -> Bool { if case .open = verdict { true } else { false } }
    private func isUnknown(_ verdict: DirectWay.Verdict) -> Bool { if case .unknown = verdict { true } else { false } }

    @Test func `rules for the account of the gateway close its way, and for another one do not`() throws {
        let refused = "-A OUTPUT ! -o lo -m owner --uid-owner 1001 -j REJECT\n"
        #expect(isOpen(try verdict("")))
        #expect(try verdict(refused) == .closed)
        #expect(isOpen(try verdict(refused, from: .host(account: 1002))))
        #expect(isUnknown(try verdict(refused, from: .host(account: nil))))
        #expect(isOpen(try verdict("-A OUTPUT -m owner ! --uid-owner 1001 -j REJECT\n")))
        #expect(isOpen(try verdict("-A OUTPUT -p tcp -m tcp --dport 80 -m owner --uid-owner 1001 -j REJECT\n")))
    }

    @Test func `a rule on the way in answers nothing for an account, as what comes in has none`() throws {
        let own = "http://127.0.0.1:11434"
        #expect(isUnknown(try verdict("-A INPUT -i lo -m owner --uid-owner 1001 -j DROP\n", to: own)))
        #expect(
            try verdict("-A OUTPUT -o lo -p tcp -m tcp --dport 11434 -m owner --uid-owner 1001 -j REJECT\n", to: own)
                == .closed
        )
        #expect(isOpen(try verdict("", to: own)))
        #expect(isOpen(try verdict("", to: "http://localhost:11434")))
        // Whether IPv6 leads there is told by its own rules.
        #expect(try verdict("", to: "http://[::1]:11434") == .closed)
    }

    @Test func `addresses that rules let through may be the vendor's`() throws {
        let some = "-A OUTPUT -d 198.51.100.7/32 -j ACCEPT\n-A OUTPUT ! -o lo -m owner --uid-owner 1001 -j REJECT\n"
        #expect(isUnknown(try verdict(some)))
        #expect(isOpen(try verdict(some, to: "https://198.51.100.7")))
        #expect(try verdict(some, to: "https://198.51.100.8") == .closed)
        #expect(isUnknown(try verdict(some, to: "http://10.0.0.9:4000")))
        #expect(isUnknown(try verdict(some, to: "http://models.internal:4000")))
    }

    @Test func `a container's way is closed on its bridge, for its own address`() throws {
        let place = DirectWay.Place.container(try #require(Address("172.18.0.2")))
        #expect(isOpen(try verdict("", from: place)))
        #expect(try verdict("-A FORWARD -i br-1 ! -o br-1 -j DROP\n", from: place) == .closed)
        #expect(try verdict("-A FORWARD -s 172.18.0.2/32 ! -d 172.18.0.0/16 -j DROP\n", from: place) == .closed)
        #expect(isOpen(try verdict("-A FORWARD -s 172.18.0.3/32 ! -d 172.18.0.0/16 -j DROP\n", from: place)))
        #expect(isUnknown(try verdict("", from: .container(try #require(Address("192.168.7.2"))))))
    }

    @Test func `a container gets to what listens at more of the server than its loopback`() throws {
        let place = DirectWay.Place.container(try #require(Address("172.18.0.2")))
        let own = "http://127.0.0.1:11434"
        func socket(_ address: String?, port: UInt16 = 11434) -> Socket {
            Socket(transport: Packet.tcp, port: port, address: address.flatMap { Address($0) })
        }
        #expect(isOpen(try verdict("", to: own, from: place, [socket(nil)])))
        #expect(isOpen(try verdict("", to: own, from: place, [socket("172.18.0.1")])))
        #expect(try verdict("", to: own, from: place, [socket("127.0.0.1"), socket(nil, port: 80)]) == .closed)
        #expect(
            try verdict("-A INPUT -i br-1 -p tcp -m tcp --dport 11434 -j DROP\n", to: own, from: place, [socket(nil)])
                == .closed
        )
        #expect(isUnknown(try verdict("", to: own, from: place)))
    }
}
