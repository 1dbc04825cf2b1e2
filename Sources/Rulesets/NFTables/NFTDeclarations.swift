/// What a file for nft names and uses: whether it is all of the part of the language that is known.
struct NFTDeclarations: Sendable {
    /// Why nft may refuse the file, whose rules are then not loaded at all.
    var doubt: String? {
        if let refusal { return refusal }
        for rule in rules {
            let names = tables[rule.table] ?? Names()
            let branching = Set(rules.filter { $0.table == rule.table && $0.words.contains("jump") }.map(\.chain))
            let grammar = NFTGrammar(
                family: rule.table.family,
                sets: names.sets,
                ends: Set(names.chains.filter { $0.value.isEmpty && !branching.contains($0.key) }.keys)
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
    private var rules: [(table: NFTScript.TableName, chain: String, words: [String])] = []

    private static func refused(_ words: [String]) -> String {
        "nft may refuse \"\(words.joined(separator: " "))\", and the whole file with it"
    }

    private mutating func refuse(_ words: [String]) { refusal = refusal ?? Self.refused(words) }

    /// Chains may be named before they come.
    mutating func rule(_ words: [String], of chain: String, in table: NFTScript.TableName) {
        rules.append((table, chain, words))
    }

    private static let kinds: [String: NFTValueKind] = [
        "ipv4_addr": .address(.ipv4), "ipv6_addr": .address(.ipv6), "inet_service": .port,
    ]

    /// `NAME { type ipv4_addr; flags interval; elements = { … } }`.
    mutating func set(_ words: [String], in table: NFTScript.TableName) {
        let whole = ["set"] + words
        guard words.count > 3, words[1] == "{", words.last == "}", tables[table]?.sets[words[0]] == nil,
            NFTGrammar.isName(words[0])
        else {
            return refuse(whole)
        }
        var kind: NFTValueKind?
        var isOfRanges = false
        var elements: [String] = []
        for statement in words[2..<(words.count - 1)].split(separator: ";") {
            switch (statement.first, statement.count) {
            case ("type", 2): kind = Self.kinds[statement.last ?? ""]
            case ("flags", 2):
                guard statement.last == "interval" else { return refuse(whole) }
                isOfRanges = true
            case ("elements", _):
                let inside = Array(statement.dropFirst())
                guard inside.count > 3, inside[0] == "=", inside[1] == "{", inside.last == "}" else {
                    return refuse(whole)
                }
                guard let items = NFTGrammar.items(of: inside[2..<(inside.count - 1)]) else { return refuse(whole) }
                elements = items
            default: return refuse(whole)
            }
        }
        guard let kind, elements.isEmpty || kind.takes(elements),
            isOfRanges || !elements.contains(where: { $0.contains("-") || $0.contains("/") })
        else { return refuse(whole) }
        tables[table, default: Names()].sets[words[0]] = kind
    }

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
                // With another hook or priority other things are refused, and some of them by some versions.
                guard base.isEmpty, words.count == 6, words[1] == "filter", words[2] == "hook",
                    ["input", "forward", "output"].contains(words[3]), words[4] == "priority",
                    words[5] == "filter" || Int(words[5]).map({ (-300...300).contains($0) }) == true
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
