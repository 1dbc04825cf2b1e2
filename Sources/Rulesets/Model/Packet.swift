/// A packet as the rules of one hook see it.
///
/// What is absent is not known, and a rule that asks for it neither matches nor fails.
public struct Packet: Hashable, Sendable {
    public var source: Address
    public var destination: Address
    /// Absent on the output hook.
    public var inputInterface: String?
    /// Absent on the input hook.
    public var outputInterface: String?
    public var transport: UInt8
    public var sourcePort: UInt16
    public var destinationPort: UInt16
    public var tcpFlags: UInt8
    public var icmpType: UInt8
    public var hopLimit: UInt8
    public var connectionState: ConnectionState
    /// What the sender addressed, where the destination was translated.
    public var originalDestination: Address?
    public var originalDestinationPort: UInt16?
    public var sourceType: AddressType?
    public var destinationType: AddressType?

    public static let icmp: UInt8 = 1
    public static let tcp: UInt8 = 6
    public static let udp: UInt8 = 17
    public static let icmpv6: UInt8 = 58
    /// The name of a transport protocol's number, as people write it behind a port.
    public static func name(of transport: UInt8) -> String {
        switch transport {
        case tcp: "tcp"
        case udp: "udp"
        default: "protocol \(transport)"
        }
    }

    /// The SYN bit of the TCP header.
    public static let syn: UInt8 = 0x02

    /// The first packet of a connection.
    public init(
        from source: Address,
        to destination: Address,
        transport: UInt8 = Packet.tcp,
        port: UInt16,
        sourcePort: UInt16 = 51_413,
        inputInterface: String? = nil,
        outputInterface: String? = nil
    ) {
        self.source = source
        self.destination = destination
        self.inputInterface = inputInterface
        self.outputInterface = outputInterface
        self.transport = transport
        self.sourcePort = sourcePort
        destinationPort = port
        tcpFlags = transport == Packet.tcp ? Packet.syn : 0
        icmpType = transport == Packet.icmpv6 ? 128 : 8
        hopLimit = 64
        connectionState = .new
    }

    public var family: AddressFamily { destination.family }
}
