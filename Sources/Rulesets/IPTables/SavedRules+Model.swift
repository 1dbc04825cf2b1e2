extension SavedRules {
    /// What the rules mean.
    public func ruleset(_ backend: Backend) -> Ruleset {
        var tables: [Table] = []
        var places: [String: Int] = [:]
        for (index, line) in lines.enumerated() {
            switch line {
            case .note, .commit: continue
            case .table(let name):
                places = [:]
                tables.append(Table(backend, family == .ipv4 ? .ip : .ip6, name))
            case .chain(let name, let policy, _):
                guard let last = tables.indices.last else { continue }
                // A name that is declared twice is the same chain, as iptables-restore reads it.
                guard places[name] == nil else { continue }
                places[name] = tables[last].chains.count
                tables[last].chains.append(Chain(name, base: Self.base(name, policy, in: tables[last].name)))
            case .rule(_, let words):
                guard let last = tables.indices.last, let place = words.first.flatMap({ places[$0.text] }) else {
                    continue
                }
                guard !Self.isOfOther(words, family) else { continue }
                var reader = RuleReader(words.dropFirst(), family: family, chains: Set(places.keys))
                let source = "-A " + words.map(\.description).joined(separator: " ")
                tables[last].chains[place].rules.append(reader.rule(source: source, line: index + 1))
            }
        }
        return Ruleset(tables: tables)
    }

    /// Whether the rule says that it is of the other family: a file for both has such, and each program passes over them.
    private static func isOfOther(_ words: [Word], _ family: AddressFamily) -> Bool {
        let marks = family == .ipv4 ? ["-6", "--ipv6"] : ["-4", "--ipv4"]
        return words.contains { !$0.isQuoted && marks.contains($0.text) }
    }

    /// Priorities are those of `enum nf_ip_hook_priorities` in <linux/netfilter_ipv4.h>.
    private static func base(_ name: String, _ policy: String, in table: String) -> Chain.Base? {
        guard policy != "-", let hook = Hook(rawValue: name.lowercased()) else { return nil }
        let policy: Chain.Policy = policy == "DROP" ? .drop : .accept
        let isSource = hook == .postrouting || hook == .input
        return switch table {
        case "raw": Chain.Base(.filter, hook, priority: -300, policy: policy)
        case "mangle": Chain.Base(hook == .output ? .route : .filter, hook, priority: -150, policy: policy)
        case "nat": Chain.Base(.nat, hook, priority: isSource ? 100 : -100, policy: policy)
        case "security": Chain.Base(.filter, hook, priority: 50, policy: policy)
        default: Chain.Base(.filter, hook, priority: 0, policy: policy)
        }
    }
}
