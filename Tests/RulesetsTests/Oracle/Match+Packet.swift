@testable import Rulesets

extension Match {
    /// Whether the packet is what the match asks for; nothing where that could not be determined.
    ///
    /// A rate is never told: it depends on the packets before this one.
    func holds(for packet: Packet) -> Bool? {
        test.holds(for: packet).map { $0 != isNegated }
    }
}

extension Test {
    func holds(for packet: Packet) -> Bool? {
        switch self {
        // A packet without an interface on a side matches no name there, as the kernel compares with an empty name.
        case .inputInterface(let names): names.contains { $0.matches(packet.inputInterface ?? "") }
        case .outputInterface(let names): names.contains { $0.matches(packet.outputInterface ?? "") }
        case .family(let family): packet.family == family
        case .transport(let numbers): numbers.contains { $0.contains(packet.transport) }
        case .source(let ranges): ranges.contains { $0.contains(packet.source) }
        case .destination(let ranges): ranges.contains { $0.contains(packet.destination) }
        case .sourcePort(let ports): packet.hasPorts && ports.contains { $0.contains(packet.sourcePort) }
        case .destinationPort(let ports): packet.hasPorts && ports.contains { $0.contains(packet.destinationPort) }
        case .originalDestinationPort(let ports):
            packet.hasPorts
                && ports.contains { $0.contains(packet.originalDestinationPort ?? packet.destinationPort) }
        case .originalDestination(let ranges):
            ranges.contains { $0.contains(packet.originalDestination ?? packet.destination) }
        case .tcpFlags(let mask, let set): packet.transport == Packet.tcp && packet.tcpFlags & mask == set
        case .anyTCPFlag(let flags): packet.transport == Packet.tcp && packet.tcpFlags & flags != 0
        case .icmpType(let types):
            (packet.transport == Packet.icmp || packet.transport == Packet.icmpv6)
                && types.contains { $0.contains(packet.icmpType) }
        case .hopLimit(let limits): limits.contains { $0.contains(packet.hopLimit) }
        case .connectionState(let states): states.contains(packet.connectionState)
        case .destinationTranslated: packet.originalDestination != nil || packet.originalDestinationPort != nil
        case .originalDirection: packet.connectionState == .established ? nil : true
        case .destinationType(let types): packet.destinationType.map { types.contains($0) }
        case .sourceType(let types): packet.sourceType.map { types.contains($0) }
        case .always: true
        case .either(let lists): Self.either(lists, packet)
        case .rate, .socketAccount, .other, .mark, .connectionMark, .routedBack: nil
        }
    }
}

extension Test {
    private static func either(_ lists: [[Match]], _ packet: Packet) -> Bool? {
        var answer: Bool? = false
        for list in lists {
            let answers = list.map { $0.holds(for: packet) }
            if answers.allSatisfy({ $0 == true }) { return true }
            if !answers.contains(false) { answer = nil }
        }
        return answer
    }
}

extension Packet {
    /// Whether the header begins with two port numbers: TCP, UDP, DCCP, SCTP, UDP-Lite.
    fileprivate var hasPorts: Bool { [6, 17, 33, 132, 136].contains(transport) }
}
