extension FirewallPolicy {
    /// One table of its own, for `nft -f`: replaced as a whole, in one transaction, beside whatever else there is.
    ///
    /// It comes before the usual filters: what it drops is gone, what it accepts others may still drop. Docker's own
    /// rules, in whichever backend, stay as they are.
    public var nftables: String {
        var lines = [
            "# Written by Nacre.", "table inet nacre", "delete table inet nacre", "", "table inet nacre {",
        ]
        for (name, type, timeout) in [("sources4", "ipv4_addr", 60), ("sources6", "ipv6_addr", 60)] {
            lines += [
                "    set \(name) {", "        type \(type)", "        flags dynamic,timeout", "        size 65535",
                "        timeout \(timeout)s", "    }",
            ]
        }
        lines += chain("source_limit", hook: nil, limitStatements)
        lines += chain("inward", hook: nil, inwardStatements)
        lines += chain("input", hook: "input priority filter - 10; policy drop;", inputStatements)
        lines += chain("forward", hook: "forward priority filter - 10; policy accept;", forwardStatements)
        lines += chain("output", hook: "output priority filter - 10; policy accept;", outputStatements)
        return (lines + ["}", ""]).joined(separator: "\n")
    }

    private func chain(_ name: String, hook: String?, _ statements: [String]) -> [String] {
        ["", "    chain \(name) {"] + (hook.map { ["        type filter hook \($0)"] } ?? [])
            + statements.map { "        \($0)" } + ["    }"]
    }

    private var limitStatements: [String] {
        let rate = "limit rate over \(sourceLimit.rate)/second burst \(sourceLimit.burst) packets"
        return [
            "meta nfproto ipv4 tcp flags & (fin | syn | rst | ack) == syn update @sources4 { ip saddr \(rate) } drop",
            "meta nfproto ipv6 tcp flags & (fin | syn | rst | ack) == syn "
                + "update @sources6 { ip6 saddr & ffff:ffff:ffff:ffff:: \(rate) } drop",
        ]
    }

    private var inputStatements: [String] {
        let types = { (numbers: [Int]) in numbers.map(String.init).joined(separator: ", ") }
        return [
            "iifname \"lo\" accept",
            "ct state established,related accept",
            // Neighbor discovery is not tracked, and must not be taken for invalid.
            "icmpv6 type { \(types(Self.neighborDiscovery)) } ip6 hoplimit 255 accept",
            "icmpv6 type { \(types(Self.icmpv6)) } accept",
            "icmp type { \(types(Self.icmp)) } accept",
            "ip6 saddr fe80::/10 udp sport 547 udp dport 546 accept",
            "ct state invalid drop",
            "jump source_limit",
        ] + openingStatements { "\($0.transportName) dport \($0.port) accept" } + serviceStatements
    }

    private var forwardStatements: [String] {
        var statements = [
            "ct state established,related accept", "ip daddr \(Self.metadata(.ipv4)) drop",
            "ip6 daddr \(Self.metadata(.ipv6)) drop",
        ]
        statements += bridges.map { "iifname \(Self.pattern($0)) oifname \(Self.pattern($0)) accept" }
        for bridge in bridges {
            let pattern = Self.pattern(bridge)
            if !ports.isEmpty {
                statements.append("iifname \(pattern) oifname != \(pattern) tcp dport { \(ports) } drop")
            }
            statements.append("iifname \(pattern) accept")
        }
        // Peers and guests get to containers like everybody else; what else they send is other rules' to decide. To them
        // go answers, above, and what containers and each other send: no stranger begins a connection.
        if !forwarded.isEmpty { statements += bridges.map { "oifname \(Self.pattern($0)) jump inward" } }
        statements += forwarded.map { "iifname \(Self.pattern($0)) accept" }
        return statements + ["jump inward"]
    }

    /// What was addressed counts, not the port inside: the container's own port is nobody's to open.
    private var inwardStatements: [String] {
        ["jump source_limit"]
            + openingStatements {
                "ct state new ct status dnat meta l4proto \($0.transportName) ct original proto-dst \($0.port) accept"
            } + ["drop"]
    }

    /// What peers and guests ask of the machine itself: an address and names (DHCP, DNS), and nothing else; and what
    /// containers of a network may reach.
    private var serviceStatements: [String] {
        hostServices.map { service -> String in
            let source = "\(service.source.first.family == .ipv4 ? "ip" : "ip6") saddr \(service.source)"
            return "iifname \(Self.pattern(service.bridge)) \(source) tcp dport \(service.port) accept"
        }
            + forwarded.flatMap { interface in
                ["udp dport { 53, 67, 547 } accept", "tcp dport 53 accept"].map {
                    "iifname \(Self.pattern(interface)) \($0)"
                }
            }
    }

    private var outputStatements: [String] {
        guard !ports.isEmpty else { return [] }
        return (["lo"] + bridges).map { "oifname \(Self.pattern($0)) accept" } + ["tcp dport { \(ports) } drop"]
    }

    private var ports: String {
        blockedEgress.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)" }.joined(
            separator: ", "
        )
    }

    private func openingStatements(_ statement: (Opening) -> String) -> [String] {
        openings.flatMap { opening -> [String] in
            guard let sources = opening.sources else { return [statement(opening)] }
            return AddressFamily.allCases.flatMap { family -> [String] in
                let own = sources.filter { $0.first.family == family }
                guard !own.isEmpty else { return [] }
                let keyword = family == .ipv4 ? "ip saddr" : "ip6 saddr"
                return ["\(keyword) { \(own.map(\.description).joined(separator: ", ")) } \(statement(opening))"]
            }
        }
    }

    /// `+` is iptables' wildcard; nft's is `*`.
    private static func pattern(_ name: String) -> String { "\"\(name.replacing("+", with: "*"))\"" }
}
