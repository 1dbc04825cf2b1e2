import MachineTesting
/// A random text for `iptables-restore` or `ip6tables-restore`.
struct RandomTables {
    private var dice: Dice
    private let isVersion6: Bool
    /// Whether questions that are not modeled may be asked.
    private let isStrange: Bool

    init(_ dice: Dice, isVersion6: Bool, isStrange: Bool = false) {
        self.dice = dice
        self.isVersion6 = isVersion6
        self.isStrange = isStrange
    }

    private static let hooks = [
        "raw": ["PREROUTING", "OUTPUT"],
        "mangle": ["PREROUTING", "INPUT", "FORWARD", "OUTPUT", "POSTROUTING"],
        "nat": ["PREROUTING", "INPUT", "OUTPUT", "POSTROUTING"],
        "filter": ["INPUT", "FORWARD", "OUTPUT"],
    ]

    mutating func text() -> String {
        var text = ""
        if dice.chance(25) { text += table("raw") }
        if dice.chance(35) { text += table("mangle") }
        if dice.chance(65) { text += table("nat") }
        return text + table("filter")
    }

    private mutating func table(_ name: String) -> String {
        let hooks = Self.hooks[name] ?? []
        let own = (0..<dice.number(0...3)).map { "C\($0)" }
        var lines = ["*\(name)"]
        for hook in hooks {
            lines.append(":\(hook) \(name == "filter" && dice.chance(50) ? "DROP" : "ACCEPT") [0:0]")
        }
        lines += own.map { ":\($0) - [0:0]" }
        for hook in hooks {
            for _ in 0..<dice.number(0...(name == "filter" ? 7 : 3)) { lines.append(rule(name, hook, hook, own)) }
        }
        for (index, chain) in own.enumerated() {
            for _ in 0..<dice.number(1...4) { lines.append(rule(name, nil, chain, Array(own.dropFirst(index + 1)))) }
        }
        return (lines + ["COMMIT", ""]).joined(separator: "\n")
    }

    private mutating func rule(_ table: String, _ hook: String?, _ chain: String, _ jumps: [String]) -> String {
        let transport = dice.chance(60) ? dice.pick(["tcp", "tcp", "udp", isVersion6 ? "ipv6-icmp" : "icmp"]) : ""
        var words = ["-A \(chain)"]
        if !transport.isEmpty { words.append("-p \(transport)") }
        if dice.chance(30), hook.map({ !["OUTPUT", "POSTROUTING"].contains($0) }) ?? true {
            words.append(interface("-i"))
        }
        if dice.chance(20), hook.map({ !["INPUT", "PREROUTING"].contains($0) }) ?? true {
            words.append(interface("-o"))
        }
        if dice.chance(20) { words.append("\(not(15))-s \(dice.pick(Pool.networks(isVersion6)))") }
        if dice.chance(20) { words.append("\(not(15))-d \(dice.pick(Pool.networks(isVersion6)))") }
        if transport == "tcp" || transport == "udp", dice.chance(65) { words.append(ports(transport)) }
        if transport == "tcp", dice.chance(15) { words.append(flags()) }
        if transport.hasSuffix("icmp"), dice.chance(40) {
            words.append(
                isVersion6
                    ? "-m icmp6 --icmpv6-type \(dice.pick(["128", "echo-request", "135"]))"
                    : "-m icmp --icmp-type \(dice.pick(["8", "0", "any"]))"
            )
        }
        if dice.chance(30) { words.append(question(table)) }
        if hook == "PREROUTING", table == "raw" || table == "mangle", dice.chance(15) {
            words.append("-m rpfilter\(dice.pick(["", " --loose", " --validmark"])) --invert")
        }
        words.append(target(table, hook, transport, jumps))
        return words.joined(separator: " ")
    }

    private mutating func not(_ percent: Int) -> String { dice.chance(percent) ? "! " : "" }

    /// Never `! -i +`: iptables-legacy-save leaves it out, so that nobody can tell the rule matches nothing.
    private mutating func interface(_ option: String) -> String {
        let name = dice.pick(Pool.interfaces + ["eth+", "br-+", "docker+", "+"])
        return "\(name == "+" ? "" : not(15))\(option) \(name)"
    }

    private mutating func range() -> String {
        let ends = dice.some(Pool.ports, 2...2).sorted()
        return "\(ends[0]):\(ends[1])"
    }

    private mutating func ports(_ transport: String) -> String {
        switch dice.number(1...6) {
        case 1: "-m \(transport) \(not(15))--sport \(dice.pick(["20000:29999", "30000:65535", "1024:65535"]))"
        case 2: "-m \(transport) \(not(15))--dport \(range())"
        case 3:
            "-m multiport \(not(15))--\(dice.pick(["dports", "dports", "ports"])) "
                + (dice.some(Pool.ports, 1...5).map(String.init) + (dice.chance(40) ? [range()] : [])).joined(
                    separator: ","
                )
        default: "-m \(transport) \(not(10))--dport \(dice.pick(Pool.ports))"
        }
    }

    private mutating func flags() -> String {
        "-m tcp " + not(20)
            + dice.pick([
                "--syn", "--tcp-flags SYN,ACK SYN", "--tcp-flags ALL NONE", "--tcp-flags ALL SYN",
                "--tcp-flags FIN,RST FIN",
            ])
    }

    private mutating func question(_ table: String) -> String {
        let states = dice.some(["NEW", "ESTABLISHED", "RELATED", "INVALID", "UNTRACKED"], 1...3).joined(separator: ",")
        let addresses = Pool.addresses(isVersion6)
        var questions = [
            "-m conntrack \(not(20))--ctstate \(states)", "-m conntrack \(not(20))--ctstate \(states)",
            "-m state --state \(dice.pick(["NEW", "ESTABLISHED,RELATED", "INVALID"]))",
            "-m addrtype \(not(20))--dst-type \(dice.pick(["LOCAL", "UNICAST", isVersion6 ? "LOCAL,UNICAST" : "LOCAL,BROADCAST", "MULTICAST"]))",
            "-m addrtype \(not(20))--src-type \(dice.pick(["LOCAL", "UNICAST"]))",
            "-m limit --limit 5000/sec --limit-burst 5000",
            "-m hashlimit --hashlimit-upto 5000/sec --hashlimit-burst 5000 --hashlimit-mode srcip --hashlimit-name h\(dice.number(1...9))",
            "-m hashlimit --hashlimit-above 5000/sec --hashlimit-burst 5000 --hashlimit-mode srcip --hashlimit-name g\(dice.number(1...9))",
            "-m mark \(not(20))--mark \(dice.pick(["0x1", "0x2/0x2", "0x0", "0x10/0xf0"]))",
            "-m connmark \(not(20))--mark \(dice.pick(["0x1", "0x3/0xff", "0x0"]))",
            "-m comment --comment \"it's \\\"quoted\\\"\"",
            "-m recent --set --name R --rsource",
            "-m recent --update --seconds 60 --hitcount 200 --name R --rsource",
            "-m conntrack \(not(20))--ctorigdstport \(dice.pick(Pool.ports)) --ctdir ORIGINAL",
            "-m conntrack --ctorigdst \(dice.pick(addresses))",
            "-m conntrack \(not(30))--ctstate DNAT",
            isVersion6
                ? "-m hl --hl-\(dice.pick(["eq 64", "lt 10", "gt 100"]))"
                : "-m ttl --ttl-\(dice.pick(["eq 64", "lt 10", "gt 100"]))",
        ]
        let pair = isVersion6 ? ["2001:db8:9::1", "2001:db8:9::ff"] : ["192.0.2.1", "192.0.2.99"]
        questions.append("-m iprange \(not(20))--\(dice.pick(["src", "dst"]))-range \(pair[0])-\(pair[1])")
        if isStrange {
            questions += [
                "-m length --length 0:100", "-m pkttype --pkt-type unicast",
                "-m statistic --mode random --probability 0.5",
            ]
        }
        return dice.pick(questions)
    }

    private mutating func target(_ table: String, _ hook: String?, _ transport: String, _ jumps: [String]) -> String {
        if !jumps.isEmpty, dice.chance(30) { return "\(dice.chance(80) ? "-j" : "-g") \(dice.pick(jumps))" }
        let portions = transport == "tcp" || transport == "udp"
        switch table {
        case "raw": return "-j \(dice.pick(["CT --notrack", "CT --notrack", "ACCEPT", "DROP", "RETURN"]))"
        case "mangle":
            return "-j "
                + dice.pick([
                    "MARK --set-xmark 0x1/0xffffffff", "MARK --set-mark 0x2", "MARK --set-xmark 0x10/0xf0",
                    "MARK --or-mark 0x3",
                    "CONNMARK --set-mark 0x1", "CONNMARK --save-mark", "CONNMARK --restore-mark", "ACCEPT", "DROP",
                    "RETURN",
                ])
        case "nat":
            switch hook {
            case "POSTROUTING":
                return
                    "-j \(dice.pick(["MASQUERADE", "ACCEPT", "RETURN", "SNAT --to-source \(isVersion6 ? "2001:db8:1::2" : "203.0.113.2")"]))"
            case "PREROUTING", "OUTPUT": return "-j \(translation(portions))"
            default: return "-j \(dice.pick(["ACCEPT", "RETURN", "LOG"]))"
            }
        default:
            return "-j "
                + dice.pick([
                    "ACCEPT", "ACCEPT", "ACCEPT", "DROP", "DROP", "REJECT", "RETURN", "LOG",
                    transport == "tcp" ? "REJECT --reject-with tcp-reset" : "DROP",
                ])
        }
    }

    private mutating func translation(_ hasPorts: Bool) -> String {
        let address = dice.pick(
            isVersion6
                ? ["fd00:17::2", "fd00:18::2", "fd00:10::1", "::1", "2001:db8:1::2"]
                : ["203.0.113.2", "172.17.0.2", "172.18.0.2", "10.0.0.1", "127.0.0.1"]
        )
        guard hasPorts else { return dice.pick(["DNAT --to-destination \(address)", "ACCEPT", "RETURN"]) }
        let port = dice.pick(Pool.ports)
        return dice.pick([
            "DNAT --to-destination \(isVersion6 ? "[\(address)]" : address):\(port)", "DNAT --to-destination :\(port)",
            "DNAT --to-destination \(address)", "REDIRECT --to-ports \(port)", "REDIRECT", "ACCEPT", "RETURN",
        ])
    }
}
