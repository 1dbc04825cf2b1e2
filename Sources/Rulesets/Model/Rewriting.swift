/// What a rule writes into a packet's headers without translation, which connection tracking knows nothing of.
///
/// Sets of packets do not remember what was there before: whatever such a rule may lead to is left undecided.
public struct Rewriting: Hashable, Sendable {
    public enum Field: Hashable, CaseIterable, Sendable {
        case source, destination, sourcePort, destinationPort, transport, flags, icmpType, hopLimit
        /// What connection tracking takes the packet for.
        case state
    }

    public let fields: Set<Field>
    /// The port that is written, where it is known.
    public let port: UInt16?
    /// The address that is written, where it is known.
    public let address: Address?
    /// Whether the hop limit that is written may be too low to be passed on: 0 or 1, or one less than what was sent.
    public let maySpendHops: Bool

    public init(_ fields: Set<Field>, port: UInt16? = nil, address: Address? = nil, maySpendHops: Bool = false) {
        self.fields = fields
        self.port = port
        self.address = address
        self.maySpendHops = maySpendHops
    }

    /// Writes the hop limit, to this value where it is known.
    static func hops(_ value: Int?) -> Rewriting {
        Rewriting([.hopLimit], maySpendHops: value.map { $0 < 2 } ?? true)
    }

    /// Anything may be written.
    public static let unknown = Rewriting(Set(Field.allCases), maySpendHops: true)
}
