@testable import Rulesets

/// The machine of `lab/field`, as the prover is told of it.
enum FieldTopology {
    private static func interface(
        _ name: String,
        _ role: Topology.Interface.Role,
        _ own: [String],
        _ networks: [String]
    ) -> Topology.Interface {
        // The kernel makes a link-local address out of each hardware address.
        let links = ["eth0": 1, "eth1": 0x101, "ens10": 0x201, "docker0": 0xd001, "br-1": 0xd101]
        let link = links[name].map { "fe80::ff:fe00:\(String($0, radix: 16))" }
        return Topology.Interface(
            name,
            role,
            own: (own + [link].compactMap { $0 }).compactMap { Address($0) },
            networks: (networks + (link == nil ? [] : ["fe80::/64"])).compactMap { AddressRange($0) }
        )
    }

    static let interfaces: [Topology.Interface] = [
        interface("lo", .loopback, [], []),
        interface("eth0", .outside, ["203.0.113.2", "2001:db8:1::2"], ["203.0.113.0/24", "2001:db8:1::/64"]),
        interface("eth1", .outside, ["198.51.100.2", "2001:db8:2::2"], ["198.51.100.0/24", "2001:db8:2::/64"]),
        interface("ens10", .private, ["10.0.0.2", "fd00:10::2"], ["10.0.0.0/16", "fd00:10::/64"]),
        interface("docker0", .container, ["172.17.0.1", "fd00:17::1"], ["172.17.0.0/16", "fd00:17::/64"]),
        interface("br-1", .container, ["172.18.0.1", "fd00:18::1"], ["172.18.0.0/16", "fd00:18::/64"]),
    ]

    static let topology = Topology(
        interfaces: interfaces,
        routes: interfaces.flatMap { interface in
            interface.addresses.filter { !Topology.linkLocal.contains($0.first.bits) || $0.first.family == .ipv4 }
                .map { Topology.Route($0, interface: interface.name) }
        }
            + ["0.0.0.0/0", "::/0"].compactMap { AddressRange($0) }.map { Topology.Route($0, interface: "eth0") },
        forwards: [.ipv4, .ipv6]
    )

    static let containers: [ContainerAddress] = [
        ("a", "172.17.0.2"), ("b", "172.17.0.3"), ("c", "172.18.0.2"), ("a", "fd00:17::2"), ("b", "fd00:17::3"),
        ("c", "fd00:18::2"),
    ].compactMap { name, text in Address(text).map { ContainerAddress(name: name, address: $0) } }

    /// The interface at whose far end a namespace is.
    static func interface(of place: String) -> String {
        switch place {
        case "a", "b": "docker0"
        case "c": "br-1"
        default: place
        }
    }

    static func vantage(of sender: String) -> Door.Vantage {
        switch sender {
        case "host": Door.Vantage(.host)
        case "ens10": Door.Vantage(.private, interface: "ens10")
        case "a", "b", "c": Door.Vantage(.container, interface: interface(of: sender))
        default: Door.Vantage(.outside, interface: sender)
        }
    }

    static let senders = ["eth0", "eth1", "ens10", "a", "b", "c", "host"]

    /// Whether something stands at the address, where it is on a bridge: nobody answers for the others.
    static func answers(_ address: Address) -> Bool {
        let bridged = interfaces.filter { $0.role == .container }.flatMap(\.addresses).contains { $0.contains(address) }
        return !bridged || containers.contains { $0.address == address }
    }
}
