/// What becomes of a packet that no rule names, in a chain as a file for nft writes it.
enum NFTFate: Hashable, Sendable {
    case drops
    case accepts
    /// It comes out at the chain's end.
    case falls
    case unsure

    init(of chain: NFTScript.Chain, in table: NFTScript.TableContent, depth: Int = 0) {
        let isBase = chain.hook != nil
        let ends: NFTFate = isBase ? (chain.dropsByPolicy ? .drops : .accepts) : .falls
        var isUnsure = false
        func decided(_ fate: NFTFate) -> NFTFate { isUnsure && fate != .accepts ? .unsure : fate }
        for rule in chain.rules {
            let condition = NFTCondition(rule)
            switch condition.verdict {
            case nil: continue
            case "accept" where condition.reach == .all:
                self = .accepts
                return
            case "drop" where condition.reach == .all, "reject" where condition.reach == .all:
                self = decided(.drops)
                return
            case "return" where condition.reach == .all:
                self = decided(ends)
                return
            case "accept": if condition.reach == .much { isUnsure = true }
            case "drop", "reject": continue
            case "jump", "goto":
                guard condition.reach != .few else { continue }
                guard depth < 16, let target = condition.target, let other = table.chains[target] else {
                    isUnsure = true
                    continue
                }
                let fate = NFTFate(of: other, in: table, depth: depth + 1)
                if condition.reach == .all, fate == .accepts || fate == .drops {
                    self = decided(fate)
                    return
                }
                if condition.reach == .all, fate == .falls, condition.verdict == "goto" {
                    self = decided(ends)
                    return
                }
                if fate == .accepts || fate == .unsure { isUnsure = true }
            default: if condition.reach != .few { isUnsure = true }
            }
        }
        self = decided(ends)
    }
}

/// A rule's verdict, and how many of the packets of strangers it reaches.
struct NFTCondition: Hashable, Sendable {
    enum Reach: Hashable, Sendable {
        /// Every packet.
        case all
        /// Those of a service, a neighbor or a connection that is there.
        case few
        /// It cannot be said that it is few.
        case much
    }

    private(set) var verdict: String?
    private(set) var target: String?
    private(set) var reach = Reach.all

    init(_ rule: [String]) {
        var depth = 0
        var place: Int?
        for (index, word) in rule.enumerated() {
            if word == "{" { depth += 1 } else if word == "}" { depth -= 1 }
            let verdicts = ["accept", "drop", "reject", "return", "jump", "goto", "queue", "continue", "vmap"]
            guard depth == 0, verdicts.contains(word) else { continue }
            place = index
            verdict = word
            break
        }
        guard let place else { return }
        if verdict == "continue" { verdict = nil }
        if verdict == "jump" || verdict == "goto" { target = place + 1 < rule.count ? rule[place + 1] : nil }
        let words = Self.matching(Array(rule[..<place]))
        if verdict == "vmap" {
            let map = rule[place...].map { $0.filter { $0 != ":" } }
            let isOfState = words.suffix(2) == ["ct", "state"]
            let opensNew =
                isOfState && map.indices.contains { map[$0] == "new" && map[$0...].prefix(4).contains("accept") }
            let isOfPorts = words.last == "dport"
            reach = isOfState && !opensNew && !map.contains("jump") && !map.contains("goto") || isOfPorts ? .few : .much
            return
        }
        reach = words.isEmpty ? .all : Self.isNarrow(words) ? .few : .much
    }

    /// The rule without what only counts, logs or marks.
    private static func matching(_ rule: [String]) -> [String] {
        var words: [String] = []
        var rest = rule[...]
        while let word = rest.popFirst() {
            switch word {
            case "counter":
                while let next = rest.first, ["packets", "bytes", "name"].contains(next) { rest = rest.dropFirst(2) }
            case "log":
                while let next = rest.first,
                    ["prefix", "level", "group", "flags", "snaplen", "queue-threshold"].contains(next)
                {
                    rest = rest.dropFirst(next == "flags" && rest.dropFirst().first != "all" ? 3 : 2)
                }
            case "comment": rest = rest.dropFirst()
            case "notrack": continue
            default: words.append(word)
            }
        }
        return words
    }

    private static let protocols: Set<String> = [
        "icmp", "icmpv6", "ipv6-icmp", "igmp", "esp", "ah", "gre", "vrrp", "ospf",
    ]
    private static let neighbors = [
        "lo", "wg", "docker", "br-", "tailscale", "tun", "tap", "veth", "virbr", "podman", "cni", "lxc", "incus",
    ]

    /// Whether a condition among the words leaves only few of the packets that strangers can send.
    private static func isNarrow(_ words: [String]) -> Bool {
        guard !words.contains("!=") else { return false }
        if !protocols.isDisjoint(with: words) { return words.allSatisfy { !["tcp", "udp", "sctp"].contains($0) } }
        for (index, word) in words.enumerated() {
            var values = Array(words[(index + 1)...])
            if values.first == "==" { values.removeFirst() }
            if values.first == "{" {
                values = Array(values.dropFirst().prefix { $0 != "}" })
            } else {
                // Values that go on behind commas.
                var count = 0
                while count < values.count, count == 0 || values[count] == "," || values[count - 1] == "," {
                    count += 1
                }
                values = Array(values.prefix(count))
            }
            values = values.filter { $0 != "," }.map { $0.filter { $0 != "\"" } }
            guard !values.isEmpty else { continue }
            switch word {
            case "dport": if values.allSatisfy(isFewPorts) { return true }
            case "iif", "iifname":
                if values.allSatisfy({ name in neighbors.contains(where: name.hasPrefix) }) { return true }
            case "saddr": if values.allSatisfy(isFewAddresses) { return true }
            case "daddr": if values.allSatisfy({ $0.hasPrefix("224.") || $0.hasPrefix("ff") }) { return true }
            case "state" where words[..<index].last == "ct":
                if Set(values).isSubset(of: ["established", "related", "invalid"]) { return true }
                if values.flatMap({ $0.split(separator: ",") }).allSatisfy({ ["established", "related"].contains($0) })
                {
                    return true
                }
            case "pkttype": if Set(values).isSubset(of: ["broadcast", "multicast"]) { return true }
            case "status" where words[..<index].last == "ct": if values == ["dnat"] { return true }
            default: continue
            }
        }
        return false
    }

    private static func isFewPorts(_ text: String) -> Bool {
        let ends = text.split(separator: "-").map { Int($0) }
        guard ends.count == 2, let first = ends[0], let last = ends[1] else { return !text.hasPrefix("@") }
        return last - first < 10_000
    }

    private static func isFewAddresses(_ text: String) -> Bool {
        guard !text.hasPrefix("@"), !text.hasPrefix("$"), !text.contains("-") else { return false }
        let parts = text.split(separator: "/")
        return parts.count < 2 || Int(parts[1]).map { $0 >= 8 } ?? false
    }
}
