import Documents
import Rulesets
import Testing

/// firewalld's rule that drops packets from where no answer would go.
@Suite struct ReversePathTests {
    private static func interface(_ name: String, _ own: String, _ network: String) -> Topology.Interface {
        Topology.Interface(
            name,
            .outside,
            own: [Address(own)].compactMap { $0 },
            networks: [AddressRange(network)].compactMap { $0 }
        )
    }

    private static func topology(isRouted: Bool) -> Topology {
        let routes = [("2001:db8:1::/64", "eth0"), ("2001:db8:2::/64", "eth1"), ("::/0", "eth0")]
        return Topology(
            interfaces: [
                interface("eth0", "2001:db8:1::5", "2001:db8:1::/64"),
                interface("eth1", "2001:db8:2::5", "2001:db8:2::/64"),
            ],
            routes: isRouted
                ? routes.compactMap { text, name in
                    AddressRange(text).map { Topology.Route($0, interface: name) }
                } : [],
            forwards: []
        )
    }

    private func door(by interface: String, flags: String = #"["saddr", "mark", "iif"]"#, isRouted: Bool = true) throws
        -> Door
    {
        let text = """
            {"nftables": [{"metainfo": {"version": "1.1.3", "json_schema_version": 1}},
            {"table": {"family": "inet", "name": "firewalld", "handle": 1}},
            {"chain": {"family": "inet", "table": "firewalld", "name": "in", "type": "filter", "hook": "prerouting",
            "prio": -290, "policy": "accept"}},
            {"rule": {"family": "inet", "table": "firewalld", "chain": "in", "handle": 2, "expr": [
            {"match": {"op": "==", "left": {"meta": {"key": "nfproto"}}, "right": "ipv6"}},
            {"match": {"op": "==", "left": {"fib": {"result": "oif", "flags": \(flags)}}, "right": false}},
            {"drop": null}]}}]}
            """
        let prover = Prover(
            try NFTListing(Array(text.utf8)).ruleset,
            topology: Self.topology(isRouted: isRouted),
            sockets: [Socket(transport: Packet.tcp, port: 22)]
        )
        return try #require(prover.doors(from: Door.Vantage(.outside, interface: interface), over: .ipv6).first)
    }

    @Test func `whoever is routed back gets through`() throws {
        let door = try door(by: "eth0")
        #expect(door.verdict == .open)
        let elsewhere = try #require(Address("2001:db8:2::7"))
        #expect(door.sources?.contains { $0.contains(elsewhere) } == false)
        let other = try self.door(by: "eth1")
        #expect(other.verdict == .open)
        #expect(
            other.sources?.map { "\($0)" } == [
                "2001:db8:2::-2001:db8:2::4", "2001:db8:2::6-2001:db8:2:0:ffff:ffff:ffff:ffff",
            ]
        )
    }

    @Test(arguments: ["", " --loose", " --validmark --accept-local"])
    func `the question of iptables is answered alike`(_ options: String) throws {
        let text = "*raw\n:PREROUTING ACCEPT [0:0]\n-A PREROUTING -m rpfilter\(options) --invert -j DROP\nCOMMIT\n"
        let prover = Prover(
            try SavedRules(text, family: .ipv6).ruleset(.iptablesNFT),
            topology: Self.topology(isRouted: true),
            sockets: [Socket(transport: Packet.tcp, port: 22)]
        )
        let outside = Door.Vantage(.outside, interface: "eth0")
        let door = try #require(prover.doors(from: outside, over: .ipv6).first)
        let elsewhere = try #require(Address("2001:db8:2::7"))
        #expect(door.verdict == .open && door.sources?.contains { $0.contains(elsewhere) } == false)
    }

    @Test func `is undecided without routes, and for another question`() throws {
        #expect(try door(by: "eth0", isRouted: false).verdict == .unknown)
        #expect(try door(by: "eth0", flags: #"["daddr", "iif"]"#).verdict == .unknown)
        #expect(try door(by: "eth0", flags: #"["saddr"]"#).verdict == .unknown)
    }
}
