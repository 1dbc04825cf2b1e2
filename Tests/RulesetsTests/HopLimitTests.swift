import Rulesets
import Testing

/// Rules that write the hop limit.
@Suite struct HopLimitTests {
    private static func interface(
        _ name: String,
        _ role: Topology.Interface.Role,
        _ own: [String],
        _ networks: [String]
    ) -> Topology.Interface {
        Topology.Interface(
            name,
            role,
            own: own.compactMap { Address($0) },
            networks: networks.compactMap { AddressRange($0) }
        )
    }

    private static let interfaces = [
        interface("eth0", .outside, ["203.0.113.5", "2001:db8:1::5"], ["203.0.113.0/24", "2001:db8:1::/64"]),
        interface("docker0", .container, ["172.17.0.1", "fd00:17::1"], ["172.17.0.0/16", "fd00:17::/64"]),
    ]

    private static let topology = Topology(
        interfaces: interfaces,
        routes: interfaces.flatMap { interface in
            interface.addresses.map { Topology.Route($0, interface: interface.name) }
        },
        forwards: [.ipv4, .ipv6]
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

    @Test(arguments: [0, 1])
    func `a hop limit that ends on the way leaves it open`(_ value: Int) throws {
        let writing = #"{"mangle": {"key": \#(Self.hops), "value": \#(value)}}"#
        #expect(try published(when: nil, hook: "prerouting", [writing])?.verdict == .unknown)
    }

    /// Nobody can send what arrives with 255 and is passed on with as much.
    @Test(arguments: [(AddressFamily.ipv4, "ttl", "TTL"), (.ipv6, "hl", "HL")])
    func `what only a rule can write is not called closed`(
        _ family: AddressFamily,
        _ question: String,
        _ target: String
    ) throws {
        let text = """
            *mangle
            :FORWARD ACCEPT [0:0]
            -A FORWARD -j \(target) --\(question)-set 255
            COMMIT
            *filter
            :FORWARD DROP [0:0]
            -A FORWARD -m \(question) --\(question)-eq 255 -j ACCEPT
            COMMIT
            """
        let rules = try SavedRules(text, family: family).ruleset(.iptablesNFT)
        let address = try #require(Address(family == .ipv4 ? "172.17.0.2" : "fd00:17::2"))
        let prover = Prover(
            rules,
            topology: Self.topology,
            containers: [ContainerAddress(name: "a", address: address)]
        )
        let doors = prover.doors(from: .init(.outside, interface: "eth0"), over: family).filter { door in
            guard case .container = door.to else { return false }
            return door.transport == Packet.tcp
        }
        #expect(doors.map(\.verdict) == [.unknown])
    }
}
