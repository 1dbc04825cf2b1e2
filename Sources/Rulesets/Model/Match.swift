/// One question a rule asks of a packet.
public struct Match: Hashable, Sendable {
    public var test: Test
    public var isNegated: Bool

    public init(_ test: Test, isNegated: Bool = false) {
        self.test = test
        self.isNegated = isNegated
    }
}

/// What can be asked of a packet.
public enum Test: Hashable, Sendable {
    case inputInterface([InterfaceName])
    case outputInterface([InterfaceName])
    case family(AddressFamily)
    /// Numbers of IANA's protocol registry.
    case transport([ClosedRange<UInt8>])
    case source([AddressRange])
    case destination([AddressRange])
    case sourcePort([ClosedRange<UInt16>])
    case destinationPort([ClosedRange<UInt16>])
    /// The port the sender addressed, before any translation; never holds for a packet without a connection, nor does
    /// its negation.
    case originalDestinationPort([ClosedRange<UInt16>])
    case originalDestination([AddressRange])
    /// The flags in `mask` are exactly `set`.
    case tcpFlags(mask: UInt8, set: UInt8)
    /// At least one of the flags is set.
    case anyTCPFlag(UInt8)
    case icmpType([ClosedRange<UInt8>])
    /// The hop limit of IPv6, which IPv4 calls time to live.
    case hopLimit([ClosedRange<UInt8>])
    case connectionState(Set<ConnectionState>)
    /// Whether the connection's destination was translated.
    case destinationTranslated
    case originalDirection
    case destinationType(Set<AddressType>)
    case sourceType(Set<AddressType>)
    /// Whether what is sent to the packet's source leaves by the interface that the packet came in by, as the main table
    /// of routes has it.
    case routedBack
    case rate(RateLimit)
    /// The packet's mark, as far as the mask reaches.
    case mark(mask: UInt32, [ClosedRange<UInt32>])
    /// The mark of the packet's connection.
    case connectionMark(mask: UInt32, [ClosedRange<UInt32>])
    /// The number of the account whose socket sends the packet; of one that passes through there is none.
    case socketAccount([ClosedRange<UInt32>])
    /// All of one of the lists hold; no two lists hold for the same packet.
    case either([[Match]])
    /// Holds for every packet: it only counts or remembers.
    case always
    /// A question that is not modeled, in the words of the program.
    case other(String)
}

/// The name of a network interface, or how names begin.
public struct InterfaceName: Hashable, Sendable {
    public let name: String
    public let isPrefix: Bool

    public init(_ name: String, isPrefix: Bool = false) {
        self.name = name
        self.isPrefix = isPrefix
    }

    public func matches(_ interface: String) -> Bool { isPrefix ? interface.hasPrefix(name) : interface == name }
}

/// What connection tracking thinks of a packet.
public enum ConnectionState: String, Hashable, CaseIterable, Sendable {
    case new, established, related, invalid, untracked
}

/// What the routing table thinks of an address.
public enum AddressType: String, Hashable, CaseIterable, Sendable {
    case unicast, local, broadcast, anycast, multicast, blackhole, unreachable, prohibit
}

/// A question about how many packets or connections there were.
public struct RateLimit: Hashable, Sendable {
    /// Who shares one budget.
    public enum Scope: String, Hashable, Sendable {
        case everybody = "everybody together"
        case source = "each source"
        case other = "something else"
    }

    public let scope: Scope
    /// Holds beyond the limit, not within it.
    public let isExceeding: Bool
    /// As the program writes it, such as `30/sec`.
    public let rate: String

    public init(_ scope: Scope, isExceeding: Bool, rate: String) {
        self.scope = scope
        self.isExceeding = isExceeding
        self.rate = rate
    }
}
