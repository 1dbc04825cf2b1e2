/// What is left of a file for `nft -f` after nft has carried it out, as far as that decides about strangers.
///
/// Statements are read in order, from tables that are emptied or unhooked to rules that accept before a policy drops.
/// It says which rules come back at boot; the kernel's own listing is what counts while it runs.
public struct NFTScript: Sendable {
    struct Chain: Hashable, Sendable {
        var hook: String?
        var type = ""
        var dropsByPolicy = false
        var rules: [[String]] = []
    }

    struct TableContent: Hashable, Sendable {
        var isDormant = false
        var chains: [String: Chain] = [:]
    }

    struct TableName: Hashable, Sendable {
        let family: Table.Family
        let name: String
    }

    private(set) var tables: [TableName: TableContent] = [:]
    /// Why what is left could not be determined.
    private(set) var doubt: String?

    private var declarations = NFTDeclarations()

    public init(_ text: String) {
        // How lines go on and end is not told from other uses of these signs.
        if text.utf8.contains(where: { $0 == UInt8(ascii: "\\") || $0 == UInt8(ascii: "\r") }) {
            doubt = "its lines are not followed"
        }
        if !NFTStatement.isBalanced(text) { doubt = "a brace is missing" }
        for statement in NFTStatement.all(in: text) { take(statement) }
        doubt = doubt ?? declarations.doubt
    }

    private mutating func take(_ statement: NFTStatement) {
        var words = statement.words
        let verb =
            ["add", "create", "insert", "replace", "flush", "delete", "destroy", "reset"].contains(words.first ?? "")
            ? words.removeFirst() : "add"
        guard let subject = words.first else { return }
        words.removeFirst()
        guard ["add", "flush", "delete"].contains(verb) || verb == "insert" && subject == "rule" else {
            // Some are newer than others, and what a version does not know it refuses.
            doubt = doubt ?? "nft may refuse to \(verb) something, and the whole file with it"
            return
        }
        switch (verb, subject) {
        case ("flush", "ruleset"):
            guard words.isEmpty || words.count == 1 && Table.Family(rawValue: words[0]) != nil else {
                doubt = doubt ?? "flush ruleset with more words"
                return
            }
            let family = words.first.flatMap { Table.Family(rawValue: $0) }
            tables = tables.filter { family != nil && $0.key.family != family }
        case (_, "table"):
            let name = Self.name(&words)
            if !words.isEmpty || !NFTGrammar.isName(name.name) { doubt = doubt ?? "a table's line is not understood" }
            table(verb, name, statement)
        case (_, "chain"):
            let table = Self.name(&words)
            guard let name = words.first else { return }
            require(
                verb,
                "chain",
                name,
                isThere: tables[table]?.chains[name] != nil,
                tableIsThere: tables[table] != nil
            )
            switch verb {
            case "flush": tables[table]?.chains[name]?.rules = []
            case "delete", "destroy": tables[table]?.chains[name] = nil
            default: chain(name, statement.inside ?? [], in: table)
            }
        case ("add", "rule"), ("insert", "rule"):
            let table = Self.name(&words)
            guard let name = words.first else { return }
            var rule = Array(words.dropFirst())
            let isPlaced = ["position", "index", "handle"].contains(rule.first ?? "")
            if isPlaced { rule.removeFirst(min(2, rule.count)) }
            if isPlaced { doubt = doubt ?? "a rule is put at a place that depends on others" }
            let place = verb == "insert" ? 0 : tables[table]?.chains[name]?.rules.count ?? 0
            require("flush", "chain", name, isThere: tables[table]?.chains[name] != nil, tableIsThere: true)
            declarations.rule(rule, of: name, in: table)
            tables[table, default: TableContent()].chains[name, default: Chain()].rules.insert(rule, at: place)
        case (_, "include"): doubt = doubt ?? "it includes other files"
        case ("add", "set"):
            let table = Self.name(&words)
            require("flush", "table", table.name, isThere: tables[table] != nil, tableIsThere: true)
            declarations.set(words, in: table)
        default: doubt = doubt ?? "\(subject) is not understood"
        }
    }

    private static func name(_ words: inout [String]) -> TableName {
        let family = words.first.flatMap { Table.Family(rawValue: $0) }
        if family != nil { words.removeFirst() }
        let name = words.isEmpty ? "" : words.removeFirst()
        return TableName(family: family ?? .ip, name: name)
    }

    /// Notes that nft refuses to change what is not there, and to make something in a table that is not.
    private mutating func require(_ verb: String, _ kind: String, _ name: String, isThere: Bool, tableIsThere: Bool) {
        let isMissing = ["flush", "delete"].contains(verb) ? !isThere : !tableIsThere
        if isMissing {
            doubt = doubt ?? "nft refuses the \(kind) \(name), which is not there, and the whole file with it"
        }
    }

    private mutating func table(_ verb: String, _ name: TableName, _ statement: NFTStatement) {
        require(verb, "table", name.name, isThere: tables[name] != nil, tableIsThere: true)
        switch verb {
        case "delete", "destroy": tables[name] = nil
        case "flush": for chain in tables[name]?.chains.keys ?? [:].keys { tables[name]?.chains[chain]?.rules = [] }
        default:
            var content = tables[name] ?? TableContent()
            for inner in statement.inside ?? [] where inner.words.first == "flags" {
                content.isDormant = inner.words.contains("dormant")
                let known: Set<String> = ["flags", "dormant"]
                if !known.isSuperset(of: inner.words) { doubt = doubt ?? "a flag of a table is not understood" }
            }
            tables[name] = content
            for inner in statement.inside ?? [] {
                switch inner.words.first {
                case "chain" where inner.words.count == 2: chain(inner.words[1], inner.inside ?? [], in: name)
                case "set": declarations.set(Array(inner.words.dropFirst()), in: name)
                case "flags", "comment": continue
                default: doubt = doubt ?? "\(inner.words.joined(separator: " ")) is not understood"
                }
            }
        }
    }

    private mutating func chain(_ name: String, _ inside: [NFTStatement], in table: TableName) {
        var chain = tables[table]?.chains[name] ?? Chain()
        declarations.chain(name, inside, in: table)
        for statement in inside {
            let words = statement.words
            switch words.first {
            case "type":
                chain.type = words.count > 1 ? words[1] : ""
                chain.hook = words.firstIndex(of: "hook").flatMap { $0 + 1 < words.count ? words[$0 + 1] : nil }
                if let policy = words.firstIndex(of: "policy") {
                    chain.dropsByPolicy = words[policy...].contains("drop")
                }
            case "policy": chain.dropsByPolicy = words.contains("drop")
            case "flags", "comment", "devices", nil: continue
            default:
                chain.rules.append(words)
                declarations.rule(words, of: name, in: table)
            }
        }
        tables[table, default: TableContent()].chains[name] = chain
    }

    /// Whether what no rule names is dropped on its way in; nothing where that could not be determined.
    public func dropsInput(_ family: AddressFamily) -> Bool? {
        guard doubt == nil else { return nil }
        let families: [Table.Family] = [.inet, family == .ipv4 ? .ip : .ip6]
        var isUnsure = false
        for (name, table) in tables where families.contains(name.family) && !table.isDormant {
            for chain in table.chains.values where chain.hook == "input" && chain.type == "filter" {
                switch NFTFate(of: chain, in: table) {
                case .drops: return true
                case .unsure: isUnsure = true
                case .accepts, .falls: continue
                }
            }
        }
        return isUnsure ? nil : false
    }
}
