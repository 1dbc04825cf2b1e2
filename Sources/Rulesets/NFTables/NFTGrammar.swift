/// The part of nft's language that files with rules are usually made of.
///
/// nft refuses a whole file for one word that it does not take. What is not in this part may be such a word, so that nobody
/// knows whether anything of the file is loaded. After nft(8).
struct NFTGrammar {
    /// The family of the table that the rule stands in.
    let family: Table.Family
    /// The table's sets, and the words of the variables that were defined before.
    let sets: [String: NFTValueKind]
    let variables: [String: [String]]
    let chains: Set<String>

    /// Whether a rule is of it.
    func takes(_ rule: [String]) -> Bool {
        var rest = rule[...]
        var ended = false
        while let word = rest.popFirst() {
            if word == "comment" {
                guard rest.popFirst() != nil else { return false }
                continue
            }
            // Behind a verdict nothing would be reached, and nft refuses some of it.
            guard !ended else { return false }
            switch word {
            case "accept", "drop", "return", "continue": ended = true
            case "jump", "goto":
                guard let target = rest.popFirst(), chains.contains(target) else { return false }
                ended = true
            case "reject":
                guard takesReject(&rest) else { return false }
                ended = true
            case "counter":
                if rest.first == "packets" {
                    guard rest.count >= 4, rest.dropFirst(2).first == "bytes" else { return false }
                    rest = rest.dropFirst(4)
                }
            case "log": while let next = rest.first, Self.ofLog.contains(next) { rest = rest.dropFirst(2) }
            case "limit": guard takesLimit(&rest) else { return false }
            default:
                guard let key = key(word, &rest), takesQuestion(key, &rest, &ended) else { return false }
            }
        }
        return true
    }

    private static let ofLog: Set<String> = ["prefix", "level", "group", "snaplen", "queue-threshold"]

    private func takesReject(_ rest: inout ArraySlice<String>) -> Bool {
        guard rest.first == "with" else { return true }
        rest = rest.dropFirst()
        let protocolName = rest.popFirst() ?? ""
        if protocolName == "tcp" { return rest.popFirst() == "reset" }
        if rest.first == "type" { rest = rest.dropFirst() }
        let reasons: Set<String> = ["admin-prohibited", "port-unreachable", "host-unreachable", "no-route"]
        let names: [Table.Family: String] = [.ip: "icmp", .ip6: "icmpv6", .inet: "icmpx"]
        return names[family] == protocolName && reasons.contains(rest.popFirst() ?? "")
            && !(protocolName == "icmp" && rest.first == "no-route")
    }

    private func takesLimit(_ rest: inout ArraySlice<String>) -> Bool {
        guard rest.popFirst() == "rate" else { return false }
        if rest.first == "over" { rest = rest.dropFirst() }
        let parts = (rest.popFirst() ?? "").split(separator: "/")
        guard parts.count == 2, UInt32(parts[0]) ?? 0 > 0, ["second", "minute", "hour", "day"].contains(parts[1]) else {
            return false
        }
        guard rest.first == "burst" else { return true }
        guard rest.count >= 3, UInt32(rest.dropFirst().first ?? "") != nil, rest.dropFirst(2).first == "packets" else {
            return false
        }
        rest = rest.dropFirst(3)
        return true
    }

    /// What a question is about, which says how its values are written.
    private func key(_ word: String, _ rest: inout ArraySlice<String>) -> NFTValueKind? {
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
        if let first = rest.first, first.hasPrefix("$") {
            // What stands for it is read in its place.
            guard let value = variables[String(first.dropFirst())], !value.contains(where: { $0.hasPrefix("$") }) else {
                return false
            }
            rest = (value + rest.dropFirst())[...]
        }
        guard let first = rest.popFirst() else { return false }
        if first.hasPrefix("@") { return sets[String(first.dropFirst())] == kind }
        guard first == "{" else {
            guard kind.takes(first) else { return false }
            // States are also joined by commas alone; of other kinds nft takes one value there.
            while rest.first == "," {
                guard kind == .state, let next = rest.dropFirst().first, kind.takes(next) else { return false }
                rest = rest.dropFirst(2)
            }
            return true
        }
        var values: [String] = []
        while let word = rest.popFirst(), word != "}" { values.append(word) }
        // Values that overlap are taken by some versions alone.
        guard let items = Self.items(of: values[...]) else { return false }
        return items.count == Set(items).count && items.allSatisfy(kind.takes)
            && (items.count == 1 || kind.isExact(items))
    }

    /// The items of a list with a comma between each two, and perhaps one behind the last.
    static func items(of words: ArraySlice<String>) -> [String]? {
        let words = words.last == "," ? words.dropLast() : words
        let items = words.filter { $0 != "," }
        let isApart = words.enumerated().allSatisfy { index, word in (index % 2 == 1) == (word == ",") }
        return !items.isEmpty && isApart ? items : nil
    }

    private func takesMap(_ kind: NFTValueKind, _ rest: inout ArraySlice<String>) -> Bool {
        guard rest.popFirst() == "{" else { return false }
        var entry: [String] = []
        var keys: Set<String> = []
        while let word = rest.popFirst() {
            guard word == "," || word == "}" else {
                entry.append(word)
                continue
            }
            guard entry.count >= 3, entry[1] == ":", kind.takes(entry[0]), kind.isExact([entry[0]]),
                keys.insert(entry[0]).inserted
            else { return false }
            switch entry[2] {
            case "accept", "drop", "return", "continue": guard entry.count == 3 else { return false }
            case "jump", "goto": guard entry.count == 4, chains.contains(entry[3]) else { return false }
            default: return false
            }
            entry = []
            if word == "}" { return true }
        }
        return false
    }
}
