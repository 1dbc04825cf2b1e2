import Documents

/// What a statement asks by what it reads, before it does anything, and which statements are understood at all.
///
/// A statement that reads a header which the packet does not have ends its rule, as a map does that has no such key and
/// a set that has no room: what follows is not reached. nft leaves these questions out of its listing (nf_tables_core.c,
/// NFT_BREAK).
enum NFTReading {
    /// The questions of one statement; those of a comparison are read with it.
    static func questions(_ key: String, _ value: JSONNode) -> [Match] {
        switch key {
        case "mangle":
            let written = value["key"].map(written) ?? [NFTExpression.mayEnd]
            return unique(written + (value["value"].map(NFTExpression.questions) ?? [NFTExpression.mayEnd]))
        case "set", "map", "meter":
            var found = (value["elem"] ?? value["key"]).map(NFTExpression.questions) ?? [NFTExpression.mayEnd]
            found += value["data"].map(NFTExpression.questions) ?? []
            let isFilling = value["op"]?.text != "delete"
            if key == "map" || (key == "set" && isFilling && !hasLimit(value)) {
                found.append(Match(.other("the set may be full")))
            }
            return unique(found)
        // Names of objects, which a map may choose.
        case "counter", "quota", "limit", "ct count", "ct helper", "ct timeout", "secmark":
            return value["map"] == nil ? [] : unique(NFTExpression.questions(value))
        case "dup", "fwd":
            return unique(
                (value["addr"].map(NFTExpression.questions) ?? []) + (value["dev"].map(NFTExpression.questions) ?? [])
            )
        case "dnat", "snat", "redirect", "masquerade":
            let parts = [value["addr"], value["port"]].compactMap { $0 }.filter { $0["map"] == nil || key != "dnat" }
            return unique(parts.flatMap(NFTExpression.questions))
        case "flow", "reset", "ct expectation": return [NFTExpression.mayEnd]
        default: return []
        }
    }

    private static func unique(_ matches: [Match]) -> [Match] {
        matches.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    /// What has to be there so that it can be written.
    private static func written(_ node: JSONNode) -> [Match] {
        guard node.members?.count == 1 else { return [NFTExpression.mayEnd] }
        return node["meta"] != nil || node["ct"] != nil ? [] : NFTExpression.questions(node)
    }

    /// The sets and maps that a rule adds to, by name; some of these statements nft lists as text only.
    static func filled(_ statements: [JSONNode]) -> [String] {
        statements.flatMap { statement -> [String] in
            if let text = statement.text {
                return text.split { " \t\n{};".contains($0) }.filter { $0.hasPrefix("@") }.map {
                    String($0.dropFirst())
                }
            }
            let inner = statement["set"]?["set"] ?? statement["map"]?["map"]
            return inner?.text.map { [String($0.drop { $0 == "@" })] } ?? []
        }
    }

    private static func hasLimit(_ value: JSONNode) -> Bool {
        let inner = value["stmt"]?.items ?? value["stmt"].map { [$0] } ?? []
        return inner.contains { $0["limit"] != nil || $0["ct count"] != nil }
    }

    /// The keys of each statement that is understood.
    private static let known: [String: Set<String>] = [
        "accept": [], "drop": [], "return": [], "continue": [], "notrack": [], "jump": ["target"], "goto": ["target"],
        "reject": ["type", "expr"], "match": ["op", "left", "right"], "vmap": ["key", "data"],
        "dnat": ["addr", "port", "family", "flags", "type_flags"],
        "snat": ["addr", "port", "family", "flags", "type_flags"],
        "masquerade": ["addr", "port", "family", "flags", "type_flags"],
        "redirect": ["addr", "port", "family", "flags", "type_flags"],
        "counter": ["packets", "bytes", "map"], "last": ["used"], "mangle": ["key", "value"],
        "log": ["prefix", "group", "snaplen", "queue-threshold", "level", "flags"],
        "quota": ["val", "val_unit", "used", "used_unit", "inv", "map"],
        "limit": ["rate", "burst", "per", "inv", "rate_unit", "burst_unit", "map"], "ct count": ["val", "inv", "map"],
        "set": ["op", "elem", "set", "stmt"], "map": ["op", "elem", "data", "map"],
        "meter": ["key", "stmt", "size", "name"], "flow": ["op", "flowtable"], "dup": ["addr", "dev"],
        "ct helper": ["map"], "ct timeout": ["map"], "ct expectation": ["map"], "secmark": ["map"], "comment": [],
        "reset": ["tcp option"], "queue": ["num", "flags"], "fwd": ["dev", "addr", "family"],
        "tproxy": ["family", "addr", "port"], "synproxy": ["mss", "wscale", "flags"],
    ]

    /// Whether a statement is one of those that are read, with nothing in it that is not.
    static func isUnderstood(_ statement: JSONNode) -> Bool {
        guard let members = statement.members, members.count == 1, let member = members.first,
            let keys = known[member.key]
        else { return false }
        guard member.value.items == nil else { return false }
        return member.value.has(only: keys)
    }

    /// What a statement that is not understood may do.
    enum Unread {
        /// It may end its rule.
        case question
        /// It may accept, drop, lead elsewhere and write anything.
        case anything([Change])
    }

    static func effect(ofUnread statement: JSONNode) -> Unread {
        if statement["xt"]?["type"]?.text == "match" { return .question }
        guard let text = statement.text else { return .anything([.unknownMark, .rewrite(.unknown)]) }
        let words = text.split { " \t\n{};".contains($0) }
        if let verb = words.first, ["add", "update", "delete"].contains(verb), words.count > 1, words[1].hasPrefix("@")
        {
            return .question
        }
        let writing: Set<Substring> = [
            "set", "notrack", "dnat", "snat", "redirect", "masquerade", "tproxy", "queue", "jump", "goto", "vmap",
        ]
        // The first word leads to what is written there.
        let isWriting = ["jump", "goto"].contains(words.first ?? "") ? words.dropFirst() : words[...]
        let isPlain = ["jump", "goto"].contains(words.first ?? "") && writing.isDisjoint(with: isWriting)
        return .anything(isPlain ? [] : [.unknownMark, .rewrite(.unknown)])
    }
}

extension JSONNode {
    /// Whether it is no object, or one with no other keys than these.
    func has(only keys: Set<String>) -> Bool { members?.allSatisfy { keys.contains($0.key) } ?? true }
}
