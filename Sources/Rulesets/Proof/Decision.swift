/// What decides about packets: a rule, the end of a chain, or no rule at all.
public enum Decision: Hashable, Sendable {
    case rule(Rule, table: String, chain: String)
    /// The policy of a base chain.
    case end(table: String, chain: String)
    /// No chain is asked.
    case noRules
    /// No rule refuses, and yet nothing leads there.
    case noWay
    /// The rules could not be followed to their end.
    case tooMany

    var isRule: Bool { if case .rule = self { true } else { false } }

    var isOfFilterTable: Bool { if case .end("filter", _) = self { true } else { false } }
}

extension Decision: CustomStringConvertible {
    public var description: String {
        switch self {
        case .rule(let rule, let table, _): "\(table): \(rule.source)"
        case .end(let table, let chain): "the end of \(table)'s \(chain)"
        case .noRules: "no rules at all"
        case .noWay: "no packet from there gets to that address"
        case .tooMany: "the rules are too many, or lead in a circle"
        }
    }
}
