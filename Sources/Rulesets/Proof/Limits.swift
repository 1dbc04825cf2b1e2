/// How often packets come, as limiters see it.
enum Rate: Hashable, Sendable {
    /// One alone: within every limit.
    case within
    /// So many that every limit is exceeded.
    case beyond
    /// Any number: whether a limit is exceeded is not known.
    case any

    /// Whether a question about a limit is answered by yes.
    func holds(_ limit: RateLimit, _ match: Match) -> Bool? {
        switch self {
        case .within: limit.isExceeding == match.isNegated
        case .beyond: limit.isExceeding != match.isNegated
        case .any: nil
        }
    }
}

extension PacketWalker {
    /// The same for packets that come at another rate.
    func at(_ rate: Rate) -> PacketWalker {
        var walker = self
        walker.rate = rate
        return walker
    }

    func travel(_ packets: PacketSet, from vantage: Door.Vantage) -> Traversal {
        vantage.place == .host ? depart(packets) : arrive(packets)
    }
}

extension Ruleset {
    /// Whether how often packets come decides what becomes of them.
    var limits: Bool {
        tables.contains { table in table.chains.contains { $0.decides && $0.rules.contains(where: \.isLimited) } }
    }
}

extension Chain {
    /// Whether a packet's way through it matters: one that only counts, logs and returns is left as it was entered.
    fileprivate var decides: Bool {
        base != nil || rules.contains { $0.action != .proceed && $0.action != .return || !$0.changes.isEmpty }
    }
}

extension Rule {
    fileprivate var isLimited: Bool {
        (action != .proceed || !changes.isEmpty) && matches.contains { if case .rate = $0.test { true } else { false } }
    }
}
