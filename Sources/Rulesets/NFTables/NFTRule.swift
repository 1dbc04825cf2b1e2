import Documents

/// Reads the statements of one rule.
///
/// A verdict map becomes one rule for each of its keys, which is the same: keys do not overlap.
/// Total: a statement that is not known makes a match that cannot be told.
struct NFTRule {
    /// The set or map of a name, in the rule's table.
    let lookup: (String) -> JSONNode?

    func rules(_ node: JSONNode) -> [Rule] {
        let statements = node["expr"]?.items ?? []
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
            guard let member = statement.members?.first else { continue }
            if member.key == "vmap" {
                return branches(member.value, of: rule)
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
                if rule.matches.contains(where: \.test.asksOfChanges) {
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

    private func branches(_ map: JSONNode, of rule: Rule) -> [Rule] {
        guard let elements = elements(of: map), let key = map["key"] else {
            return [rule.asking([Match(.other("vmap"))], then: .other("vmap"))]
        }
        let match = NFTMatch(lookup: lookup)
        let keys = elements.compactMap { $0[0]?["elem"]?["val"] ?? $0[0] }.filter { $0.text != "*" }
        return elements.compactMap { element in
            guard let left = element[0]?["elem"]?["val"] ?? element[0], let verdict = element[1]?.members?.first else {
                return nil
            }
            let action = action(verdict.key, verdict.value) ?? .other(verdict.key)
            // The element that catches all takes what no other key is.
            let asked =
                left.text == "*"
                ? (keys.isEmpty
                    ? NFTMatch.context(of: key)
                    : match.matches(key, .unequal, JSONNode(value: .array(keys), range: map.range)))
                : match.matches(key, .equal, left)
            return NFTExtensionHeader.judged(rule.asking(asked, then: action))
        }
    }

    /// What a map holds; nothing where it is not known, as of one that packets fill.
    private func elements(of map: JSONNode) -> [JSONNode]? {
        guard let data = map["data"] else { return nil }
        guard let name = data.text else { return data["set"]?.items }
        guard let found = lookup(String(name.drop { $0 == "@" })) else { return nil }
        return found.isDynamic ? nil : found["elem"]?.items ?? []
    }

    /// A map from what packets ask for to destinations: one rule for each of its keys, as with verdicts.
    private func destinations(_ map: JSONNode, _ value: JSONNode, of rule: Rule) -> [Rule] {
        guard let elements = elements(of: map), let key = map["key"] else {
            return [rule.asking([], then: .other("dnat"))]
        }
        let family = family(value["family"]?.text)
        return elements.map { element in
            guard let left = element[0]?["elem"]?["val"] ?? element[0], let data = element[1] else {
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
        case "mangle" where NFTChange.rewrites(value): .other(key)
        default: nil
        }
    }

    private func matches(_ key: String, _ value: JSONNode) -> [Match] {
        switch key {
        case "counter", "log", "mangle", "dup", "quota", "flow", "ct helper", "ct timeout", "comment",
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
        // One that is named has its numbers elsewhere.
        case "limit": value.text == nil ? [limit(value, scope: .everybody)] : [Match(.other("limit"))]
        case "ct count": value.text == nil ? [count(value, scope: .everybody)] : [Match(.other("ct count"))]
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
