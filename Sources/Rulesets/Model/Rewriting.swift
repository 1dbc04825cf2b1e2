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

    public init(_ fields: Set<Field>, port: UInt16? = nil, address: Address? = nil) {
        self.fields = fields
        self.port = port
        self.address = address
    }

    /// Anything may be written.
    public static let unknown = Rewriting(Set(Field.allCases))
}
