import MachineTesting
@testable import Rulesets

/// Makes packets to try: random ones, and ones from the corners of the sets that the prover found.
struct ProbeMaker {
    private var dice: Dice
    private var number: UInt32

    init(_ dice: Dice, first: UInt32) {
        self.dice = dice
        number = first
    }

    mutating func probes(_ prediction: inout Prediction, random: Int, cornersEach: Int) -> [Probe] {
        var probes: [Probe] = []
        for _ in 0..<random { if let probe = randomProbe() { probes.append(probe) } }
        for sender in ["eth0", "eth1", "ens10", "a", "c", "host"] {
            for family in AddressFamily.allCases {
                let traversal = prediction.traversal(sender, family)
                let sets = [
                    traversal.delivered.possible, traversal.delivered.refused, traversal.forwarded.possible,
                    traversal.forwarded.refused,
                ]
                for _ in 0..<cornersEach {
                    let boxes = dice.pick(sets).boxes
                    if !boxes.isEmpty, let probe = corner(dice.pick(boxes), sender, family) { probes.append(probe) }
                }
            }
        }
        return probes
    }

    /// A witness as a packet, perhaps to another port; nothing where the field cannot send or see it.
    mutating func probe(_ sender: String, _ witness: Door.Witness, port: UInt16? = nil) -> Probe? {
        var probe = probe(
            sender,
            witness.transport,
            witness.source,
            witness.destination,
            port ?? witness.destinationPort,
            // The usual port stands for any high one.
            witness.sourcePort == 51_413 ? UInt16(30_000 + Int(number % 35_000)) : witness.sourcePort
        )
        probe?.hopLimit = witness.hopLimit
        if witness.transport == Packet.tcp { probe?.flags = witness.tcpFlags }
        return probe
    }

    /// The same packet as a new connection.
    mutating func again(_ probe: Probe) -> Probe {
        var probe = probe
        number += 1
        probe.number = number
        return probe
    }

    private mutating func randomProbe() -> Probe? {
        let isVersion6 = dice.chance(45)
        let sender = dice.pick(FieldTopology.senders)
        let transport = dice.pick([6, 6, 6, 17, 17, isVersion6 ? Packet.icmpv6 : Packet.icmp])
        guard let source = source(sender, isVersion6), let destination = Address(dice.pick(Pool.addresses(isVersion6)))
        else { return nil }
        let port =
            transport == Packet.icmp
            ? 8 : transport == Packet.icmpv6 ? 128 : dice.chance(80) ? dice.pick(Pool.ports) : dice.number(1...65535)
        var probe = probe(sender, transport, source, destination, UInt16(port), nil)
        // As Linux itself begins with explicit congestion notification, and as only a crafted packet does.
        if transport == Packet.tcp, dice.chance(30) { probe?.flags = dice.pick([0xc2, 0xc2, 0x42, 0x0a, 0x22]) }
        if isVersion6, dice.chance(15) { probe?.extensionHeader = dice.pick([0, 44, 60]) }
        return probe
    }

    private mutating func source(_ sender: String, _ isVersion6: Bool) -> Address? {
        switch (sender, isVersion6) {
        case ("a", false): Address("172.17.0.2")
        case ("a", true): Address("fd00:17::2")
        case ("b", false): Address("172.17.0.3")
        case ("b", true): Address("fd00:17::3")
        case ("c", false): Address("172.18.0.2")
        case ("c", true): Address("fd00:18::2")
        case ("host", _):
            Address(dice.pick(Array(Pool.addresses(isVersion6).prefix(5)) + [isVersion6 ? "::1" : "127.0.0.1"]))
        case ("ens10", false): Address(dice.pick(["10.0.0.1", "10.0.77.7"]))
        case ("ens10", true): Address(dice.pick(["fd00:10::1", "fd00:10::77"]))
        case (_, false):
            Address(dice.pick(["203.0.113.1", "192.0.2.5", "192.0.2.200", "9.9.9.9", "10.0.0.1", "198.51.100.1"]))
        case (_, true):
            Address(
                dice.pick(["2001:db8:1::1", "2001:db8:9::5", "2001:db8:9:8001::5", "2606:4700::1111", "fd00:10::1"])
            )
        }
    }

    private mutating func probe(
        _ sender: String,
        _ transport: UInt8,
        _ source: Address,
        _ destination: Address,
        _ port: UInt16,
        _ sourcePort: UInt16?
    ) -> Probe? {
        // Nobody sends from loopback's addresses to anywhere else: the sockets of the kernel do not.
        if sender == "host",
            Topology.loopback(source.family).contains(source.bits)
                != Topology.loopback(source.family).contains(destination.bits),
            !FieldTopology.topology.local(source.family).contains(destination.bits)
        {
            return nil
        }
        guard FieldTopology.answers(destination) else { return nil }
        // A router sends what is for the link it came from back there: nothing of the machine, and not modeled.
        if destination.family == .ipv6, Topology.linkLocal.contains(destination.bits),
            !FieldTopology.topology.local(.ipv6).contains(destination.bits)
        {
            return nil
        }
        // Only UDP takes broadcasts; what TCP and ICMP throw away, the ears of the field would hear.
        if transport != Packet.udp, source.family == .ipv4,
            FieldTopology.topology.broadcast().contains(destination.bits)
        {
            return nil
        }
        number += 1
        return Probe(
            number: number,
            sender: sender,
            transport: transport,
            source: source,
            destination: destination,
            sourcePort: sourcePort ?? UInt16(20_000 + Int(number % 40_000)),
            port: port
        )
    }

    private mutating func corner(_ box: PacketBox, _ sender: String, _ family: AddressFamily) -> Probe? {
        guard let transport = box.set(.transport).first.flatMap({ UInt8(exactly: $0) }),
            let source = corner(box.addressSet(box.isDisguised ? .originalSource : .source)),
            let destination = corner(box.addressSet(box.hasNewAddress ? .originalDestination : .destination)),
            let port = corner(
                transport == 6 || transport == 17
                    ? box.set(box.hasNewPort ? .originalPort : .destinationPort) : box.set(.icmpType)
            )
        else { return nil }
        let ports = box.set(.sourcePort)
        let usual = UInt16(20_000 + Int((number + 1) % 40_000))
        var probe = probe(
            sender,
            transport,
            Address(family: family, bits: source),
            Address(family: family, bits: destination),
            port,
            ports.contains(usual) ? usual : corner(ports)
        )
        if transport == Packet.tcp, let flags = corner(box.set(.flags)) { probe?.flags = UInt8(clamping: flags) }
        return probe
    }

    private mutating func corner<Number>(_ set: IntervalSet<Number>) -> Number? {
        guard !set.isEmpty else { return nil }
        let range = dice.pick(set.ranges)
        return dice.pick([
            range.lowerBound, range.upperBound, range.lowerBound + (range.upperBound - range.lowerBound) / 2,
        ])
    }
}
