@testable import Rulesets

/// What the prover says of single packets, from the sets it sends through the rules.
struct Prediction {
    enum Answer: Equatable {
        case open, closed, unknown
    }

    private struct Key: Hashable {
        let vantage: Door.Vantage
        let family: AddressFamily
        let isEcho: Bool
    }

    let prover: Prover
    private var traversals: [Key: Traversal] = [:]

    init(_ prover: Prover) { self.prover = prover }

    mutating func traversal(_ sender: String, _ family: AddressFamily, isEcho: Bool = false) -> Traversal {
        let key = Key(vantage: FieldTopology.vantage(of: sender), family: family, isEcho: isEcho)
        if let known = traversals[key] { return known }
        let start =
            isEcho
            ? PacketSet.echoes(from: key.vantage, family, prover.topology)
            : PacketSet.connections(from: key.vantage, family, prover.topology)
        let walker = PacketWalker(ruleset: prover.ruleset, topology: prover.topology, family: family)
        let traversal = walker.travel(start, from: key.vantage)
        traversals[key] = traversal
        return traversal
    }

    /// Where boxes lead to, whatever is marked on the packets: more than one place is not decided.
    private struct Place: Hashable {
        let interface: String?
        let destinations: IntervalSet<UInt128>?
        let ports: IntervalSet<UInt16>?

        init(_ interface: String?, _ box: PacketBox) {
            self.interface = interface
            destinations = box.hasNewAddress ? box.addressSet(.destination) : nil
            ports = box.hasNewPort ? box.set(.destinationPort) : nil
        }
    }

    struct Verdict {
        var answer: Answer
        /// Where it may arrive: nothing for the machine itself.
        var arrivals: [(interface: String?, box: PacketBox)]
    }

    mutating func verdict(_ probe: Probe) -> Verdict {
        guard ["a", "b", "c"].contains(probe.sender) else { return verdict(probe, hopLimit: 64) }
        // A bridge takes nothing from the hop limit, a router does: the model does not tell them apart.
        let (bridged, routed) = (verdict(probe, hopLimit: 65), verdict(probe, hopLimit: 64))
        if bridged.answer == routed.answer { return routed }
        return Verdict(answer: .unknown, arrivals: bridged.arrivals + routed.arrivals)
    }

    private mutating func verdict(_ probe: Probe, hopLimit: UInt16) -> Verdict {
        let isEcho = probe.transport == Packet.icmp || probe.transport == Packet.icmpv6
        let traversal = traversal(probe.sender, probe.source.family, isEcho: isEcho)
        var arrivals: [(String?, PacketBox)] = []
        for box in traversal.delivered.possible.boxes where box.contains(probe, hopLimit) {
            arrivals.append((nil, box))
        }
        for box in traversal.forwarded.possible.boxes where box.contains(probe, hopLimit) {
            for (index, interface) in prover.topology.interfaces.enumerated()
            where box.set(.output).contains(UInt16(index + 1)) {
                arrivals.append((interface.name, box))
            }
        }
        let isRefused = (traversal.delivered.refused.boxes + traversal.forwarded.refused.boxes).contains {
            $0.contains(probe, hopLimit)
        }
        let answer: Answer =
            traversal.isIncomplete
            ? .unknown
            : arrivals.isEmpty
                ? .closed : isRefused || Set(arrivals.map { Place($0, $1) }).count > 1 ? .unknown : .open
        return Verdict(answer: answer, arrivals: arrivals)
    }
}

extension Prediction.Verdict {
    /// Whether the sender's own container is where the packet goes: a bridge sends nothing back where it came from.
    func returns(to sender: String) -> Bool {
        let own = FieldTopology.containers.filter { $0.name == sender }.map(\.address.bits)
        return arrivals.contains { interface, box in
            interface == FieldTopology.interface(of: sender)
                && own.contains { box.addressSet(.destination).contains($0) }
        }
    }

    /// Whether the packet may be where it was seen, as it was seen there.
    ///
    /// A packet for ::1 that a wire's rules made can be sent back out of that wire, where no machine takes it.
    func allows(_ arrival: Arrival) -> Bool {
        if arrival.place != "host", arrival.destination == Address("::1") { return true }
        return arrivals.contains { interface, box in
            (interface ?? "host") == FieldTopology.interface(of: arrival.place)
                && box.addressSet(.destination).contains(arrival.destination.bits)
                && (!box.hasPorts || box.set(.destinationPort).contains(arrival.port))
        }
    }
}

extension PacketBox {
    var hasPorts: Bool { self.set(.transport).first == 6 || self.set(.transport).first == 17 }

    /// Whether the packet, as it was sent, is one of these, which may have been translated since.
    func contains(_ probe: Probe, _ hopLimit: UInt16) -> Bool {
        let isTCP = probe.transport == Packet.tcp
        guard set(.transport).contains(UInt16(probe.transport)),
            addressSet(isDisguised ? .originalSource : .source).contains(probe.source.bits),
            addressSet(hasNewAddress ? .originalDestination : .destination).contains(probe.destination.bits),
            set(.hopLimit).contains(hopLimit)
        else { return false }
        guard isTCP || probe.transport == Packet.udp else { return set(.icmpType).contains(probe.port) }
        return set(.sourcePort).contains(probe.sourcePort) && set(.flags).contains(isTCP ? UInt16(probe.flags) : 0)
            && set(hasNewPort ? .originalPort : .destinationPort).contains(probe.port)
    }
}
