import Documents

/// Reads the statements of one rule.
///
/// A verdict map becomes one rule for each of its keys, which is the same: keys do not overlap.
/// Total: a statement that is not known makes a match that could not be determined.
struct NFTRule {
    /// The set or map of a name, in the rule's table.
    let lookup: (String) -> JSONNode?

    func rules(_ node: JSONNode) -> [Rule] {
        var statements = node["expr"]?.items ?? []
        let isKnown = node.has(only: ["family", "table", "chain", "handle", "expr", "comment", "index", "position"])
        // Something that is no statement stands for what is not known.
        if !isKnown || node["expr"]?.items == nil {
            statements.insert(JSONNode(value: .null, range: node.range), at: 0)
        }
        let rule = Rule(
            action: .proceed,
            comment: node["comment"]?.text,
            source: statements.map(\.compact).joined(separator: " "),
            line: node["handle"]?.integer ?? 0
        )
        return rules(statements, of: rule)
    }

    private func rules(_ statements: [JSONNode], of rule: Rule) -> [Rule] {
        var rule = rule
        for (index, statement) in statements.enumerated() {
            guard NFTReading.isUnderstood(statement), let member = statement.members?.first else {
                let text = statement.compact
                guard case .anything(let changes) = NFTReading.effect(ofUnread: statement) else {
                    rule.matches.append(Match(.other(text)))
                    continue
                }
                rule.changes += changes
                rule.action = .other(text)
                return [NFTExtensionHeader.judged(rule)]
            }
            if member.key == "vmap" {
                return branches(member.value, of: rule, then: Array(statements.dropFirst(index + 1)))
            }
            if let map = member.value["addr"]?["map"], member.key == "dnat" {
                return destinations(map, member.value, of: rule)
            }
            for question in NFTReading.questions(member.key, member.value) where !rule.matches.contains(question) {
                rule.matches.append(question)
            }
            if let change = NFTChange.change(member.key, member.value) {
                rule.changes.append(change)
                let rest = Array(statements.dropFirst(index + 1))
                // What follows a change and asks something is asked after it, and the change stays whatever it finds.
                guard rest.contains(where: { NFTChange.asks($0) }) else { continue }
                var next = rule
                next.changes = []
                if rule.matches.contains(where: \.test.asksOfChanges) || change.isWriting {
                    next.matches = [Match(.other("after a change"))]
                }
                return [rule] + rules(rest, of: next)
            }
            if let action = action(member.key, member.value) {
                rule.action = action
                rule.matches += implied(by: member)
                // Statements after a verdict are never reached.
                if index < statements.count, action != .proceed { return [NFTExtensionHeader.judged(rule)] }
            } else {
                rule.matches += matches(member.key, member.value)
            }
        }
        return [rule]
    }

    /// An answer in one family's ICMP is only given to its packets; nft leaves the question out of its listing.
    private func implied(by member: JSONNode.Member) -> [Match] {
        if member.key == "dnat" || member.key == "snat" { return family(member.value["family"]?.text) }
        guard member.key == "reject" else { return [] }
        return switch member.value["type"]?.text {
        case "icmp": [Match(.family(.ipv4))]
        case "icmpv6": [Match(.family(.ipv6))]
        case "tcp reset": [Match(.transport([Packet.tcp...Packet.tcp]))]
        default: []
        }
    }

    private func branches(_ map: JSONNode, of rule: Rule, then rest: [JSONNode]) -> [Rule] {
        guard let elements = elements(of: map), let key = map["key"] else {
            return [rule.asking([Match(.other("vmap"))], then: .other("vmap"))]
        }
        let match = NFTMatch(lookup: lookup)
        let keys = elements.compactMap { $0[0]?.element }.filter { $0.text != "*" }
        return elements.flatMap { element -> [Rule] in
            guard let left = element[0]?.element, let node = element[1] else {
                return [rule.asking([Match(.other("vmap"))], then: .other("vmap"))]
            }
            // The element that catches all takes what no other key is.
            let asked =
                left.text == "*"
                ? (keys.isEmpty
                    ? NFTMatch.context(of: key)
                    : match.matches(key, .unequal, JSONNode(value: .array(keys), range: map.range)))
                : match.matches(key, .equal, left)
            guard NFTReading.isUnderstood(node), let verdict = node.members?.first else {
                return [rule.asking(asked, then: .other("vmap"))]
            }
            if verdict.key == "continue", !rest.isEmpty { return rules(rest, of: rule.asking(asked, then: .proceed)) }
            let action = action(verdict.key, verdict.value) ?? .other(verdict.key)
            return [NFTExtensionHeader.judged(rule.asking(asked, then: action))]
        }
    }

    /// What a map holds; nothing where it is not known, as of one that packets fill.
    private func elements(of map: JSONNode) -> [JSONNode]? {
        guard let data = map["data"] else { return nil }
        guard let name = data.text else { return data["set"]?.items }
        guard let found = lookup(String(name.drop { $0 == "@" })) else { return nil }
        return found.isDynamic ? nil : found["elem"].map { $0.items ?? [$0] } ?? []
    }

    /// A map from what packets ask for to destinations: one rule for each of its keys, as with verdicts.
    private func destinations(_ map: JSONNode, _ value: JSONNode, of rule: Rule) -> [Rule] {
        guard let elements = elements(of: map), let key = map["key"] else {
            return [rule.asking([], then: .other("dnat"))]
        }
        let family = family(value["family"]?.text)
        return elements.map { element in
            guard let left = element[0]?.element, let data = element[1] else {
                return rule.asking([], then: .other("dnat"))
            }
            let parts = data["concat"]?.items
            return rule.asking(
                family + NFTMatch(lookup: lookup).matches(key, .equal, left),
                then: destination(parts?.first ?? data, parts?.last ?? value["port"], nil)
            )
        }
    }

    private func family(_ name: String?) -> [Match] {
        switch name {
        case "ip": [Match(.family(.ipv4))]
        case "ip6": [Match(.family(.ipv6))]
        default: []
        }
    }

    private func destination(_ addresses: JSONNode?, _ port: JSONNode?, _ family: String?) -> Action {
        guard let ports = NFTPorts(port) else { return .other("dnat") }
        guard let addresses else { return TargetNames.translation(nil, ports.range) }
        guard let ranges = NFTValues(addresses, .equal).addresses, ranges.count == 1 else { return .other("dnat") }
        return TargetNames.translation(ranges[0], ports.range)
    }

    private func source(_ addresses: JSONNode?) -> Action {
        guard let addresses, let ranges = NFTValues(addresses, .equal).addresses, ranges.count == 1 else {
            return .other("snat")
        }
        return .disguise(as: ranges[0])
    }

    private func action(_ key: String, _ value: JSONNode) -> Action? {
        switch key {
        case "accept": .accept
        case "masquerade": .disguise(as: nil)
        case "snat": source(value["addr"])
        case "drop": .drop
        case "reject": .reject
        case "return": .return
        case "continue": .proceed
        case "jump": value["target"]?.text.map { .jump($0) } ?? .other("jump")
        case "goto": value["target"]?.text.map { .goto($0) } ?? .other("goto")
        case "dnat": destination(value["addr"], value["port"], value["family"]?.text)
        case "redirect": NFTPorts(value["port"]).map { .redirectHere(ports: $0.range) } ?? .other("redirect")
        case "queue", "tproxy", "synproxy", "fwd": .other(key)
        default: nil
        }
    }

    private func matches(_ key: String, _ value: JSONNode) -> [Match] {
        switch key {
        case "counter", "log", "mangle", "dup", "flow", "ct helper", "ct timeout", "ct expectation", "comment", "last",
            "secmark", "reset":
            []
        // Without `over` it holds until it is used up; it is not worth telling apart here.
        case "quota": [Match(.other("quota"))]
        case "match":
            if let left = value["left"], let right = value["right"] {
                NFTMatch(lookup: lookup).matches(left, NFTMatch.Operator(value["op"]?.text), right)
            } else {
                [Match(.other("match"))]
            }
        // One that is named has its numbers elsewhere.
        case "limit": value.text == nil ? [limit(value, scope: .everybody)] : [Match(.other("limit"))]
        case "ct count": value.text == nil ? [count(value, scope: .everybody)] : [Match(.other("ct count"))]
        case "set", "map", "meter": dynamic(value)
        default: [Match(.other("\(key) \(value.compact)"))]
        }
    }

    /// A packet that is larger than all that may pass in a while is beyond its limit though it comes alone.
    private static let enough = ["kbytes", "mbytes", "gbytes"]

    private func limit(_ value: JSONNode, scope: RateLimit.Scope) -> Match {
        if let unit = value["rate_unit"]?.text, unit != "packets",
            !Self.enough.contains(unit) || (value["rate"]?.integer ?? 0) < 64
        {
            return Match(.other("limit"))
        }
        let rate = "\(value["rate"]?.integer.map(String.init) ?? "?")/\(value["per"]?.text ?? "?")"
        return Match(.rate(RateLimit(scope, isExceeding: value["inv"]?.flag ?? false, rate: rate)))
    }

    private func count(_ value: JSONNode, scope: RateLimit.Scope) -> Match {
        // The first connection is beyond a bound of none.
        guard let limit = value["val"]?.integer, limit > 0 else { return Match(.other("ct count")) }
        let bound = String(limit)
        return Match(.rate(RateLimit(scope, isExceeding: value["inv"]?.flag ?? false, rate: "\(bound) connections")))
    }

    /// Adding to a set always holds; with a limit for each element it holds as the limit does.
    private func dynamic(_ value: JSONNode) -> [Match] {
        let key = value["elem"] ?? value["key"]
        let scope: RateLimit.Scope = key?.mentionsSource == true ? .source : .other
        let inner = value["stmt"]?.items ?? value["stmt"].map { [$0] } ?? []
        return inner.compactMap { statement in
            guard NFTReading.isUnderstood(statement), let member = statement.members?.first else {
                return Match(.other(statement.compact))
            }
            return switch member.key {
            case "limit" where member.value.text == nil: limit(member.value, scope: scope)
            case "ct count" where member.value.text == nil: count(member.value, scope: scope)
            case "counter", "last": nil
            default: Match(.other(statement.compact))
            }
        }
    }
}

extension Change {
    /// Whether it writes headers, so that what was asked of them before may not hold any more.
    fileprivate var isWriting: Bool { if case .rewrite = self { true } else { false } }
}

extension JSONNode {
    /// What an element of a set is, without its timeout and counter; nothing where more hangs on it than is known, such
    /// as a limit.
    var element: JSONNode? {
        guard let inner = self["elem"] else { return self }
        guard members?.count == 1, inner.has(only: ["val", "timeout", "expires", "comment", "counter", "last"]) else {
            return nil
        }
        return inner["val"]
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
