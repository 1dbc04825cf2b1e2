extension Ruleset {
    /// The rules as packets from sockets of one account meet them on their way out.
    ///
    /// Chains that other packets meet, too, keep the question: what comes in from a wire, and what comes back over
    /// loopback, has no socket, for which nftables and iptables answer differently.
    public func asked(by account: UInt32) -> Ruleset {
        var answered = self
        for table in tables.indices {
            let shared = tables[table].chainsBeside([.output, .postrouting, .egress])
            for chain in tables[table].chains.indices where !shared.contains(tables[table].chains[chain].name) {
                for rule in tables[table].chains[chain].rules.indices {
                    let matches = tables[table].chains[chain].rules[rule].matches
                    answered.tables[table].chains[chain].rules[rule].matches = matches.map { $0.answered(for: account) }
                }
            }
        }
        return answered
    }
}

extension Table {
    /// Names of chains that packets reach from other hooks than these.
    fileprivate func chainsBeside(_ hooks: Set<Hook>) -> Set<String> {
        var waiting = chains.filter { $0.base.map { !hooks.contains($0.hook) } ?? false }
        var found = Set(waiting.map(\.name))
        while let chain = waiting.popLast() {
            for rule in chain.rules {
                guard let name = rule.action.chain, found.insert(name).inserted, let next = self[chain: name]
                else { continue }
                waiting.append(next)
            }
        }
        return found
    }
}

extension Action {
    /// The chain that it goes on in.
    fileprivate var chain: String? {
        switch self {
        case .jump(let name), .goto(let name): name
        default: nil
        }
    }
}

extension Match {
    fileprivate func answered(for account: UInt32) -> Match {
        switch test {
        case .socketAccount(let accounts):
            Match(accounts.contains { $0.contains(account) } ? .always : .either([]), isNegated: isNegated)
        case .either(let lists):
            Match(.either(lists.map { list in list.map { $0.answered(for: account) } }), isNegated: isNegated)
        default: self
        }
    }
}

extension Prover {
    /// The same for connections that an account of this machine makes.
    public func asked(by account: UInt32) -> Prover {
        Prover(ruleset.asked(by: account), topology: topology, sockets: sockets, containers: containers)
    }
}
