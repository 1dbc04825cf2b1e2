/// What a file for `nft -f` says about policies of input chains; not a parser of the whole language.
///
/// Enough to say which rules come back at boot: the kernel's own listing is what counts while it runs.
public struct NFTScript: Hashable, Sendable {
    private var dropping: Set<Table.Family> = []
    private var includes = false

    public init(_ text: String) {
        var family = Table.Family.ip
        var isInput = false
        for line in text.split(separator: "\n") {
            let code = line.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)[0]
            let words = code.split { " \t;{}".contains($0) }.map(String.init)
            if words.first == "include" { includes = true }
            if words.first == "table" { family = words.dropFirst().first.flatMap { Table.Family(rawValue: $0) } ?? .ip }
            if words.first == "chain" { isInput = false }
            if let hook = words.firstIndex(of: "hook"), hook + 1 < words.count { isInput = words[hook + 1] == "input" }
            if let policy = words.firstIndex(of: "policy"), policy + 1 < words.count, isInput,
                words[policy + 1] == "drop"
            {
                dropping.insert(family)
            }
        }
    }

    /// Whether an input chain's policy drops packets of the family; nothing where another file may say.
    public func dropsInput(_ family: AddressFamily) -> Bool? {
        if dropping.contains(.inet) || dropping.contains(family == .ipv4 ? .ip : .ip6) { return true }
        return includes ? nil : false
    }
}
