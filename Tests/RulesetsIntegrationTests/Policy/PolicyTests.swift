import MachineTesting
import Foundation
import Testing

@testable import Rulesets

/// One policy in every backend: proven closed, and closed for real.
@Suite(.serialized, .enabled(if: Field.blocker == nil, Comment(rawValue: Field.blocker ?? "")))
struct PolicyTests {
    private static let ways = PolicyField.Way.allCases.filter { $0 != .ufw || PolicyField.isUFWThere }

    /// Ports to scan: all of them when asked for, else those that matter and some others.
    private static let ports: [UInt16] = {
        if ProcessInfo.processInfo.environment["NACRE_POLICY_PORTS"] == "all" { return Array(1...65535) }
        var dice = Dice(seed: 3)
        return [22, 25, 80, 443, 465, 546, 587, 6667, 6697, 7000, 8080, 8443, 18789, 18790, 65535]
            + (0..<150).map { _ in UInt16(dice.number(1...65535)) }
    }()

    /// Ports of the host or of containers that somebody gets to, in the words of the proof.
    private func open(_ prover: Prover, _ sender: String, _ family: AddressFamily) -> Set<String> {
        let doors = prover.doors(from: FieldTopology.vantage(of: sender), over: family)
        return Set(
            doors.filter { $0.verdict != .closed }.map { door in
                let ports = door.ports.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0)" }.joined(separator: " ")
                let place =
                    switch door.to {
                    case .socket: "host"
                    case .container(let name, _, _): name
                    case .anywhere: "world"
                    }
                let name = door.transport == Packet.tcp ? "tcp" : "udp"
                return "\(door.verdict) \(ports)/\(name) \(place)"
            }
        )
    }

    @Test(arguments: ways)
    func `is proven to let in what it names, and nothing else`(_ way: PolicyField.Way) throws {
        let field = try PolicyField()
        let prover = Prover(
            try field.load(way),
            topology: FieldTopology.topology,
            containers: FieldTopology.containers
        )
        for sender in ["eth0", "eth1", "ens10"] {
            for family in AddressFamily.allCases {
                var found = open(prover, sender, family)
                // Answers of a DHCPv6 server on the link, which UFW lets in too; UFW takes multicast names as well.
                found = found.filter { !$0.hasSuffix("/udp host") || family == .ipv4 && way != .ufw }
                // What is sent to an address that Docker does not translate, a broadcast one, gets to the machine itself.
                // 8080 is a door of its own, for one address.
                found.remove("open 8080/tcp host")
                let hosts = Set(["open 22/tcp host", "open 22 443/tcp host"])
                #expect(found.subtracting(hosts) == ["open 443/tcp b"], "\(sender) \(family): \(found)")
                #expect(!found.isDisjoint(with: hosts))
                let limited = prover.doors(from: FieldTopology.vantage(of: sender), over: family).filter {
                    $0.verdict == .open && $0.ports == [8080...8080]
                }
                let named = family == .ipv4 ? "203.0.113.1" : "2001:db8:1::1"
                #expect(limited.map { $0.sources?.map(\.description) } == (sender == "ens10" ? [] : [[named]]))
            }
        }
        for port in [25, 465, 587, 6667, 7000] as [UInt16] {
            for sender in ["a", "c", "host"] {
                for family in AddressFamily.allCases {
                    let egress = prover.egress(from: FieldTopology.vantage(of: sender), over: family, port: port)
                    #expect(egress.verdict == .closed, "\(sender) \(family) \(port): \(egress.because)")
                }
            }
        }
        for family in AddressFamily.allCases {
            let egress = prover.egress(from: FieldTopology.vantage(of: "a"), over: family, port: 443)
            #expect(egress.verdict == .open, "\(family): \(egress.because)")
        }
    }

    @Test(arguments: ways)
    func `lets in what it names, and nothing else, when scanned`(_ way: PolicyField.Way) throws {
        let field = try PolicyField()
        _ = try field.load(way)
        for family in AddressFamily.allCases {
            for sender in ["eth0", "eth1", "ens10", "a", "c"] {
                let open = try scan(field, sender, family)
                // Containers of another network get to published ports, as Docker means it.
                let wanted: Set<UInt16> =
                    switch sender {
                    case "eth0": [22, 443, 8080]
                    case "c": [22, 443, 18789]
                    default: [22, 443]
                    }
                #expect(open == wanted, "\(way) \(family) from \(sender): \(open.sorted())")
            }
        }
    }

    /// Ports of the machine that a SYN gets to, or through, from the peer's own address.
    private func scan(_ field: PolicyField, _ sender: String, _ family: AddressFamily) throws -> Set<UInt16> {
        let places: [String: (String, String, String, String)] = [
            "eth0": ("203.0.113.1", "203.0.113.2", "2001:db8:1::1", "2001:db8:1::2"),
            "eth1": ("198.51.100.1", "198.51.100.2", "2001:db8:2::1", "2001:db8:2::2"),
            "ens10": ("10.0.0.1", "10.0.0.2", "fd00:10::1", "fd00:10::2"),
            "a": ("172.17.0.2", "172.17.0.1", "fd00:17::2", "fd00:17::1"),
            "c": ("172.18.0.2", "172.18.0.1", "fd00:18::2", "fd00:18::1"),
        ]
        guard let place = places[sender],
            let source = Address(family == .ipv4 ? place.0 : place.2),
            let target = Address(family == .ipv4 ? place.1 : place.3)
        else { return [] }
        var open: Set<UInt16> = []
        var number: UInt32 = 1
        for start in stride(from: 0, to: Self.ports.count, by: 2000) {
            var asked: [UInt32: UInt16] = [:]
            var probes: [Probe] = []
            for port in Self.ports[start..<min(start + 2000, Self.ports.count)] {
                // From other addresses of the same network, so that no limit for one source is met; 8080 wants the peer's.
                let isOwn = port == 8080
                let spread: UInt128 = family == .ipv4 ? UInt128(number % 200 + 10) : UInt128(number % 5000 + 10) << 64
                let bits = isOwn ? source.bits : family == .ipv4 ? source.bits & ~0xff | spread : source.bits ^ spread
                probes.append(
                    Probe(
                        number: number,
                        sender: sender,
                        transport: Packet.tcp,
                        source: Address(family: family, bits: bits),
                        destination: target,
                        sourcePort: UInt16(20000 + number % 40000),
                        port: port
                    )
                )
                asked[number] = port
                number += 1
            }
            for (number, arrivals) in try field.field.send(probes, patience: 0.2) where !arrivals.isEmpty {
                if let port = asked[number] { open.insert(port) }
            }
        }
        return open
    }

    @Test(arguments: ways)
    func `a flood from one source does not keep another out`(_ way: PolicyField.Way) throws {
        let field = try PolicyField()
        _ = try field.load(way)
        for (flooder, other, target) in [
            ("203.0.113.1", "203.0.113.77", "203.0.113.2"), ("2001:db8:1::1", "2001:db8:9::1", "2001:db8:1::2"),
        ] {
            var counted = 0
            for round in 0..<5 {
                let flood = try probes(1000, from: flooder, to: target, first: UInt32(round) * 1000 + 1)
                counted += try field.field.send(flood, patience: 0.05).count
            }
            let limit = PolicyField.policy.sourceLimit
            #expect(counted >= limit.burst / 2, "\(way): the flood's own first packets are within the limit")
            #expect(counted < 2500, "\(way): \(counted) of 5,000 packets of one source came in")
            let calm = try field.field.send(try probes(10, from: other, to: target, first: 9001), patience: 0.3)
            #expect(calm.count == 10, "\(way): \(calm.count) of 10 of another source came in")
        }
    }

    /// A bridge that a person named, and a VPN whose peers get out by a rule of its own.
    @Test(arguments: ways)
    func `named bridges and VPNs keep their way out, and strangers get no way in`(_ way: PolicyField.Way) throws {
        let field = try PolicyField()
        for (old, new) in [("br-1", "dmz0"), ("eth1", "wg0")] {
            for words in [["down"], ["name", new]] { _ = try field.field.run(["ip", "link", "set", old] + words) }
            _ = try field.field.run(["ip", "link", "set", new, "up"])
        }
        let rules = PolicyField.docker(.ipv4).replacing("br-1", with: "dmz0").replacing(
            "-A FORWARD -j DOCKER-USER\n",
            with: "-A FORWARD -j DOCKER-USER\n-A FORWARD -i wg0 ! -o docker0 -j ACCEPT\n-A FORWARD -o wg0 -j ACCEPT\n"
        )
        let loader: Field.Loader = way == .legacy ? .legacy : .nft
        #expect(try field.field.load(loader, rules, PolicyField.docker(.ipv6)).error == nil)
        var policy = PolicyField.policy
        let outward: [(String, String, String)] = [
            ("c", "172.18.0.2", "203.0.113.1"), ("eth1", "198.51.100.1", "203.0.113.1"),
        ]
        // Before the firewall knows of them it cuts them off.
        try field.apply(way, policy)
        #expect(try arrived(field, outward, at: "eth0") == [])
        policy.namedBridges = ["dmz0"]
        policy.forwarded = ["wg0"]
        try field.apply(way, policy)
        #expect(try arrived(field, outward, at: "eth0") == ["c", "eth1"])
        // Containers get to peers; a rule that lets everybody to them is no way in.
        #expect(try arrived(field, [("c", "172.18.0.2", "198.51.100.1")], at: "eth1") == ["c"])
        // Not to containers' own ports, and from outside neither to peers nor to containers.
        #expect(try arrived(field, [("eth1", "198.51.100.1", "172.17.0.2")], at: "a") == [])
        #expect(try arrived(field, [("eth0", "203.0.113.1", "172.18.0.2")], at: "c") == [])
        #expect(try arrived(field, [("eth0", "203.0.113.1", "198.51.100.1")], at: "eth1") == [])
        #expect(try arrived(field, [("eth0", "203.0.113.1", "203.0.113.2")], at: "host") == [])
    }

    /// Senders whose connection to port 9000 is seen at a place.
    private func arrived(
        _ field: PolicyField,
        _ journeys: [(sender: String, source: String, target: String)],
        at place: String
    ) throws -> [String] {
        let probes = try journeys.enumerated().map { index, journey in
            Probe(
                number: UInt32(index + 1),
                sender: journey.sender,
                transport: Packet.tcp,
                source: try #require(Address(journey.source)),
                destination: try #require(Address(journey.target)),
                sourcePort: UInt16.random(in: 20000...60000),
                port: 9000
            )
        }
        return try field.field.send(probes, patience: 0.3).filter { $0.value.contains { $0.place == place } }
            .map { journeys[Int($0.key) - 1].sender }.sorted()
    }

    private func probes(_ count: Int, from source: String, to target: String, first: UInt32) throws -> [Probe] {
        let source = try #require(Address(source))
        let target = try #require(Address(target))
        return (0..<count).map { index in
            Probe(
                number: first + UInt32(index),
                sender: "eth0",
                transport: Packet.tcp,
                source: source,
                destination: target,
                sourcePort: UInt16(1025 + (Int(first) + index) % 60000),
                port: 22
            )
        }
    }

    @Test(arguments: ways)
    func `keeps mail and chat from leaving, from the machine and from containers`(_ way: PolicyField.Way) throws {
        let field = try PolicyField()
        _ = try field.load(way)
        for (sender, source, target) in [
            ("a", "172.17.0.2", "203.0.113.1"), ("c", "172.18.0.2", "203.0.113.1"),
            ("host", "203.0.113.2", "203.0.113.1"), ("a", "fd00:17::2", "2001:db8:1::1"),
            ("host", "2001:db8:1::2", "2001:db8:1::1"),
        ] {
            let (source, target) = (try #require(Address(source)), try #require(Address(target)))
            let ports: [UInt16] = [25, 465, 587, 6660, 6667, 6669, 6697, 7000, 443, 53]
            let probes = ports.enumerated().map { index, port in
                Probe(
                    number: UInt32(index + 1),
                    sender: sender,
                    transport: Packet.tcp,
                    source: source,
                    destination: target,
                    sourcePort: UInt16(30000 + index),
                    port: port
                )
            }
            let arrived = try field.field.send(probes, patience: 0.3).filter {
                $0.value.contains { $0.place == "eth0" }
            }
            let seen = Set(arrived.keys.map { ports[Int($0) - 1] })
            #expect(seen == [443, 53], "\(way) from \(sender) to \(target): \(seen.sorted())")
        }
    }

    @Test(arguments: ways)
    func `what is established stays, and nothing new comes`(_ way: PolicyField.Way) throws {
        let field = try PolicyField()
        let docker = try field.field.load(
            way == .legacy ? .legacy : .nft,
            PolicyField.docker(.ipv4),
            PolicyField.docker(.ipv6)
        )
        #expect(docker.error == nil)
        let steps = try field.steps(way, PolicyField.policy).map { [$0.words, $0.input] as [Any] }
        let input = String(decoding: try JSONSerialization.data(withJSONObject: steps), as: UTF8.self)
        let done = try field.field.run(["python3", "-c", Self.conversation], input: input)
        #expect(done.out == "kept, and closed\n", "\(way): \(done.error)")
    }

    /// A container's connection to a port of the machine that the policy does not open, before and after it is applied.
    private static let conversation = """
        import ctypes, json, os, socket, subprocess, sys
        home = os.open("/proc/self/ns/net", os.O_RDONLY)
        inside = os.open("/var/run/netns/nacre%da" % os.getppid(), os.O_RDONLY)
        def enter(place):
            if ctypes.CDLL(None).setns(place, 0): raise SystemExit("no way into the namespace")
        ears = socket.create_server(("172.17.0.1", 9000))
        def call(patience):
            enter(inside)
            try: return socket.create_connection(("172.17.0.1", 9000), timeout=patience)
            finally: enter(home)
        mouth = call(5)
        ear, _ = ears.accept()
        def talk(text):
            for sender, receiver in ((mouth, ear), (ear, mouth)):
                sender.sendall(text)
                receiver.settimeout(5)
                if receiver.recv(100) != text: raise SystemExit("not understood")
        talk(b"before")
        for words, text in json.load(sys.stdin):
            done = subprocess.run(words, input=text, capture_output=True, text=True)
            if done.returncode: raise SystemExit(words[0] + ": " + done.stderr)
        talk(b"after")
        try: call(1)
        except TimeoutError: print("kept, and closed")
        else: print("kept, and open")
        """

    @Test(arguments: ways)
    func `is the same when applied twice`(_ way: PolicyField.Way) throws {
        let field = try PolicyField()
        let once = try field.load(way)
        try field.apply(way, PolicyField.policy)
        let twice = try field.live(way)
        for table in once.tables {
            let again = try #require(twice.tables.first { $0.name == table.name && $0.family == table.family })
            for chain in table.chains where chain.name != "sources4" {
                let sources = again[chain: chain.name]?.rules.map(\.source)
                #expect(sources == chain.rules.map(\.source), "\(way) \(table.name) \(chain.name)")
            }
        }
    }
}
