extension RulesetImage {
    /// What of ours the kernel holds otherwise than this image, in words for a person; nothing where it holds the same.
    ///
    /// Where a jump stands among rules of others, and the policy of what is forwarded while Docker is there, are no part
    /// of it: others move both.
    public func difference(_ now: Listings) -> String? {
        for family in AddressFamily.allCases {
            let table = now.filter(family)
            let difference = FilterImage.difference(
                filters[family],
                table.map { FilterImage($0) },
                hasDocker: table?.hasDocker ?? false
            )
            if let difference { return "\(family == .ipv4 ? "IPv4" : "IPv6"): \(difference)" }
        }
        let own = RulesetImage(now).own
        guard own != self.own else { return nil }
        return "table inet nacre \(own == nil ? "is missing" : self.own == nil ? "is still there" : "has other rules")"
    }
}

extension FilterImage {
    fileprivate static func difference(_ then: FilterImage?, _ now: FilterImage?, hasDocker: Bool) -> String? {
        for chain in ["INPUT", "FORWARD", "OUTPUT"] where !(chain == "FORWARD" && hasDocker) {
            let (was, has) = (then?.verdict(chain) ?? "ACCEPT", now?.verdict(chain) ?? "ACCEPT")
            if was != has { return "the policy of \(chain) is \(has) and not \(was)" }
        }
        let (was, has) = (then?.parts ?? [:], now?.parts ?? [:])
        guard was != has, let chain = Set(was.keys).union(has.keys).sorted().first(where: { was[$0] != has[$0] }) else {
            return nil
        }
        if was[chain] == nil { return "chain \(chain) is still there" }
        if has[chain] == nil { return "chain \(chain) is missing" }
        return "chain \(chain) has other rules"
    }

    private func verdict(_ chain: String) -> String? { policies.first { $0.chain == chain }?.verdict }

    /// The rules of each chain of ours in order, and the jumps from each chain of others.
    private var parts: [String: [String]] {
        var parts: [String: [String]] = [:]
        for chain in chains { parts[chain] = [] }
        for line in rules { parts[line.chain, default: []].append(line.text) }
        // Docker puts the jump to its own chain where it likes, and takes it along when it goes.
        for jump in jumps where jump.line.target != Self.dockerUser {
            parts[jump.line.chain, default: []].append(jump.line.text)
        }
        return parts
    }
}
