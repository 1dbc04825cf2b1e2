@testable import Rulesets

/// Some packets that no rule of a ruleset names.
struct UnlistedSource {
    let packets: [Packet]

    private static let addresses = ["9.9.9.9", "93.184.215.14", "203.0.113.77", "200.1.1.1"]
    private static let targets = ["8.8.4.4", "150.1.1.1"]
    private static let ports: [UInt16] = [1, 23, 1025, 47_113]

    init(_ ruleset: Ruleset, _ hook: Hook) {
        let listed = ListedPackets(ruleset, .ipv4)
        let others = { (texts: [String]) in
            texts.compactMap { Address($0) }.filter { listed.otherAddresses.contains($0.bits) }
        }
        let own = ["203.0.113.2"].compactMap { Address($0) }
        let sources = hook == .output ? own : others(Self.addresses)
        let targets = hook == .input ? own : others(Self.targets)
        var packets: [Packet] = []
        for source in sources {
            for target in targets {
                for port in Self.ports where listed.otherPorts.contains(port) {
                    for transport in [Packet.tcp, Packet.udp] {
                        for sourcePort: UInt16 in [53, 51_413] {
                            var packet = Packet(
                                from: source,
                                to: target,
                                transport: transport,
                                port: port,
                                sourcePort: sourcePort
                            )
                            packet.place(at: hook)
                            packets.append(packet)
                        }
                    }
                }
            }
        }
        self.packets = packets
    }
}

extension Packet {
    fileprivate mutating func place(at hook: Hook) {
        inputInterface = hook == .output ? nil : "eth0"
        outputInterface = hook == .input ? nil : "eth0"
        destinationType = hook == .input ? .local : .unicast
        sourceType = hook == .output ? .local : .unicast
    }

    /// Whether it can pass all chains on its way.
    func fate(under ruleset: Ruleset, _ hook: Hook) -> Bool? {
        let hooks: [Hook] =
            switch hook {
            case .input: [.prerouting, .input]
            case .output: [.output, .postrouting]
            default: [.prerouting, .forward, .postrouting]
            }
        return ruleset.fate(of: self, at: hooks).canPass
    }
}

extension Door.Witness {
    func packet(at hook: Hook) -> Packet {
        var packet = Packet(
            from: source,
            to: destination,
            transport: transport,
            port: destinationPort,
            sourcePort: sourcePort
        )
        packet.tcpFlags = tcpFlags
        packet.hopLimit = hopLimit
        packet.place(at: hook)
        return packet
    }
}
