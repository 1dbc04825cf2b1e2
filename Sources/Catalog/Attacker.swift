/// Who can use what is wrong: what somebody must have before it is of use to them.
///
/// From who needs least to who needs most.
public enum Attacker: String, CaseIterable, Codable, Comparable, Sendable {
    /// Nothing but an address, or the name of a bot.
    case stranger
    /// Words that an agent comes to read: a page, a mail, a document, a member of a group.
    case author
    /// A program in a container of the server.
    case container
    /// An account or a program on the server.
    case account

    public static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }

    private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }

    /// As the subject of a sentence.
    public var words: String {
        switch self {
        case .stranger: "anyone on the network"
        case .author: "whoever writes what an agent reads"
        case .container: "a program in a container"
        case .account: "any account or program on the server"
        }
    }
}
