/// The part of what iptables-restore takes that files with rules are usually made of.
///
/// It refuses a whole table for one word, and what is not in this part may be such a word. After iptables(8),
/// iptables-extensions(8) and what iptables-restore 1.8.9 says.
struct SavedGrammar {
    let family: AddressFamily
    /// Chains of one's own that lead to no other.
    let ends: Set<String>

    private static let states: Set<String> = ["NEW", "ESTABLISHED", "RELATED", "INVALID", "UNTRACKED"]

    /// Whether a rule, the chain first, is of it.
    func takes(_ words: [Word]) -> Bool {
        guard let chain = words.first?.text else { return false }
        var rest = words.dropFirst()
        var transport: String?
        var loaded: Set<String> = []
        var given: Set<String> = []
        var target: String?
        func value() -> String? { rest.popFirst()?.text }
        while let word = rest.popFirst() {
            var option = word.text
            if option == "!" {
                guard let next = rest.popFirst()?.text, ["-i", "-o", "-s", "-d", "--dport", "--sport"].contains(next)
                else { return false }
                option = next
            }
            guard option == "-m" || given.insert(option).inserted else { return false }
            // Behind the target stand its own options alone.
            if target != nil, !option.hasPrefix("--reject"), !option.hasPrefix("--log") { return false }
            switch option {
            case "-i", "-o":
                guard let name = value(), name.utf8.count < 16, !name.isEmpty,
                    chain != (option == "-i" ? "OUTPUT" : "INPUT")
                else { return false }
            case "-s", "-d":
                guard let text = value(), AddressRange(text)?.first.family == family, !text.contains("-") else {
                    return false
                }
            case "-p":
                let icmp = family == .ipv4 ? ["icmp"] : ["ipv6-icmp", "icmpv6"]
                guard let name = value(), (["tcp", "udp"] + icmp).contains(name) else { return false }
                transport = name
            case "-m":
                guard let name = value(), takesMatch(name, transport) else { return false }
                loaded.insert(name)
            case "--dport", "--sport":
                guard transport == "tcp" || transport == "udp", !loaded.contains("multiport"),
                    Self.isPorts(value() ?? "")
                else { return false }
            case "--dports", "--sports":
                let items = (value() ?? "").split(separator: ",", omittingEmptySubsequences: false).map(String.init)
                guard loaded.contains("multiport"), items.allSatisfy(Self.isPorts),
                    items.reduce(0, { $0 + ($1.contains(":") ? 2 : 1) }) <= 15
                else { return false }
            case "--ctstate", "--state":
                let items = (value() ?? "").split(separator: ",", omittingEmptySubsequences: false).map(String.init)
                guard loaded.contains(option == "--state" ? "state" : "conntrack"), Set(items).isSubset(of: Self.states)
                else { return false }
            case "--comment":
                guard loaded.contains("comment"), let text = value(), text.utf8.count < 250 else { return false }
            case "--limit":
                let parts = (value() ?? "").split(separator: "/")
                guard loaded.contains("limit"), parts.count == 2, (1...10_000).contains(UInt32(parts[0]) ?? 0),
                    ["sec", "second", "min", "minute", "hour", "day"].contains(parts[1])
                else { return false }
            case "--limit-burst":
                guard loaded.contains("limit"), (1...10_000).contains(UInt32(value() ?? "") ?? 0) else { return false }
            case "--icmp-type", "--icmpv6-type":
                guard let kind = transport, (option == "--icmp-type") == (kind == "icmp"), kind != "tcp", kind != "udp",
                    UInt8(value() ?? "") != nil
                else { return false }
            case "-j":
                guard let name = value(),
                    ["ACCEPT", "DROP", "RETURN", "REJECT", "LOG"].contains(name) || ends.contains(name)
                else { return false }
                target = name
            case "--reject-with":
                let reasons =
                    family == .ipv4
                    ? ["icmp-port-unreachable", "icmp-host-prohibited", "icmp-admin-prohibited"]
                    : ["icmp6-port-unreachable", "icmp6-adm-prohibited"]
                guard target == "REJECT", let reason = value(),
                    reasons.contains(reason) || reason == "tcp-reset" && transport == "tcp"
                else { return false }
            case "--log-prefix": guard target == "LOG", let text = value(), text.utf8.count < 29 else { return false }
            case "--log-level": guard target == "LOG", (0...7).contains(UInt8(value() ?? "") ?? 8) else { return false }
            default: return false
            }
        }
        return true
    }

    private func takesMatch(_ name: String, _ transport: String?) -> Bool {
        switch name {
        case "conntrack", "state", "comment", "limit": true
        case "tcp", "udp": transport == name
        case "multiport": transport == "tcp" || transport == "udp"
        case "icmp": transport == "icmp"
        case "icmp6": transport == "ipv6-icmp" || transport == "icmpv6"
        default: false
        }
    }

    private static func isPorts(_ text: String) -> Bool {
        let ends = text.split(separator: ":", omittingEmptySubsequences: false).map { UInt16($0) }
        if ends.count == 2, let first = ends[0], let last = ends[1] { return first <= last }
        return ends.count == 1 && ends[0] != nil
    }
}

extension SavedRules {
    /// Whether iptables-restore is known to take all of it: one table of filters, of what such files are usually made of.
    public var isOrdinary: Bool {
        var policies: [String: String] = [:]
        var rules: [[Word]] = []
        for (index, line) in lines.filter({ if case .note = $0 { false } else { true } }).enumerated() {
            switch line {
            case .note: continue
            case .table(let name): guard index == 0, name == "filter" else { return false }
            case .chain(let name, let policy, _):
                let isBuiltIn = ["INPUT", "FORWARD", "OUTPUT"].contains(name)
                let isName =
                    name.utf8.count < 29
                    && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_".contains($0)) }
                guard policies.updateValue(policy, forKey: name) == nil, isName, name.first != "-",
                    isBuiltIn ? ["ACCEPT", "DROP"].contains(policy) : policy == "-"
                else { return false }
            case .rule(_, let words): rules.append(words)
            case .commit: continue
            }
        }
        let own = Set(policies.filter { $0.value == "-" }.keys)
        let branching = Set(
            rules.filter { rule in rule.dropFirst().contains { own.contains($0.text) } }.compactMap { $0.first?.text }
        )
        let grammar = SavedGrammar(family: family, ends: own.subtracting(branching))
        return rules.allSatisfy(grammar.takes)
    }
}
