/// A rule's question as packet sets.
struct RuleBoxes: Sendable {
    /// Disjoint; the packets that may match.
    let boxes: [PacketBox]
    /// Whether every packet in the boxes does match.
    let isSure: Bool
}

/// Turns rules into boxes for one family on one machine.
struct BoxReader {
    let family: AddressFamily
    let topology: Topology
    let marks: Marks
    /// How often packets come.
    var rate = Rate.within
    /// Whether a rule asks for the hop limit.
    var asksForHops = true
    /// Whether a rule may write destinations without translation: then it is not known what connections remember.
    var forgetsOrigins = false

    /// - Returns: nothing where no packet of the family can match.
    func boxes(_ rule: Rule) -> RuleBoxes? {
        var boxes = [PacketBox.all]
        var isSure = true
        for match in rule.matches {
            guard let parts = parts(match) else {
                isSure = false
                continue
            }
            boxes = boxes.flatMap { box in parts.compactMap { box.intersection($0) } }
            if boxes.isEmpty { return nil }
        }
        return RuleBoxes(boxes: boxes, isSure: isSure)
    }

    /// The packets a match holds for, as disjoint boxes; nothing where it is not understood.
    private func parts(_ match: Match) -> [PacketBox]? {
        switch match.test {
        case let test where forgetsOrigins && test.asksForOrigins: nil
        case .inputInterface(let names): one(.input, topology.indexes(names), match)
        case .outputInterface(let names): one(.output, topology.indexes(names), match)
        case .family(let other): (other == family) != match.isNegated ? [.all] : []
        case .mark(let mask, let values): marks.indexes(mask: mask, values).map { one(.mark, $0, match) }
        case .connectionMark(let mask, let values):
            marks.indexes(mask: mask, values).map { tracked(one(.connectionMark, $0, match)) }
        case .either(let lists): either(lists, match)
        case .transport(let numbers):
            // Zero means every protocol.
            numbers.contains { $0 == 0...0 }
                ? (match.isNegated ? [] : [.all])
                : one(.transport, IntervalSet(numbers.map { UInt16($0.lowerBound)...UInt16($0.upperBound) }), match)
        case .source(let ranges): one(.source, addresses(ranges), match)
        case .destination(let ranges): one(.destination, addresses(ranges), match)
        case .originalDestination(let ranges):
            tracked(
                original(
                    one(.originalDestination, addresses(ranges), match),
                    one(.destination, addresses(ranges), match),
                    Translation.newAddress
                )
            )
        case .sourcePort(let ports): ported(.sourcePort, ports, match)
        case .destinationPort(let ports): ported(.destinationPort, ports, match)
        case .originalDestinationPort(let ports):
            tracked(
                original(
                    ported(.originalPort, ports, match),
                    ported(.destinationPort, ports, match),
                    Translation.newPort
                )
            )
        case .tcpFlags(let mask, let set): flags(match) { $0 & mask == set }
        case .anyTCPFlag(let any): flags(match) { $0 & any != 0 }
        case .icmpType(let types):
            product(
                .transport,
                IntervalSet(family == .ipv4 ? UInt16(Packet.icmp) : UInt16(Packet.icmpv6)),
                .icmpType,
                IntervalSet(types.map { UInt16($0.lowerBound)...UInt16($0.upperBound) }),
                match
            )
        case .connectionState(let states):
            one(.state, IntervalSet(states.map { $0.number...$0.number }), match)
        case .destinationTranslated: tracked(one(.translated, Translation.changed, match))
        // Of the first packet of a connection, which is what a proof is about.
        case .originalDirection: match.isNegated ? [] : tracked([.all])
        case .destinationType(let types): typed(.destination, types, match)
        case .sourceType(let types): typed(.source, types, match)
        case .routedBack:
            match.isNegated
                ? topology.routedBack(family).reduce(PacketSet.all) { $0.subtracting($1) }.boxes
                : topology.routedBack(family)
        case .rate(let limit): rate.holds(limit, match).map { $0 ? [.all] : [] }
        // A sender chooses it: a packet can be made for any answer.
        case .hopLimit(let limits):
            one(.hopLimit, IntervalSet(limits.map { UInt16($0.lowerBound)...UInt16($0.upperBound) }), match)
        case .always: match.isNegated ? [] : [.all]
        // Docker 28.0 keeps the networks of its bridges in sets of these names.
        case .other(let words) where words.hasPrefix("set --match-set docker-ext-bridges-v") && words.hasSuffix(" dst"):
            one(
                .destination,
                addresses(topology.interfaces.filter { $0.role == .container }.flatMap(\.addresses)),
                match
            )
        // Who sends is known where somebody asks for one account: `Ruleset.asked(by:)`.
        case .socketAccount, .other: nil
        }
    }

    private func one(_ property: PacketBox.Property, _ set: IntervalSet<UInt16>, _ match: Match) -> [PacketBox] {
        let set = match.isNegated ? set.complement : set
        return PacketBox.all.narrowed(property, to: set).map { [$0] } ?? []
    }

    private func one(_ property: PacketBox.Property, _ set: IntervalSet<UInt128>, _ match: Match) -> [PacketBox] {
        let set = match.isNegated ? set.complement : set
        return PacketBox.all.narrowed(property, toAddresses: set).map { [$0] } ?? []
    }

    private func addresses(_ ranges: [AddressRange]) -> IntervalSet<UInt128> {
        IntervalSet(ranges.filter { $0.first.family == family }.map { $0.first.bits...$0.last.bits })
    }

    private func typed(_ property: PacketBox.Property, _ types: Set<AddressType>, _ match: Match) -> [PacketBox]? {
        var set = IntervalSet<UInt128>.empty
        for type in types {
            switch type {
            case .local: set = set.union(topology.local(family))
            case .anycast: set = set.union(topology.anycast(family))
            case .multicast: set = set.union(IntervalSet(Topology.multicast(family)))
            case .broadcast: if family == .ipv4 { set = set.union(topology.broadcast()) }
            case .unicast:
                let special = topology.local(family).union(IntervalSet(Topology.multicast(family)))
                    .union(family == .ipv4 ? topology.broadcast() : topology.anycast(family))
                set = set.union(special.complement)
            case .blackhole, .unreachable, .prohibit: return nil
            }
        }
        return one(property, set, match)
    }

    /// TCP, UDP, DCCP, SCTP and UDP-Lite begin with two ports.
    private static let ported = IntervalSet<UInt16>([6...6, 17...17, 33...33, 132...132, 136...136])

    private func ported(_ property: PacketBox.Property, _ ports: [ClosedRange<UInt16>], _ match: Match) -> [PacketBox] {
        product(.transport, Self.ported, property, IntervalSet(ports), match)
    }

    /// What was addressed at first: remembered by a translated packet, still there in any other.
    private func original(
        _ translated: [PacketBox],
        _ plain: [PacketBox],
        _ kinds: IntervalSet<UInt16>
    ) -> [PacketBox] {
        translated.compactMap { $0.narrowed(.translated, to: kinds) }
            + plain.compactMap { $0.narrowed(.translated, to: kinds.complement) }
    }

    /// Questions about a connection are not asked of packets without one: neither answer holds.
    private func tracked(_ boxes: [PacketBox]) -> [PacketBox] {
        let states = IntervalSet<UInt16>(
            [ConnectionState.new, .established, .related].map { $0.number...$0.number }
        )
        return boxes.compactMap { $0.narrowed(.state, to: states) }
    }

    private func either(_ lists: [[Match]], _ match: Match) -> [PacketBox]? {
        var boxes: [PacketBox] = []
        for list in lists {
            var alternative = [PacketBox.all]
            for inner in list {
                guard let parts = parts(inner) else { return nil }
                alternative = alternative.flatMap { box in parts.compactMap { box.intersection($0) } }
            }
            boxes += alternative
        }
        guard match.isNegated else { return boxes }
        return boxes.reduce(PacketSet.all) { $0.subtracting($1) }.boxes
    }

    private func flags(_ match: Match, _ holds: (UInt8) -> Bool) -> [PacketBox] {
        let values = (UInt8.min...UInt8.max).filter(holds).map { UInt16($0)...UInt16($0) }
        return product(.transport, IntervalSet(UInt16(Packet.tcp)), .flags, IntervalSet(values), match)
    }

    /// Two properties at once; the negation is everything else, in two boxes.
    private func product(
        _ first: PacketBox.Property,
        _ firstSet: IntervalSet<UInt16>,
        _ second: PacketBox.Property,
        _ secondSet: IntervalSet<UInt16>,
        _ match: Match
    ) -> [PacketBox] {
        let inside = PacketBox.all.narrowed(first, to: firstSet)
        guard match.isNegated else { return inside?.narrowed(second, to: secondSet).map { [$0] } ?? [] }
        return [
            PacketBox.all.narrowed(first, to: firstSet.complement),
            inside?.narrowed(second, to: secondSet.complement),
        ].compactMap { $0 }
    }
}

extension Test {
    /// Whether it asks what connections remember of destinations.
    fileprivate var asksForOrigins: Bool {
        switch self {
        case .originalDestination, .originalDestinationPort, .destinationTranslated: true
        default: false
        }
    }
}
