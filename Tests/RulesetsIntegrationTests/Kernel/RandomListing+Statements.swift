import MachineTesting

extension RandomListing {
    mutating func link() -> String {
        dice.pick(["", "", "!= "])
            + dice.pick(["\"\(dice.pick(Pool.interfaces))\"", "{ \"eth0\", \"docker0\" }", "\"lo\""])
    }

    mutating func address() -> String {
        let isVersion6 = dice.pick(versions)
        let word = isVersion6 ? "ip6" : "ip"
        let side = dice.pick(["saddr", "daddr"])
        let networks = Pool.networks(isVersion6)
        return switch dice.number(1...6) {
        case 1: "\(word) \(side) @\(isVersion6 ? "nets6" : "nets4")"
        case 2: "\(word) \(side) != @\(isVersion6 ? "nets6" : "nets4")"
        case 3: "\(word) \(side) . tcp dport @\(dice.pick(["pairs", "ranges"]))\(isVersion6 ? 6 : 4)"
        case 4: "\(word) \(side) . th dport { \(dice.pick(Pool.addresses(isVersion6))) . \(dice.pick(Pool.ports)) }"
        case 5: "\(word) \(side) != \(dice.pick(networks))"
        default: "\(word) \(side) \(dice.pick(networks))"
        }
    }

    mutating func transport() -> String {
        let port = dice.pick(Pool.ports)
        return switch dice.number(1...12) {
        case 1: "tcp dport @ports"
        case 2: "udp dport != @ports"
        case 3:
            "meta l4proto { tcp, udp } th dport { \(dice.some(Pool.ports, 1...4).map(String.init).joined(separator: ", ")) }"
        case 4: "tcp dport != \(port)"
        case 5: "tcp dport \(dice.pick(["<", ">=", "<=", ">"])) \(max(port, 2) % 60000 + 1)"
        case 6: "udp sport 20000-29999"
        case 7: "meta l4proto \(dice.pick(["tcp", "udp", "icmp", "ipv6-icmp"]))"
        case 8:
            versions.contains(true) && dice.chance(50)
                ? "icmpv6 type { echo-request, nd-neighbor-solicit }"
                : versions.contains(false) ? "icmp type echo-request" : "meta l4proto 58"
        case 9:
            "tcp flags \(dice.pick(["syn", "& (fin|syn|rst|ack) == syn", "& (syn|ack) != syn", "syn / fin,syn,rst,ack", "== syn", "!= syn", "& (fin|rst) == 0x0"]))"
        case 10: "tcp dport \(min(port, 5000))-\(max(port, 5000))"
        default: "\(dice.pick(["tcp", "tcp", "udp"])) dport \(port)"
        }
    }

    mutating func question(_ hook: String?) -> String {
        let states = dice.some(["new", "established", "related", "invalid", "untracked"], 1...3).joined(separator: ", ")
        var questions = [
            "ct state { \(states) }",
            "ct state \(dice.pick(["new", "established,related", "invalid", "!= new", "!= established"]))",
            "limit rate 50000/second burst 5000 packets", "limit rate over 50000/second burst 5000 packets",
            "ct direction original",
            "meta mark \(dice.pick(["0x1", "!= 0x0", "{ 0x1, 0x2 }", "& 0xf0 == 0x10"]))", "ct mark 0x1",
            "ct status dnat", "ct status != dnat",
            "ct mark != 0x1", "meta protocol ip", "meta nfproto ipv6",
            "meta l4proto tcp ct original proto-dst \(dice.pick(Pool.ports))",
        ]
        if hook != "output", hook != "postrouting" {
            questions.append("fib daddr type \(dice.pick(["local", "!= local", "{ local, broadcast }", "unicast"]))")
        }
        if family != "inet" { questions.removeAll { $0.hasPrefix("meta nfproto") || $0.hasPrefix("meta protocol") } }
        return dice.pick(questions)
    }

    /// A statement that may end its rule: by the header that it reads, a map without the key, a set without room.
    mutating func mayEnd() -> String {
        let isVersion6 = dice.pick(versions)
        let hops = dice.pick([64, 64, 255, 2, 1, 0])
        return dice.pick([
            isVersion6 ? "meta priority set ip6 saddr map { 2001:db8::1 : 1:1 }" : "add @seen4 { ip saddr }",
            isVersion6 ? "ip6 hoplimit set \(hops)" : "ip ttl set \(hops)",
            isVersion6 ? "ip6 dscp set cs1" : "ip dscp set cs1",
            "meta priority set tcp dport map { \(dice.pick(Pool.ports)) : 1:1 }",
        ])
    }

    /// Statements that are left undecided, or that write headers: what is not known of them must not be called closed.
    mutating func odd(_ hook: String?, _ priority: Int) -> String {
        let isVersion6 = dice.pick(versions)
        let port = dice.pick(Pool.ports)
        var statements = [
            "meta mark set meta cgroup", "ct mark set meta cgroup", "meta mark set socket mark",
            "meta mark set tcp option timestamp tsval", "tcp option maxseg size set 500", "meta mark set ct mark",
            "jump { \(address()) accept; }", "goto { tcp dport \(port) drop; }", "ct count over 0",
            "limit rate 1 bytes/second",
            "ct state != established,related", "tcp dport vmap { \(port) : continue, 81 : drop }",
        ]
        if family != "ip6" {
            statements += [
                "meta mark set ip option rr ptr", "add @last4 { ip saddr : 0x1 }", "add @seen4 { ip saddr }",
                "update @seen4 { ip saddr limit rate over 50000/second }",
            ]
        }
        if family != "ip" {
            statements += [
                "add @seen6 { ip6 saddr }", "exthdr hbh exists", "exthdr hbh missing", "exthdr dst missing",
                "frag frag-off 0", "frag more-fragments != 0", "hbh nexthdr 6", "dst nexthdr != 17", "ip6 nexthdr tcp",
                "ip6 nexthdr != udp", "frag id != 1",
            ]
        }
        if hook == "prerouting" {
            statements += [
                "fib saddr . iif oif missing", "fib saddr . mark . iif oif missing",
                "tcp dport set \(port)", "udp dport set \(port)", "@th,16,16 set \(port)",
                isVersion6
                    ? "ip6 daddr set \(dice.pick(["2001:db8:1::2", "fd00:17::2"]))"
                    : "ip daddr set \(dice.pick(["203.0.113.2", "172.17.0.2"]))",
            ]
        }
        return dice.pick(statements)
    }

    mutating func table() -> String {
        switch dice.number(1...7) {
        case 6: "tcp dport vmap { \(dice.pick(Pool.ports)) : \(verdict()), 8000-8100 : accept, * : \(verdict()) }"
        case 1: "tcp dport vmap @doors"
        case 2: "iifname . tcp dport vmap @ways"
        case 3: "ct state vmap { established : accept, related : accept, invalid : drop }"
        case 4: "udp dport vmap { 53 : accept, 22-25 : drop }"
        case 5: "meta l4proto . th dport vmap { tcp . \(dice.pick(Pool.ports)) : \(verdict()), udp . 53 : accept }"
        default: "iifname vmap { \"lo\" : accept, \"eth0\" : \(verdict()) }"
        }
    }

    mutating func translation(_ hook: String?) -> String {
        if hook == "postrouting" {
            return dice.pick([
                "masquerade", "accept", "return", "drop",
                dice.pick(versions) ? "snat ip6 to 2001:db8:1::2" : "snat ip to 203.0.113.2",
            ])
        }
        let isVersion6 = dice.pick(versions)
        let address = dice.pick(
            isVersion6 ? ["fd00:17::2", "fd00:18::2", "fd00:10::1"] : ["172.17.0.2", "172.18.0.2", "10.0.0.1"]
        )
        let word = isVersion6 ? "ip6" : "ip"
        let other = dice.pick(Pool.ports)
        return switch dice.number(1...8) {
        case 1: "tcp dport \(dice.pick(Pool.ports)) redirect to :\(other)"
        case 2: "meta l4proto { tcp, udp } dnat \(word) to \(isVersion6 ? "[\(address)]" : address):\(other)"
        case 3: "dnat \(word) to \(address)"
        case 4: "udp dport \(dice.pick(Pool.ports)) redirect"
        case 5: "dnat \(word) to tcp dport map { \(dice.pick(Pool.ports)) : \(address) }"
        case 6: dice.pick(["accept", "return"])
        case 7: "dnat \(word) addr . port to tcp dport map { 80 : \(address) . \(other), 8000-8100 : \(address) . 22 }"
        default: "tcp dport \(dice.pick(Pool.ports)) dnat \(word) to \(isVersion6 ? "[\(address)]" : address):\(other)"
        }
    }
}
