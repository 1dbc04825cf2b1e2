/// What `Resource.ruleset` holds.
public enum RulesetState: Hashable, Codable, Sendable {
    /// The rules of Nacre's own files, to be loaded.
    case order(RulesetOrder)
    /// The kernel's rules as they were, in the notation of the programs that listed them.
    case image(String)
}

extension RulesetState: CustomStringConvertible {
    public var description: String {
        switch self {
        case .order(let order): order.description
        case .image(let text): text
        }
    }
}
