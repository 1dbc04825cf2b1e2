import Documents

/// Reads the statements of one rule.
///
/// A verdict map becomes one rule for each of its keys, which is the same: keys do not overlap.
/// Total: a statement that is not known makes a match that cannot be told.
struct NFTRule {
    /// The set or map of a name, in the rule's table.
    let lookup: (String) -> JSONNode?

    func rules(_ node: JSONNode) -> [Rule] {
        let handle = node["handle"]?.integer ?? 0
        let statements = node["expr"]?.items ?? []
        var rule = Rule(
            action: .proceed,
            comment: node["comment"]?.text,
            source: statements.map(\.compact).joined(separator: " "),
            line: handle
        )
        for (index, statement) in statements.enumerated() {
            guard let member = statement.members?.first else { continue }
            if member.key == "vmap" {
                return branches(member.value, of: rule)
            }
            if let action = action(member.key, member.value) {
                rule.action = action
                rule.matches += implied(by: member)
                // Statements after a verdict are never reached.
                if index < statements.count, action != .proceed { return [rule] }
            } else {
                rule.matches += matches(member.key, member.value)
            }
        }
        return [rule]
    }

    /// An answer in one family's ICMP is only given to its packets; nft leaves the question out of its listing.
    private func implied(by member: JSONNode.Member) -> [Match] {
        guard member.key == "reject" else { return [] }
        return switch member.value["type"]?.text {
        case "icmp": [Match(.family(.ipv4))]
        case "icmpv6": [Match(.family(.ipv6))]
        case "tcp reset": [Match(.transport([Packet.tcp...Packet.tcp]))]
        default: []
        }
    }

    private func branches(_ map: JSONNode, of rule: Rule) -> [Rule] {
        let elements = map["data"].flatMap { data in
            data.text.map { name in lookup(String(name.drop { $0 == "@" }))?["elem"]?.items ?? [] }
                ?? data["set"]?.items
        }
        guard let elements, let key = map["key"] else {
            return [rule.asking([Match(.other("vmap"))], then: .other("vmap"))]
        }
        return elements.compactMap { element in
            guard let left = element[0], let verdict = element[1]?.members?.first else { return nil }
            let action = action(verdict.key, verdict.value) ?? .other(verdict.key)
            return rule.asking(NFTMatch(lookup: lookup).matches(key, .equal, left), then: action)
        }
    }

    private func action(_ key: String, _ value: JSONNode) -> Action? {
        switch key {
        case "accept", "masquerade", "snat": .accept
        case "drop": .drop
        case "reject": .reject
        case "return": .return
        case "continue": .proceed
        case "jump": value["target"]?.text.map { .jump($0) } ?? .other("jump")
        case "goto": value["target"]?.text.map { .goto($0) } ?? .other("goto")
        case "dnat", "redirect":
            .redirect(
                to: value["addr"]?.text.flatMap { Address($0) },
                port: value["port"]?.integer.flatMap { UInt16(exactly: $0) }
            )
        case "queue", "tproxy", "synproxy", "fwd": .other(key)
        default: nil
        }
    }

    private func matches(_ key: String, _ value: JSONNode) -> [Match] {
        switch key {
        case "counter", "log", "notrack", "mangle", "dup", "quota", "flow", "ct helper", "ct timeout", "comment",
            "last",
            "secmark":
            // A quota without `over` holds until it is used up; it is not worth telling apart here.
            key == "quota" ? [Match(.other("quota"))] : []
        case "match":
            if let left = value["left"], let right = value["right"] {
                NFTMatch(lookup: lookup).matches(left, NFTMatch.Operator(value["op"]?.text), right)
            } else {
                [Match(.other("match"))]
            }
        case "limit": [limit(value, scope: .everybody)]
        case "ct count": [count(value, scope: .everybody)]
        case "set", "meter": dynamic(value)
        default: [Match(.other("\(key) \(value.compact)"))]
        }
    }

    private func limit(_ value: JSONNode, scope: RateLimit.Scope) -> Match {
        let rate = "\(value["rate"]?.integer.map(String.init) ?? "?")/\(value["per"]?.text ?? "?")"
        return Match(.rate(RateLimit(scope, isExceeding: value["inv"]?.flag ?? false, rate: rate)))
    }

    private func count(_ value: JSONNode, scope: RateLimit.Scope) -> Match {
        let bound = value["val"]?.integer.map(String.init) ?? "?"
        return Match(.rate(RateLimit(scope, isExceeding: value["inv"]?.flag ?? false, rate: "\(bound) connections")))
    }

    /// Adding to a set always holds; with a limit for each element it holds as the limit does.
    private func dynamic(_ value: JSONNode) -> [Match] {
        let key = value["elem"] ?? value["key"]
        let scope: RateLimit.Scope = key?.mentionsSource == true ? .source : .other
        let inner = value["stmt"]?.items ?? value["stmt"].map { [$0] } ?? []
        return inner.compactMap { statement in
            statement["limit"].map { limit($0, scope: scope) } ?? statement["ct count"].map { count($0, scope: scope) }
        }
    }
}

extension Rule {
    fileprivate func asking(_ more: [Match], then action: Action) -> Rule {
        var rule = self
        rule.matches += more
        rule.action = action
        return rule
    }
}

extension JSONNode {
    /// Whether a source address is part of the key.
    fileprivate var mentionsSource: Bool {
        if self["field"]?.text == "saddr" { return true }
        return items?.contains { $0.mentionsSource } ?? members?.contains { $0.value.mentionsSource } ?? false
    }

    /// The value on one line, for people.
    var compact: String {
        switch value {
        case .null: "null"
        case .flag(let flag): String(flag)
        case .number(let text), .string(let text): text
        case .array(let items): items.map(\.compact).joined(separator: ", ")
        case .object(let members):
            members.map { $0.value.isNull ? $0.key : "\($0.key) \($0.value.compact)" }.joined(separator: " ")
        }
    }
}
