/// The part of nft's language that files with rules are usually made of.
///
/// nft refuses a whole file for one word that it does not take, or for two that do not go together. What is not in this part
/// may be such a word, so that nobody knows whether anything of the file is loaded: one question in a rule, a few ports or
/// addresses, one step to another chain. After nft(8).
struct NFTGrammar {
    /// The family of the table that the rule stands in.
    let family: Table.Family
    /// The table's sets.
    let sets: [String: NFTValueKind]
    /// Chains without a hook and without a way to others.
    let ends: Set<String>

    /// Whether a rule is of it.
    func takes(_ rule: [String]) -> Bool {
        var rest = rule[...]
        var (asked, ended, told) = (false, false, false)
        while let word = rest.popFirst() {
            if word == "comment" {
                guard !told, let text = rest.popFirst(), Self.isText(text, atMost: 120) else { return false }
                told = true
                continue
            }
            // Behind a verdict nothing would be reached, and nft refuses some of it.
            guard !ended else { return false }
            switch word {
            case "accept", "drop", "return", "continue": ended = true
            case "jump":
                guard let target = rest.popFirst(), ends.contains(target) else { return false }
                ended = true
            case "reject":
                guard takesReject(&rest) else { return false }
                ended = true
            case "counter":
                if rest.first == "packets" {
                    guard rest.count >= 4, UInt64(rest.dropFirst().first ?? "") != nil,
                        rest.dropFirst(2).first == "bytes",
                        UInt64(rest.dropFirst(3).first ?? "") != nil
                    else { return false }
                    rest = rest.dropFirst(4)
                }
            case "log":
                if rest.first == "prefix" {
                    guard rest.count >= 2, let text = rest.dropFirst().first, Self.isText(text, atMost: 100) else {
                        return false
                    }
                    rest = rest.dropFirst(2)
                }
            case "limit": guard takesLimit(&rest) else { return false }
            default:
                // Two may contradict each other, which nft refuses.
                guard !asked, let kind = kind(word, &rest), takesQuestion(kind, &rest, &ended) else { return false }
                asked = true
            }
        }
        return true
    }

    /// A string in quotation marks.
    static func isText(_ word: String, atMost length: Int) -> Bool {
        word.hasPrefix("\"") && word.hasSuffix("\"") && word.utf8.count >= 2 && word.utf8.count <= length + 2
    }

    private static let keywords: Set<String> = [
        "accept", "add", "ah", "all", "arp", "audit", "auto-merge", "bridge", "burst", "bytes", "chain", "chains",
        "comment",
        "comp", "constant", "continue", "counter", "create", "ct", "daddr", "dccp", "define", "delete", "destroy",
        "device",
        "dnat", "drop", "dscp", "dst", "dup", "dynamic", "element", "elements", "esp", "ether", "fib", "filter",
        "flags", "flow",
        "flowtable", "flush", "frag", "fwd", "goto", "gre", "handle", "hbh", "hook", "icmp", "icmpv6", "igmp", "iif",
        "iifname",
        "in", "include", "index", "inet", "insert", "interval", "ip", "ip6", "jhash", "jump", "last", "length", "limit",
        "list",
        "log", "map", "maps", "mark", "masquerade", "meta", "meter", "mh", "monitor", "nat", "netdev", "notrack",
        "numgen",
        "offset", "oif", "oifname", "option", "or", "and", "xor", "not", "osf", "out", "over", "packets", "performance",
        "policy",
        "position", "priority", "proto", "protocol", "queue", "quota", "rate", "redirect", "reject", "replace", "reset",
        "return",
        "rt", "rule", "ruleset", "saddr", "sctp", "secmark", "set", "sets", "size", "snat", "socket", "sport", "dport",
        "state",
        "symhash", "synproxy", "table", "tables", "tcp", "th", "timeout", "to", "tproxy", "type", "typeof", "udp",
        "udplite",
        "update", "until", "vlan", "vmap", "with", "zone", "exthdr", "mss", "nth", "random", "rename", "export",
        "import", "describe",
    ]

    /// Whether a name can be a table's, a chain's or a set's: none of nft's own words.
    static func isName(_ word: String) -> Bool {
        guard let first = word.first, first.isASCII, first.isLetter, word.utf8.count < 32 else { return false }
        return word.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_" || $0 == "-") }
            && (!keywords.contains(word) || word == "filter")
    }

    private func takesReject(_ rest: inout ArraySlice<String>) -> Bool {
        guard rest.first == "with" else { return true }
        let words = rest.dropFirst()
        rest = words.dropFirst(3)
        let names: [Table.Family: String] = [.ip: "icmp", .ip6: "icmpv6", .inet: "icmpx"]
        return words.count >= 3 && words.first == names[family] && words.dropFirst().first == "type"
            && ["admin-prohibited", "port-unreachable"].contains(words.dropFirst(2).first)
    }

    private func takesLimit(_ rest: inout ArraySlice<String>) -> Bool {
        guard rest.popFirst() == "rate" else { return false }
        if rest.first == "over" { rest = rest.dropFirst() }
        let parts = (rest.popFirst() ?? "").split(separator: "/")
        guard parts.count == 2, UInt32(parts[0]) ?? 0 > 0, ["second", "minute", "hour", "day"].contains(parts[1]) else {
            return false
        }
        guard rest.first == "burst" else { return true }
        guard rest.count >= 3, UInt32(rest.dropFirst().first ?? "") ?? 0 > 0, rest.dropFirst(2).first == "packets"
        else {
            return false
        }
        rest = rest.dropFirst(3)
        return true
    }

    /// What a question is about, which says how its values are written.
    private func kind(_ word: String, _ rest: inout ArraySlice<String>) -> NFTValueKind? {
        let isIPv6 = family == .ip6
        switch word {
        case "iif", "oif", "iifname", "oifname": return word == "iif" || word == "oif" ? .here : .name
        case "meta":
            switch rest.popFirst() ?? "" {
            case "iifname", "oifname": return .name
            case "iif", "oif": return .here
            case "l4proto": return .transport
            case "nfproto": return family == .inet ? .family : nil
            case "pkttype": return .packetType
            default: return nil
            }
        case "ct": return rest.popFirst() == "state" ? .state : nil
        case "ip" where !isIPv6:
            switch rest.popFirst() ?? "" {
            case "saddr", "daddr": return .address(.ipv4)
            case "protocol": return .transport
            default: return nil
            }
        case "ip6" where family != .ip:
            switch rest.popFirst() ?? "" {
            case "saddr", "daddr": return .address(.ipv6)
            case "nexthdr": return .transport
            default: return nil
            }
        case "tcp", "udp": return ["dport", "sport"].contains(rest.popFirst() ?? "") ? .port : nil
        case "icmp" where !isIPv6: return rest.popFirst() == "type" ? .icmp : nil
        case "icmpv6" where family != .ip: return rest.popFirst() == "type" ? .icmpv6 : nil
        default: return nil
        }
    }

    private func takesQuestion(_ kind: NFTValueKind, _ rest: inout ArraySlice<String>, _ ended: inout Bool) -> Bool {
        if rest.first == "vmap" {
            rest = rest.dropFirst()
            ended = true
            return takesMap(kind, &rest)
        }
        if rest.first == "==" || rest.first == "!=" { rest = rest.dropFirst() }
        guard let first = rest.popFirst() else { return false }
        if first.hasPrefix("@") { return sets[String(first.dropFirst())] == kind }
        guard first == "{" else {
            var values = [first]
            // States are also joined by commas alone; of other kinds nft takes one value there.
            while rest.first == "," {
                guard kind == .state, let next = rest.dropFirst().first else { return false }
                values.append(next)
                rest = rest.dropFirst(2)
            }
            return kind.takes(values)
        }
        var values: [String] = []
        while let word = rest.popFirst(), word != "}" { values.append(word) }
        return Self.items(of: values[...]).map(kind.takes) ?? false
    }

    /// The items of a list with a comma between each two, and perhaps one behind the last.
    static func items(of words: ArraySlice<String>) -> [String]? {
        let words = words.last == "," ? words.dropLast() : words
        let items = words.filter { $0 != "," }
        let isApart = words.enumerated().allSatisfy { index, word in (index % 2 == 1) == (word == ",") }
        return !items.isEmpty && isApart ? items : nil
    }

    private func takesMap(_ kind: NFTValueKind, _ rest: inout ArraySlice<String>) -> Bool {
        guard kind == .state || kind == .port, rest.popFirst() == "{" else { return false }
        var entry: [String] = []
        var keys: [String] = []
        while let word = rest.popFirst() {
            guard word == "," || word == "}" else {
                entry.append(word)
                continue
            }
            guard entry.count == 3, entry[1] == ":", ["accept", "drop", "return", "continue"].contains(entry[2]) else {
                return false
            }
            keys.append(entry[0])
            entry = []
            if word == "}" { return kind.takes(keys) }
        }
        return false
    }
}
