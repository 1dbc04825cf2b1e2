import Rulesets

/// One packet to send.
struct Probe {
    var number: UInt32
    /// A namespace of the field.
    var sender: String
    var transport: UInt8
    var source: Address
    var destination: Address
    var sourcePort: UInt16
    /// The type, where the packet is ICMP's.
    var port: UInt16
    var hopLimit: UInt8 = 64
    /// Of TCP's.
    var flags: UInt8 = Packet.syn
    /// An extension header of IPv6 between its own and the transport's.
    var extensionHeader: UInt8?

    /// Whether it stays on a bridge, which takes nothing from its hop limit, as the routers of the model do.
    var isBridged: Bool {
        ["a", "b"].contains(sender)
            && ["172.17.0.2", "172.17.0.3", "fd00:17::2", "fd00:17::3"].contains { Address($0) == destination }
    }

    /// In the order that the field reads.
    var fields: [Any] {
        [
            Int(number), sender, Int(transport), "\(source)", "\(destination)", Int(sourcePort), Int(port),
            transport == Packet.tcp ? Int(flags) : 0, Int(hopLimit),
            extensionHeader.map { Int($0) } ?? -1,
        ]
    }
}

extension Probe: CustomStringConvertible {
    var description: String {
        "\(sender): \(transport) \(source) \(sourcePort) -> \(destination) \(port)\(flags == Packet.syn ? "" : " flags \(flags)")"
            + (extensionHeader.map { " behind extension header \($0)" } ?? "")
    }
}

/// Where a packet was seen, and what it looked like there.
struct Arrival: CustomStringConvertible {
    let place: String
    let source: Address
    let destination: Address
    let port: UInt16

    init?(_ fields: [Any]) {
        guard fields.count == 6, let place = fields[1] as? String,
            let source = (fields[2] as? String).flatMap({ Address($0) }),
            let destination = (fields[3] as? String).flatMap({ Address($0) }),
            let port = (fields[5] as? Int).flatMap({ UInt16(exactly: $0) })
        else { return nil }
        self.place = place
        self.source = source
        self.destination = destination
        self.port = port
    }

    var description: String { "\(place) as \(source) -> \(destination) \(port)" }
}
