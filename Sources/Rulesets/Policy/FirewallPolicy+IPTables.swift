extension FirewallPolicy {
    /// Chains of the filter table that are Nacre's own; what is in others stays.
    static let ownChains = ["NACRE-INPUT", "NACRE-OUTPUT", "NACRE-FORWARD"]

    /// Own chains with their rules, as a file for `iptables-restore --noflush`: it fills them anew and touches no other.
    ///
    /// Rules of Docker and fail2ban are neither touched nor stored. What leads into the chains is `loading`'s to add.
    public func iptablesFile(_ family: AddressFamily, containersOnly: Bool = false) -> String {
        let chains = containersOnly ? ["NACRE-FORWARD"] : Self.ownChains
        var lines = ["# Written by Nacre; own chains only.", "*filter"]
        lines += chains.map { ":\($0) - [0:0]" }
        if !containersOnly {
            lines += inputRules(family).map { "-A NACRE-INPUT \($0)" }
            lines += egressRules.map { "-A NACRE-OUTPUT \($0)" }
        }
        lines += forwardRules(family).map { "-A NACRE-FORWARD \($0)" }
        return (lines + ["COMMIT", ""]).joined(separator: "\n")
    }

    /// Such a file together with the jumps into its chains and the policies, where `table` has none: one transaction.
    ///
    /// Bans stay in front: a jump comes after fail2ban's.
    public static func loading(_ file: String, over table: FilterTable?) -> String {
        let declared = FilterTable(saved: file)?.chains ?? []
        var lines: [String] = []
        if declared.contains("NACRE-INPUT") { lines += [":INPUT DROP [0:0]", ":FORWARD DROP [0:0]"] }
        // Docker keeps this chain through its restarts, and calls it before its own.
        if table?.chains.contains(FilterImage.dockerUser) != true { lines.append(":DOCKER-USER - [0:0]") }
        for (chain, target) in jumps where declared.contains(target) || target == FilterImage.dockerUser {
            let present = table?.lines(of: chain) ?? []
            if present.contains(where: { $0.target == target && $0.rule.hasPrefix(" -j ") }) { continue }
            let bans = present.prefix(while: FilterImage.isBan).count
            lines.append("-I \(chain) \(bans + 1) -j \(target)")
        }
        return file.replacing("COMMIT\n", with: (lines + ["COMMIT\n"]).joined(separator: "\n"), maxReplacements: 1)
    }

    /// What leads into own chains, each from a chain that others have rules in too.
    public static let jumps: [(chain: String, target: String)] = [
        ("INPUT", "NACRE-INPUT"), ("OUTPUT", "NACRE-OUTPUT"), ("DOCKER-USER", "NACRE-FORWARD"),
        ("FORWARD", "DOCKER-USER"),
    ]

    /// Ends with a drop: no rule after it lets anything in.
    func inputRules(_ family: AddressFamily) -> [String] {
        var rules = ["-i lo -j ACCEPT", "-m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT"]
        // Neighbor discovery is not tracked, and must not be taken for invalid.
        if family == .ipv6 {
            rules += Self.neighborDiscovery.map {
                "-p ipv6-icmp -m icmp6 --icmpv6-type \($0) -m hl --hl-eq 255 -j ACCEPT"
            }
            // Listener reports come from link-local addresses with a hop limit of 1.
            rules += Self.icmpv6.map { "-p ipv6-icmp -m icmp6 --icmpv6-type \($0) -j ACCEPT" }
            // A DHCPv6 server's answer goes to another address than the question came from.
            rules.append("-s fe80::/10 -p udp -m udp --sport 547 --dport 546 -j ACCEPT")
        } else {
            rules += Self.icmp.map { "-p icmp -m icmp --icmp-type \($0) -j ACCEPT" }
        }
        rules.append("-m conntrack --ctstate INVALID -j DROP")
        rules.append(limitRule(family, name: "nacre-in"))
        rules += openingRules(family) { ["-p \($0.transportName) -m \($0.transportName) --dport \($0.port)"] }
        rules += serviceRules(family)
        return rules + ["-j DROP"]
    }

    /// For connections that are passed on: to containers only what is open, from containers all but blocked egress.
    func forwardRules(_ family: AddressFamily) -> [String] {
        var rules = ["-m conntrack --ctstate RELATED,ESTABLISHED -j RETURN"]
        rules.append("-d \(Self.metadata(family)) -j DROP")
        rules += bridges.map { "-o \($0) -m conntrack --ctstate NEW -i \($0) -j RETURN" }
        for bridge in bridges {
            rules += portLists.map { "-i \(bridge) ! -o \(bridge) -p tcp -m multiport --dports \($0) -j DROP" }
            rules.append("-i \(bridge) -j RETURN")
        }
        // What was addressed counts, not the port inside: the container's own port is nobody's to open.
        let openings = openingRules(family) {
            ["-p \($0.transportName) -m conntrack --ctstate NEW,DNAT --ctorigdstport \($0.port) --ctdir ORIGINAL"]
        }
        let inward =
            [limitRule(family, name: "nacre-fwd")]
            + openings.map { $0.replacing("-j ACCEPT", with: "-j RETURN") } + ["-j DROP"]
        guard !forwarded.isEmpty else { return rules + inward }
        // Peers and guests get to containers like everybody else; what else they send is other rules' to decide. To them
        // go answers, above, and what containers and each other send: no stranger begins a connection.
        rules += bridges.flatMap { bridge in inward.map { "-o \(bridge) \($0)" } }
        rules += forwarded.map { "-i \($0) -j RETURN" }
        return rules + inward
    }

    /// What peers and guests ask of the machine itself: an address and names (DHCP, DNS), and nothing else; and what
    /// containers of a network may reach.
    func serviceRules(_ family: AddressFamily) -> [String] {
        hostServices.filter { $0.source.first.family == family }.map {
            "-s \($0.source) -i \($0.bridge) -p tcp -m tcp --dport \($0.port) -j ACCEPT"
        }
            + forwarded.flatMap { interface in
                [("udp", 53), ("tcp", 53), family == .ipv4 ? ("udp", 67) : ("udp", 547)].map { transport, port in
                    "-i \(interface) -p \(transport) -m \(transport) --dport \(port) -j ACCEPT"
                }
            }
    }

    var egressRules: [String] {
        let bridges = (["lo"] + bridges).map { "-o \($0) -j RETURN" }
        return portLists.isEmpty ? [] : bridges + portLists.map { "-p tcp -m multiport --dports \($0) -j DROP" }
    }

    private func limitRule(_ family: AddressFamily, name: String) -> String {
        "-p tcp -m tcp --tcp-flags FIN,SYN,RST,ACK SYN -m hashlimit --hashlimit-above \(sourceLimit.rate)/sec "
            + "--hashlimit-burst \(sourceLimit.burst) --hashlimit-mode srcip "
            + "--hashlimit-srcmask \(family == .ipv4 ? 32 : 64) --hashlimit-name \(name) -j DROP"
    }

    private func openingRules(_ family: AddressFamily, _ match: (Opening) -> [String]) -> [String] {
        openings.flatMap { opening in
            let sources = opening.sources(family).map { $0.map { "-s \($0) " } } ?? [""]
            return sources.flatMap { source in match(opening).map { "\(source)\($0) -j ACCEPT" } }
        }
    }

    /// Ports as multiport takes them: fifteen at most, where a range counts as two.
    private var portLists: [String] {
        var lists: [[String]] = []
        var room = 0
        for range in blockedEgress {
            let cost = range.count == 1 ? 1 : 2
            if cost > room {
                lists.append([])
                room = 15
            }
            lists[lists.count - 1].append(
                range.count == 1 ? "\(range.lowerBound)" : "\(range.lowerBound):\(range.upperBound)"
            )
            room -= cost
        }
        return lists.map { $0.joined(separator: ",") }
    }
}
