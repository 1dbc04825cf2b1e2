import MachineTesting
import Documents
import Rulesets
import Testing

@Suite struct ListingTests {
    private let addresses = """
        [{"ifindex":1,"ifname":"lo","flags":["LOOPBACK","UP","LOWER_UP"],"link_type":"loopback","addr_info":[
           {"family":"inet","local":"127.0.0.1","prefixlen":8,"scope":"host"},
           {"family":"inet6","local":"::1","prefixlen":128,"scope":"host"}]},
         {},
         {"ifindex":2,"ifname":"eth0","flags":["BROADCAST","MULTICAST","UP","LOWER_UP"],"link_type":"ether","addr_info":[
           {"family":"inet","local":"203.0.113.5","prefixlen":24,"broadcast":"203.0.113.255","scope":"global"},
           {"family":"inet6","local":"2001:db8::5","prefixlen":64,"scope":"global"}]},
         {"ifindex":3,"ifname":"ens7","flags":["BROADCAST","UP"],"link_type":"ether","addr_info":[
           {"family":"inet","local":"10.1.0.2","prefixlen":16,"scope":"global"}]},
         {"ifindex":4,"ifname":"docker0","flags":["UP"],"link_type":"ether","addr_info":[
           {"family":"inet","local":"172.17.0.1","prefixlen":16,"scope":"global"}]},
         {"ifindex":6,"ifname":"veth12","flags":["UP"],"master":"docker0","link_type":"ether","addr_info":[]},
         {"ifindex":7,"ifname":"wg0","flags":["POINTOPOINT","UP"],"link_type":"none","addr_info":[
           {"family":"inet","local":"10.9.0.1","address":"10.9.0.2","prefixlen":32,"scope":"global"}]}]
        """
    private let routes = """
        [{"dst":"default","gateway":"203.0.113.1","dev":"eth0","flags":[]},
         {"dst":"10.1.0.0/16","dev":"ens7","protocol":"kernel","scope":"link","prefsrc":"10.1.0.2","flags":[]},
         {"type":"unreachable","dst":"192.0.2.0/24","flags":[]}]
        """

    @Test func `tells outside, neighbors and containers apart`() throws {
        let topology = Topology(
            try AddressListing(Array(addresses.utf8)),
            try RouteListing(Array(routes.utf8)),
            forwards: [.ipv4]
        )
        #expect(
            topology.interfaces.map { "\($0.name) \($0.role)" } == [
                "lo loopback", "eth0 outside", "ens7 private", "docker0 container", "wg0 private",
            ]
        )
        #expect(topology.interfaces[1].own.map(\.description) == ["203.0.113.5", "2001:db8::5"])
        #expect(topology.interfaces[4].addresses.map(\.description) == ["10.9.0.2"])
        #expect(topology.routes.map(\.interface) == ["eth0", "ens7", nil])
    }

    @Test func `what the kernel takes for the machine's own is its own`() throws {
        let text = """
            [{"ifname":"lo","flags":["LOOPBACK","UP"],"link_type":"loopback","addr_info":[
               {"local":"127.0.0.1","prefixlen":8},{"local":"203.0.113.1","prefixlen":24}]},
             {"ifname":"eth0","flags":["UP"],"addr_info":[{"local":"198.51.100.2","prefixlen":24}]}]
            """
        let local = """
            [{"type":"local","dst":"127.0.0.0/8","dev":"lo","table":"local"},
             {"type":"local","dst":"192.0.2.0/24","dev":"lo","table":"local"},
             {"type":"local","dst":"198.51.100.2","dev":"eth0","table":"local"},
             {"type":"local","dst":"default","dev":"lo","table":"100"}]
            """
        let topology = Topology(
            try AddressListing(Array(text.utf8)),
            try RouteListing(Array(local.utf8), family: .ipv4),
            forwards: []
        )
        #expect(topology.localNetworks.map(\.description) == ["203.0.113.0/24", "192.0.2.0/24"])
        #expect(
            topology.perhapsLocalNetworks.map(\.description) == ["0.0.0.0-255.255.255.255"]
                || topology.perhapsLocalNetworks.map(\.description) == ["0.0.0.0/0"]
        )
        let rules = """
            *filter
            :INPUT ACCEPT [0:0]
            -A INPUT -d 198.51.100.2/32 -p tcp -m tcp --dport 8080 -j DROP
            COMMIT
            """
        let prover = Prover(
            try SavedRules(rules, family: .ipv4).ruleset(.iptablesNFT),
            topology: topology,
            sockets: [Socket(transport: Packet.tcp, port: 8080)]
        )
        let door = prover.doors(from: Door.Vantage(.outside, interface: "eth0"), over: .ipv4).first
        #expect(door?.verdict == .open)
        #expect(door?.destinations?.contains { $0.contains(Address("203.0.113.9") ?? $0.first) } == true)
    }

    @Test func `loopback is reached through an interface that may route to it`() throws {
        let text =
            #"[{"ifname":"lo","flags":["LOOPBACK","UP"],"link_type":"loopback","addr_info":[]},{"ifname":"eth0","flags":["UP"],"addr_info":[{"local":"198.51.100.2","prefixlen":24}]}]"#
        var topology = Topology(try AddressListing(Array(text.utf8)), nil, forwards: [])
        let socket = Socket(transport: Packet.tcp, port: 9000, address: Address("127.0.0.1"), families: [.ipv4])
        let outside = Door.Vantage(.outside, interface: "eth0")
        let closed = Prover(Ruleset(), topology: topology, sockets: [socket]).doors(from: outside, over: .ipv4)
        #expect(closed.map(\.verdict) == [.closed])
        topology.loopbackRouters = ["eth0"]
        let open = Prover(Ruleset(), topology: topology, sockets: [socket]).doors(from: outside, over: .ipv4)
        #expect(open.map(\.verdict) == [.open])
    }

    @Test func `where no interface leads outside, all do`() throws {
        let text = #"[{"ifname":"eth0","flags":["UP"],"addr_info":[{"local":"10.0.0.4","prefixlen":24}]}]"#
        let topology = Topology(try AddressListing(Array(text.utf8)), nil, forwards: [])
        #expect(topology.interfaces.map(\.role) == [.outside])
        #expect(topology.routes.map(\.interface) == ["eth0"])
    }

    @Test(arguments: [
        ("{}", "line 1, column 1: a list of interfaces is wanted, as `ip -json address` prints it"),
        ("[\n{\"flags\":[]}]", "line 2, column 1: an interface has no \"ifname\""),
        (
            "[{\"ifname\":\"x\",\n\"addr_info\":[{\"local\":\"10.0.0.1\",\"prefixlen\":99}]}]",
            "line 2, column 14: 10.0.0.1 and its prefix length are no address"
        ),
    ])
    func `says where a listing of interfaces is wrong`(_ text: String, _ message: String) {
        #expect { _ = try AddressListing(Array(text.utf8)) } throws: { "\($0)" == message }
    }

    @Test(
        arguments: [
            ("[{}]", []), ("[{\"dst\":\"fe80::/64\",\"dev\":\"eth0\"}]", ["fe80::/64"]),
            ("[{\"dst\":\"default\",\"via\":{\"family\":\"inet6\",\"host\":\"fe80::1\"},\"dev\":\"eth0\"}]", ["::/0"]),
            ("[{\"dst\":\"default\",\"dev\":\"wg0\"}]", ["0.0.0.0/0", "::/0"]),
            ("[{\"dst\":\"10.0.0.255\",\"type\":\"broadcast\",\"dev\":\"eth0\"}]", []),
        ] as [(String, [String])]
    )
    func `reads routes of every kind`(_ text: String, _ destinations: [String]) throws {
        #expect(try RouteListing(Array(text.utf8)).routes.map { "\($0.destination)" } == destinations)
    }

    @Test func `reads sockets as ss prints them`() throws {
        let text = """
            udp   UNCONN 0      0          127.0.0.53%lo:53        0.0.0.0:*    users:(("systemd-resolve",pid=1,fd=16))
            udp   UNCONN 0      0    [fe80::1%eth0]:546          [::]:*
            tcp   LISTEN 0      4096                 *:18789            *:*    users:(("node",pid=812,fd=21))
            tcp   LISTEN 0      128            0.0.0.0:22         0.0.0.0:*    users:(("sshd",pid=700,fd=6))
            tcp   LISTEN 0      128               [::]:22            [::]:*
            tcp   LISTEN 0      511  [::ffff:127.0.0.1]:8080          *:*
            """
        let sockets = try SocketListing(text).sockets
        #expect(sockets.map(\.port) == [53, 546, 18789, 22, 22, 8080])
        #expect(sockets.map { $0.address?.description } == ["127.0.0.53", "fe80::1", nil, nil, nil, "127.0.0.1"])
        #expect(sockets[2].families == [.ipv4, .ipv6] && sockets[3].families == [.ipv4])
        #expect(sockets[4].families == [.ipv6] && sockets[5].families == [.ipv4])
        #expect(sockets[2].program == "node" && sockets[1].program == nil)
        #expect { _ = try SocketListing("\ntcp LISTEN what") } throws: {
            "\($0)" == "line 2, column 1: tcp LISTEN what is no socket as `ss -Hltnup` prints it"
        }
    }

    @Test func `reads containers' addresses in every network`() throws {
        let text = """
            [{"Name":"/claw","NetworkSettings":{"IPAddress":"172.17.0.2","GlobalIPv6Address":"","Networks":{
              "bridge":{"IPAddress":"172.17.0.2","GlobalIPv6Address":""},
              "inner":{"IPAddress":"172.20.0.3","GlobalIPv6Address":"fd00:1::3"}}}},
             {"Name":"/shared","NetworkSettings":{"Networks":{"host":{"IPAddress":""}}}}]
            """
        let containers = try ContainerListing(Array(text.utf8)).containers
        #expect(
            containers.map { "\($0.name) \($0.address)" } == [
                "claw 172.17.0.2", "claw 172.20.0.3", "claw fd00:1::3",
            ]
        )
        #expect(throws: SyntaxError.self) { _ = try ContainerListing(Array("[{}]".utf8)) }
    }

    @Test(arguments: [
        ("2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"), ("::", "::"), ("::1", "::1"), ("fe80:0:0:0:0:0:0:0", "fe80::"),
        ("1:0:2:3:4:5:6:7", "1:0:2:3:4:5:6:7"), ("1:0:0:2:0:0:0:3", "1:0:0:2::3"),
    ])
    func `writes IPv6 addresses as RFC 5952 wants`(_ text: String, _ canonical: String) {
        #expect(Address(text)?.description == canonical)
    }

    @Test(arguments: [
        "0.0.0.0/0", "10.0.0.0/8", "192.0.2.1", "192.0.2.1-192.0.2.6", "2001:db8::/32", "::/0", "::1-::2",
    ])
    func `writes ranges as they are read`(_ text: String) {
        #expect(AddressRange(text)?.description == text)
    }

    @Test func `survives random bytes`() {
        var random = SeededGenerator(seed: 77)
        let seeds = [addresses, routes].map { Array($0.utf8) }
        for _ in 0..<2000 {
            guard var bytes = seeds.randomElement(using: &random) else { continue }
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            _ = try? AddressListing(bytes)
            _ = try? RouteListing(bytes)
            _ = try? ContainerListing(bytes)
            _ = try? SocketListing(String(decoding: bytes, as: UTF8.self))
        }
    }
}
