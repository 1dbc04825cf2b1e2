/// What a file for nft names and uses: whether it is all of the part of the language that is known.
struct NFTDeclarations: Sendable {
    /// Why nft may refuse the file, whose rules are then not loaded at all.
    var doubt: String? {
        if let refusal { return refusal }
        for rule in rules {
            let names = tables[rule.table] ?? Names()
            let grammar = NFTGrammar(
                family: rule.table.family,
                sets: names.sets,
                variables: rule.variables,
                chains: Set(names.chains.keys)
            )
            if !grammar.takes(rule.words) { return Self.refused(rule.words) }
        }
        return nil
    }

    private struct Names {
        var sets: [String: NFTValueKind] = [:]
        /// What each chain's first line says.
        var chains: [String: [String]] = [:]
    }

    private var refusal: String?
    private var tables: [NFTScript.TableName: Names] = [:]
    private var variables: [String: [String]] = [:]
    private var rules: [(table: NFTScript.TableName, words: [String], variables: [String: [String]])] = []

    private static func refused(_ words: [String]) -> String {
        "nft may refuse \"\(words.joined(separator: " "))\", and the whole file with it"
    }

    private mutating func refuse(_ words: [String]) { refusal = refusal ?? Self.refused(words) }

    /// Chains may be named before they come.
    mutating func rule(_ words: [String], in table: NFTScript.TableName) {
        rules.append((table, words, variables))
    }

    /// `NAME = value`, or several in braces.
    mutating func define(_ words: [String]) {
        guard words.count >= 3, words[1] == "=", variables[words[0]] == nil else { return refuse(["define"] + words) }
        variables[words[0]] = Array(words[2...])
    }

    private static let kinds: [String: NFTValueKind] = [
        "ipv4_addr": .address(.ipv4), "ipv6_addr": .address(.ipv6), "inet_service": .port,
    ]

    /// `NAME { type ipv4_addr; flags interval; elements = { … } }`.
    mutating func set(_ words: [String], in table: NFTScript.TableName) {
        let whole = ["set"] + words
        guard words.count > 3, words[1] == "{", words.last == "}", tables[table]?.sets[words[0]] == nil else {
            return refuse(whole)
        }
        var kind: NFTValueKind?
        var isOfRanges = false
        var elements: [String] = []
        for statement in words[2..<(words.count - 1)].split(separator: ";") {
            switch (statement.first, statement.count) {
            case ("type", 2): kind = Self.kinds[statement.last ?? ""]
            case ("flags", _):
                let flags = statement.dropFirst().filter { $0 != "," }
                guard flags.allSatisfy({ ["interval", "dynamic", "timeout", "constant"].contains($0) }) else {
                    return refuse(whole)
                }
                isOfRanges = flags.contains("interval")
            case ("elements", _):
                let inside = Array(statement.dropFirst())
                guard inside.count > 3, inside[0] == "=", inside[1] == "{", inside.last == "}" else {
                    return refuse(whole)
                }
                guard let items = NFTGrammar.items(of: inside[2..<(inside.count - 1)]) else { return refuse(whole) }
                elements = items
            case ("comment", 2), ("size", 2), ("auto-merge", 1): continue
            default: return refuse(whole)
            }
        }
        guard let kind, elements.allSatisfy(kind.takes), Set(elements).count == elements.count,
            elements.count < 2 || kind.isExact(elements),
            isOfRanges || !elements.contains(where: { $0.contains("-") || $0.contains("/") })
        else { return refuse(whole) }
        tables[table, default: Names()].sets[words[0]] = kind
    }

    private static let hooks: [String: Set<String>] = [
        "filter": ["prerouting", "input", "forward", "output", "postrouting"],
        "nat": ["prerouting", "input", "output", "postrouting"], "route": ["output"],
    ]
    private static let priorities: Set<String> = ["raw", "mangle", "filter", "security"]

    /// A chain once more has to say what it said before, or nothing.
    mutating func chain(_ name: String, _ inside: [NFTStatement], in table: NFTScript.TableName) {
        guard [.ip, .ip6, .inet].contains(table.family) else {
            return refuse(["table", table.family.rawValue, table.name])
        }
        var base: [String] = []
        for statement in inside {
            let words = statement.words
            switch words.first {
            case "type":
                guard words.count >= 6, words[2] == "hook", words[4] == "priority",
                    Self.hooks[words[1]]?.contains(words[3]) == true,
                    base.isEmpty, words.count == 6, Int(words[5]) != nil || Self.priorities.contains(words[5])
                else { return refuse(words) }
                base = words
            case "policy": guard words.count == 2, ["accept", "drop"].contains(words[1]) else { return refuse(words) }
            case "flags", "devices": return refuse(words)
            default: continue
            }
        }
        let before = tables[table]?.chains[name]
        if let before, !base.isEmpty, base != before { return refuse(base) }
        // A policy is for what has a hook.
        let hasPolicy = inside.contains { $0.words.first == "policy" }
        if hasPolicy, base.isEmpty, before?.isEmpty ?? true { return refuse(["policy"]) }
        tables[table, default: Names()].chains[name] = base.isEmpty ? before ?? [] : base
    }
}
