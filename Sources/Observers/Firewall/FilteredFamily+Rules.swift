import Hardening
import Rulesets

extension FilteredFamily {
    /// Rules that accept, limit or trust in a way that matters.
    var notableRules: [Record] {
        var records: [Record] = []
        for case .rule(let rule, let table, let chain) in limitedAccepts {
            let record = record(.acceptByLimiter, table, chain, rule)
            if !records.contains(record) { records.append(record) }
        }
        for table in filters.ruleset.tables where table.sees(filters.family) {
            let entered = table.chainsEntered(at: [.prerouting, .input])
            for chain in table.chains {
                for (index, rule) in chain.rules.enumerated() {
                    if entered.contains(chain.name), let kind = limiter(rule, at: index, of: chain, in: table) {
                        records.append(record(kind, table.name, chain.name, rule))
                    }
                    if let kind = trust(rule, in: chain) {
                        records.append(record(kind, table.name, chain.name, rule))
                    }
                }
            }
        }
        return records
    }

    private func record(_ kind: FirewallRuleKind, _ table: String, _ chain: String, _ rule: Rule) -> Record {
        let place = rule.line > 0 ? " \(rule.line)" : ""
        var record = Record("\(filters.family.rawValue) \(table) \(chain)\(place)", common)
        record[.ruleKind] = .rule(kind)
        record[.chain] = .text(chain)
        record[.ruleText] = .text(rule.source)
        record[.hostPort] = .unset
        record[.reachable] = .unset
        return record
    }

    /// Limiters of new TCP connections: one budget for everybody, or one for each source.
    private func limiter(_ rule: Rule, at index: Int, of chain: Chain, in table: Table) -> FirewallRuleKind? {
        let rates = rule.matches.compactMap { match -> RateLimit? in
            if case .rate(let rate) = match.test { rate } else { nil }
        }
        guard let rate = rates.first, rule.canSeeNewTCP else { return nil }
        // Either the rule refuses what is beyond, or it lets pass what is within and a later rule refuses the rest.
        let refuses =
            rate.isExceeding
            ? rule.action.refuses(in: table)
            : rule.action.letsGo
                && chain.rules.dropFirst(index + 1).contains { next in
                    next.action.refuses(in: table) && !next.asksForRate && next.canSeeNewTCP
                }
        guard refuses else { return nil }
        return switch rate.scope {
        case .source: .limitPerSource
        case .everybody: .sharedLimiter
        case .other: nil
        }
    }

    /// Private ranges that may reach every container: the default of tools that make UFW and Docker agree.
    private func trust(_ rule: Rule, in chain: Chain) -> FirewallRuleKind? {
        guard chain.name == "DOCKER-USER", rule.action == .return || rule.action == .accept else { return nil }
        guard rule.matches.count == 1, case .source(let ranges) = rule.matches[0].test, !rule.matches[0].isNegated
        else {
            return nil
        }
        let privateRanges = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"].compactMap {
            AddressRange($0)
        }
        // A single bridge network is a /16; what is wider trusts neighbors too.
        return ranges.contains { privateRanges.contains($0) } ? .trustedRange : nil
    }
}

extension Table {
    /// Chains that packets of some hooks can get into.
    func chainsEntered(at hooks: [Hook]) -> Set<String> {
        let byName = Dictionary(chains.map { ($0.name, $0) }) { first, _ in first }
        var waiting = chains.filter { $0.base.map { hooks.contains($0.hook) && $0.kind != .nat } ?? false }
        var entered = Set(waiting.map(\.name))
        while let chain = waiting.popLast() {
            for rule in chain.rules {
                guard let target = rule.action.target, let next = byName[target], entered.insert(target).inserted else {
                    continue
                }
                waiting.append(next)
            }
        }
        return entered
    }
}

extension Rule {
    /// Whether the first packet of a TCP connection can match.
    fileprivate var canSeeNewTCP: Bool {
        matches.allSatisfy { match in
            switch match.test {
            case .transport(let numbers): numbers.contains { $0.contains(Packet.tcp) } != match.isNegated
            case .tcpFlags(let mask, let set): (Packet.syn & mask == set) != match.isNegated
            case .connectionState(let states): states.contains(.new) != match.isNegated
            case .icmpType: false
            case .inputInterface(let names): !names.contains(InterfaceName("lo")) || match.isNegated
            default: true
            }
        }
    }
}

extension Action {
    fileprivate var target: String? {
        switch self {
        case .jump(let name), .goto(let name): name
        default: nil
        }
    }

    fileprivate var letsGo: Bool { [.accept, .return].contains(self) }

    /// Whether the packet is refused, here or at the end of the chain it is sent to.
    fileprivate func refuses(in table: Table) -> Bool {
        switch self {
        case .drop, .reject: true
        case .jump(let name), .goto(let name):
            table[chain: name]?.rules.last.map { [.drop, .reject].contains($0.action) && $0.matches.isEmpty } ?? false
        default: false
        }
    }
}
