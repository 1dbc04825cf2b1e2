/// Something that answers, and whether a new connection from somewhere gets to it.
public struct Door: Hashable, Sendable {
    public enum Verdict: String, Hashable, Sendable {
        case open, closed
        /// A rule on the way is not understood.
        case unknown
    }

    public let family: AddressFamily
    public let from: Vantage
    public let transport: UInt8
    /// Ports as the one who connects addresses them.
    public let ports: [ClosedRange<UInt16>]
    public let to: Target
    /// Who gets through, or may; nothing where it is everybody who can be at that place.
    public let sources: [AddressRange]?
    /// Where they get to, or may; nothing where it is everywhere that packets can be sent to from there.
    public let destinations: [AddressRange]?
    public let verdict: Verdict
    /// A packet that gets through; one that is refused where nothing does.
    public let witness: Witness?
    /// The rules that decide the witness's fate, in the order they are met.
    public let path: [Step]
    /// The last of them in words, or the reason that is no rule.
    public let because: String
    /// The rule or the end of a chain that decides, where packets to this door are filtered.
    public let decision: Decision
}

extension Door {
    /// Where a connection begins.
    public struct Vantage: Hashable, Sendable {
        public enum Place: String, Hashable, CaseIterable, Sendable {
            case outside, `private`, container, host
        }

        public let place: Place
        /// Absent for the host itself.
        public let interface: String?

        public init(_ place: Place, interface: String? = nil) {
            self.place = place
            self.interface = interface
        }
    }

    /// What answers.
    public enum Target: Hashable, Sendable {
        case socket(Socket)
        /// The port is absent where it is the one that was addressed.
        case container(name: String, Address, port: UInt16?)
        /// Any address beyond this machine.
        case anywhere
    }

    /// One packet, concrete.
    public struct Witness: Hashable, Sendable {
        public let source: Address
        public let sourcePort: UInt16
        public let destination: Address
        public let destinationPort: UInt16
        public let transport: UInt8
        /// 64, as senders begin with, unless the rules want another.
        public let hopLimit: UInt8
        /// SYN alone, unless the rules want others beside it; 0 where it is not TCP's.
        public let tcpFlags: UInt8
    }

    /// One rule, or one policy, on the way.
    public struct Step: Hashable, Sendable {
        public let table: String
        public let chain: String
        /// Counted from 1; absent for a policy.
        public let number: Int?
        /// The rule as its program writes it, or `policy drop`.
        public let text: String
    }
}

/// A listening socket.
public struct Socket: Hashable, Sendable {
    public let transport: UInt8
    public let port: UInt16
    /// Absent for every address of the family.
    public let address: Address?
    /// Families it answers; an IPv6 wildcard often answers both.
    public let families: Set<AddressFamily>
    public let program: String?

    public init(
        transport: UInt8,
        port: UInt16,
        address: Address? = nil,
        families: Set<AddressFamily> = [.ipv4, .ipv6],
        program: String? = nil
    ) {
        self.transport = transport
        self.port = port
        self.address = address
        self.families = families
        self.program = program
    }
}

/// A container's address on a bridge.
public struct ContainerAddress: Hashable, Sendable {
    public let name: String
    public let address: Address

    public init(name: String, address: Address) {
        self.name = name
        self.address = address
    }
}

extension Door.Witness: CustomStringConvertible {
    /// Such as `tcp 203.0.113.7:51413 → 203.0.113.5:22`.
    public var description: String {
        "\(Packet.name(of: transport)) \(Self.place(source, sourcePort)) → \(Self.place(destination, destinationPort))"
    }

    private static func place(_ address: Address, _ port: UInt16) -> String {
        address.family == .ipv6 ? "[\(address)]:\(port)" : "\(address):\(port)"
    }
}
