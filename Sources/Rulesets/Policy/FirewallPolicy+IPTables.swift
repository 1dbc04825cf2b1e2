extension FirewallPolicy {
    /// Chains of the filter table that are Nacre's own; what is in others stays.
    static let ownChains = ["NACRE-INPUT", "NACRE-OUTPUT", "NACRE-FORWARD"]

    /// The rules for `iptables-restore --noflush` or `ip6tables-restore --noflush`.
    ///
    /// Only own chains are filled, and the jumps into them added where `current` has none, so that rules of Docker and
    /// fail2ban are neither touched nor stored. Bans stay in front: the jump comes after fail2ban's.
    public func iptables(_ family: AddressFamily, over current: Ruleset = Ruleset()) -> String {
        let filter = current.tables.first { $0.name == "filter" && $0.sees(family) }
        var lines = [
            "# Written by Nacre; own chains only.", "*filter", ":INPUT DROP [0:0]", ":FORWARD DROP [0:0]",
            ":OUTPUT ACCEPT [0:0]",
        ]
        lines += Self.ownChains.map { ":\($0) - [0:0]" }
        // Docker keeps this chain through its restarts, and calls it before its own.
        let hasDockerUser = filter?[chain: "DOCKER-USER"] != nil
        if !hasDockerUser { lines.append(":DOCKER-USER - [0:0]") }
        lines += jump(from: "INPUT", to: "NACRE-INPUT", filter, after: "f2b-")
        lines += jump(from: "OUTPUT", to: "NACRE-OUTPUT", filter)
        lines += jump(from: "DOCKER-USER", to: "NACRE-FORWARD", filter)
        lines += jump(from: "FORWARD", to: "DOCKER-USER", filter)
        lines += inputRules(family).map { "-A NACRE-INPUT \($0)" }
        lines += egressRules.map { "-A NACRE-OUTPUT \($0)" }
        lines += forwardRules(family).map { "-A NACRE-FORWARD \($0)" }
        return (lines + ["COMMIT", ""]).joined(separator: "\n")
    }

    private func jump(from chain: String, to target: String, _ filter: Table?, after prefix: String? = nil) -> [String]
    {
        let rules = filter?[chain: chain]?.rules ?? []
        if rules.contains(where: { $0.action == .jump(target) }) { return [] }
        let leading = rules.prefix { rule in
            guard let prefix, case .jump(let name) = rule.action else { return false }
            return name.hasPrefix(prefix)
        }
        return ["-I \(chain) \(leading.count + 1) -j \(target)"]
    }

    /// Ends with a drop: no rule after it lets anything in.
    func inputRules(_ family: AddressFamily) -> [String] {
        var rules = ["-i lo -j ACCEPT", "-m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT"]
        // Neighbour discovery is not tracked, and must not be taken for invalid.
        if family == .ipv6 {
            rules += Self.neighbourDiscovery.map {
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
        return rules + ["-j DROP"]
    }

    /// For connections that are passed on: to containers only what is open, from containers all but blocked egress.
    func forwardRules(_ family: AddressFamily) -> [String] {
        var rules = ["-m conntrack --ctstate RELATED,ESTABLISHED -j RETURN"]
        rules += Self.bridges.map { "-o \($0) -m conntrack --ctstate NEW -i \($0) -j RETURN" }
        for bridge in Self.bridges {
            rules += portLists.map { "-i \(bridge) ! -o \(bridge) -p tcp -m multiport --dports \($0) -j DROP" }
            rules.append("-i \(bridge) -j RETURN")
        }
        rules.append(limitRule(family, name: "nacre-fwd"))
        // What was addressed counts, not the port inside: the container's own port is nobody's to open.
        rules += openingRules(family) {
            ["-p \($0.transportName) -m conntrack --ctstate NEW,DNAT --ctorigdstport \($0.port) --ctdir ORIGINAL"]
        }.map { $0.replacing("-j ACCEPT", with: "-j RETURN") }
        return rules + ["-j DROP"]
    }

    var egressRules: [String] {
        let bridges = (["lo"] + Self.bridges).map { "-o \($0) -j RETURN" }
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
