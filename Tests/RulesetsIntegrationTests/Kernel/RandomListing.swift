import MachineTesting
/// A random text for `nft -f`.
struct RandomListing {
    var dice: Dice
    private(set) var family = "inet"
    private var chains: [String] = []
    private var hasMark = false
    /// Whether it has statements that are not decided.
    private(set) var isOdd = false
    /// Whether chains of all tables stand at the same priorities.
    private var isLevel = false

    init(_ dice: Dice) { self.dice = dice }

    mutating func text() -> String {
        hasMark = dice.chance(35)
        isOdd = dice.chance(25)
        isLevel = dice.chance(25)
        var text = ""
        for index in 0..<dice.number(isLevel ? 2...3 : 1...3) {
            family = dice.pick(["inet", "inet", "inet", "ip", "ip6"])
            text += table("t\(index)")
        }
        if dice.chance(10) { text += ingress() }
        return text
    }

    /// The other family with an ingress hook, which Docker and hosters' guides use against floods.
    private mutating func ingress() -> String {
        family = "netdev"
        chains = []
        var lines = [
            "table netdev n {",
            "chain i { type filter hook ingress device \"\(dice.pick(["eth0", "eth1", "ens10"]))\" priority -500; policy accept;",
        ]
        for _ in 0..<dice.number(1...4) {
            let question = dice.pick([
                "ip saddr \(dice.pick(Pool.networks4))", "ip6 daddr \(dice.pick(Pool.networks6))",
                "tcp dport \(dice.pick(Pool.ports))",
                "udp dport != 53", "tcp flags & (fin|syn) == syn", "meta l4proto 58", "limit rate 50000/second",
            ])
            lines.append("\(question) \(dice.pick(["drop", "accept", "meta mark set 1"]))")
        }
        return (lines + ["}", "}", ""]).joined(separator: "\n")
    }

    var versions: [Bool] { family == "inet" ? [false, true] : [family == "ip6"] }

    private mutating func table(_ name: String) -> String {
        chains = (0..<dice.number(0...3)).map { "c\($0)" }
        var lines = ["table \(family) \(name) {"]
        if dice.chance(isOdd ? 12 : 1) { lines.append("flags dormant;") }
        lines += sets()
        let own = chains
        // A chain can only be jumped to after it is declared.
        for (index, chain) in own.enumerated().reversed() {
            chains = Array(own.dropFirst(index + 1))
            lines +=
                ["chain \(chain) {"] + (0..<dice.number(1...4)).map { _ in rule(hook: nil, kind: "filter") } + ["}"]
        }
        chains = own
        lines += maps()
        for base in bases() { lines += base }
        return (lines + ["}", ""]).joined(separator: "\n")
    }

    private mutating func sets() -> [String] {
        var lines: [String] = []
        for isVersion6 in versions {
            let kind = isVersion6 ? "ipv6_addr" : "ipv4_addr"
            let name = isVersion6 ? "nets6" : "nets4"
            let networks = dice.some(Pool.networks(isVersion6), 1...5).joined(separator: ", ")
            lines.append("set \(name) { type \(kind); flags interval; auto-merge; elements = { \(networks) }\n}")
            let pairs = dice.some(Pool.addresses(isVersion6), 1...3).map { "\($0) . \(dice.pick(Pool.ports))" }.joined(
                separator: ", "
            )
            lines.append("set pairs\(isVersion6 ? 6 : 4) { type \(kind) . inet_service; elements = { \(pairs) }\n}")
            let ranges =
                isVersion6
                ? ["fd00:10::/64 . 1-1024", "2001:db8:9::/48 . 22-443"]
                : ["10.0.0.0/16 . 1-1024", "192.0.2.0-192.0.2.99 . 22-443"]
            lines.append(
                "set ranges\(isVersion6 ? 6 : 4) { type \(kind) . inet_service; flags interval; elements = { \(ranges.joined(separator: ", ")) }\n}"
            )
        }
        if family != "ip6" {
            if isOdd {
                lines.append("map last4 { type ipv4_addr : mark; size 65535; flags dynamic,timeout; timeout 1m; }")
            }
            // One that two senders fill ends the rule for a third.
            let size = isOdd ? dice.pick([1, 2, 65535]) : 65535
            lines.append("set seen4 { type ipv4_addr; size \(size); flags dynamic,timeout; timeout 1m; }")
        }
        if family != "ip", isOdd {
            lines.append(
                "set seen6 { type ipv6_addr; size \(dice.pick([1, 2, 65535])); flags dynamic,timeout; timeout 1m; }"
            )
        }
        let ports = dice.some(Pool.ports, 1...6).map(String.init) + ["6660-6669"]
        lines.append(
            "set ports { type inet_service; flags interval; auto-merge; elements = { \(ports.joined(separator: ", ")) }\n}"
        )
        lines.append(
            "set links { type ifname; elements = { \(dice.some(Pool.interfaces, 1...3).map { "\"\($0)\"" }.joined(separator: ", ")) }\n}"
        )
        return lines
    }

    private mutating func maps() -> [String] {
        let verdicts = dice.some(Pool.ports, 1...5).map { "\($0) : \(verdict())" }.joined(separator: ", ")
        let links = dice.some(Pool.interfaces, 1...3).map { "\"\($0)\" . \(dice.pick(Pool.ports)) : \(verdict())" }
            .joined(separator: ", ")
        return [
            "map doors { type inet_service : verdict; elements = { \(verdicts) }\n}",
            "map ways { type ifname . inet_service : verdict; elements = { \(links) }\n}",
        ]
    }

    mutating func verdict() -> String {
        if !chains.isEmpty, dice.chance(35) { return "\(dice.pick(["jump", "goto"])) \(dice.pick(chains))" }
        return dice.pick(["accept", "accept", "drop", "drop", "return", "continue"])
    }

    private mutating func bases() -> [[String]] {
        var bases: [[String]] = []
        for hook in ["input", "forward", "output"] where dice.chance(60) {
            bases.append(base("filter", hook, isLevel ? 0 : dice.pick([0, 0, -150, 10, 50])))
        }
        if dice.chance(25) {
            bases.append(
                base(
                    "filter",
                    "prerouting",
                    dice.pick(isOdd ? [-300, -150, -50, -200, -100] : isLevel ? [-150] : [-300, -150, -50])
                )
            )
        }
        if dice.chance(15) { bases.append(base("filter", "postrouting", dice.pick([-150, 0]))) }
        if dice.chance(15) { bases.append(base("filter", "output", -300)) }
        if family == "inet", dice.chance(10) { bases.append(base("filter", "ingress", 0)) }
        if dice.chance(40) {
            bases.append(base("nat", "prerouting", isLevel ? -100 : dice.pick([-100, -100, -90, -150])))
        }
        if dice.chance(25) { bases.append(base("nat", "output", -100)) }
        if dice.chance(30) { bases.append(base("nat", "postrouting", 100)) }
        return bases
    }

    private var baseNumber = 0

    private mutating func base(_ kind: String, _ hook: String, _ priority: Int) -> [String] {
        baseNumber += 1
        let policy = kind == "filter" && ["input", "forward"].contains(hook) && dice.chance(50) ? "drop" : "accept"
        let device = hook == "ingress" ? " device \"\(dice.pick(["eth0", "eth1", "ens10"]))\"" : ""
        var lines = [
            "chain b\(baseNumber) { type \(kind) hook \(hook)\(device) priority \(priority); policy \(policy);"
        ]
        for _ in 0..<dice.number(0...6) { lines.append(rule(hook: hook, kind: kind, priority: priority)) }
        return lines + ["}"]
    }

    private mutating func rule(hook: String?, kind: String, priority: Int = 0) -> String {
        var words: [String] = []
        if dice.chance(25), hook != "output", hook != "postrouting", hook != "ingress" {
            words.append("\(dice.pick(["iifname", "iifname", "iif"])) \(link())")
        }
        if dice.chance(15), hook != "input", hook != "prerouting", hook != "ingress" {
            words.append("oifname \(link())")
        }
        if dice.chance(35) { words.append(address()) }
        if dice.chance(55) { words.append(transport()) }
        if dice.chance(25) {
            let question = question(hook)
            // Of a rule that asks for both families nft's listing leaves one out, as if it asked for the other.
            let text = words.joined(separator: " ")
            let isContradiction =
                question == "meta protocol ip" && text.contains("6")
                || question == "meta nfproto ipv6" && text.contains("ip ")
            if !isContradiction { words.append(question) }
        }
        if dice.chance(15) { words.append("counter") }
        if kind == "filter", dice.chance(6) { words.append(mayEnd()) }
        if isOdd, kind == "filter", hook != "ingress", dice.chance(25) {
            let statement = odd(hook, priority)
            words.append(statement)
            // Nothing may follow what leads elsewhere.
            if statement.hasPrefix("goto") { return words.joined(separator: " ") }
        }
        if kind == "nat" { return (words + [translation(hook)]).joined(separator: " ") }
        if dice.chance(15) {
            return (words + [table()]).joined(separator: " ")
        }
        if hasMark, dice.chance(15) {
            return
                (words + [
                    dice.pick([
                        "meta mark set 0x1", "meta mark set 0x2", "ct mark set 0x1", "ct mark set meta mark",
                        "meta mark set ct mark", "meta mark set meta mark or 0x10", "meta mark set mark and 0x0f",
                    ])
                ]).joined(separator: " ")
        }
        if priority == -300, dice.chance(40) { return (words + ["notrack"]).joined(separator: " ") }
        if dice.chance(12) { words.append("log prefix \"x\"") }
        let end =
            hook == "prerouting" || hook == "postrouting" || hook == nil
            ? verdict()
            : dice.pick([
                verdict(), verdict(), "reject", family == "inet" ? "reject with icmpx admin-prohibited" : "reject",
            ])
        return (words + [end]).joined(separator: " ")
    }
}
