import Rulesets
import Testing

/// Rules that write the hop limit.
@Suite struct HopLimitTests {
    private static func interface(
        _ name: String,
        _ role: Topology.Interface.Role,
        _ own: String,
        _ network: String
    ) -> Topology.Interface {
        Topology.Interface(
            name,
            role,
            own: [Address(own)].compactMap { $0 },
            networks: [AddressRange(network)].compactMap { $0 }
        )
    }

    private static let interfaces = [
        interface("eth0", .outside, "203.0.113.5", "203.0.113.0/24"),
        interface("docker0", .container, "172.17.0.1", "172.17.0.0/16"),
    ]

    private static let topology = Topology(
        interfaces: interfaces,
        routes: interfaces.flatMap { interface in
            interface.addresses.map { Topology.Route($0, interface: interface.name) }
        },
        forwards: [.ipv4]
    )

    private static let hops = #"{"payload": {"protocol": "ip", "field": "ttl"}}"#
    private static let writing = #"{"mangle": {"key": \#(hops), "value": 64}}"#
    private static let asking = #"{"match": {"op": ">", "left": \#(hops), "right": 0}}"#
    private static let chance = #"{"numgen": {"mode": "random", "mod": 2}}"#
    private static let sometimes = #"{"match": {"op": "==", "left": \#(chance), "right": 0}}"#

    /// A port published by a rule that holds for some packets only; all others are dropped.
    private func published(when question: String?, hook: String, _ statements: [String]) throws -> Door? {
        let port = #"{"match": {"op": "==", "left": {"payload": {"protocol": "tcp", "field": "dport"}}, "right": 80}}"#
        let translation = #"{"dnat": {"family": "ip", "addr": "172.17.0.2", "port": 8080}}"#
        let publishing = [question, port, translation].compactMap { $0 }.joined(separator: ", ")
        let text = """
            {"nftables": [{"table": {"family": "ip", "name": "t", "handle": 1}},
            {"chain": {"family": "ip", "table": "t", "name": "publish", "type": "nat", "hook": "prerouting",
            "prio": -100, "policy": "accept"}},
            {"chain": {"family": "ip", "table": "t", "name": "in", "type": "filter", "hook": "input", "prio": 0,
            "policy": "drop"}},
            {"chain": {"family": "ip", "table": "t", "name": "hops", "type": "filter", "hook": "\(hook)", "prio": -10,
            "policy": "accept"}},
            {"rule": {"family": "ip", "table": "t", "chain": "publish", "handle": 2, "expr": [\(publishing)]}},
            {"rule": {"family": "ip", "table": "t", "chain": "hops", "handle": 3,
            "expr": [\(statements.joined(separator: ", "))]}}]}
            """
        let prover = Prover(try NFTListing(Array(text.utf8)).ruleset, topology: Self.topology)
        return prover.doors(from: .init(.outside, interface: "eth0"), over: .ipv4).first { door in
            guard case .container(_, _, port: 8080) = door.to else { return false }
            return door.transport == Packet.tcp
        }
    }

    @Test(arguments: ["prerouting", "forward", "postrouting"], [[writing], [asking, writing]])
    func `writing it does not open what may be closed`(_ hook: String, _ statements: [String]) throws {
        #expect(try published(when: Self.sometimes, hook: hook, statements)?.verdict == .unknown)
    }

    @Test(arguments: ["prerouting", "forward", "postrouting"])
    func `where no rule asks for it, writing it leaves nothing open`(_ hook: String) throws {
        #expect(try published(when: nil, hook: hook, [Self.writing])?.verdict == .open)
    }
}
