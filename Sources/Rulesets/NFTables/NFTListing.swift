public import Documents

/// What `nft -j list ruleset` wrote: tables, chains, rules and sets, in the order they came.
///
/// The layout is that of libnftables-json(5). The document keeps every byte.
public struct NFTListing: Sendable {
    public let document: JSONDocument
    public let ruleset: Ruleset

    /// Sets of blocked addresses run to many thousands of elements.
    private static let limits = Limits(size: 16 << 20, depth: 128, values: 500_000)

    /// - Throws: where the text is not JSON, or is not a list of nftables objects.
    public init(_ bytes: [UInt8]) throws(SyntaxError) {
        document = try JSONDocument(bytes, dialect: .json, limits: Self.limits)
        guard let objects = document.root["nftables"]?.items else {
            throw SyntaxError("not a list of nftables objects", at: document.position(of: document.root))
        }
        var reader = NFTReader()
        for object in objects { reader.declare(object) }
        for object in objects { reader.add(object) }
        ruleset = reader.whole
    }
}

/// Collects the objects of a listing.
struct NFTReader {
    private var ruleset = Ruleset()
    /// Objects that are not understood.
    private var unread = 0
    private var places: [TableKey: Int] = [:]
    private var chains: [ChainKey: Int] = [:]
    private var sets: [ChainKey: JSONNode] = [:]
    /// Sets and maps that rules add to: what is in them is up to packets.
    private var filled: Set<ChainKey> = []
    private var dormant: Set<TableKey> = []
    private var perhapsDormant: Set<TableKey> = []
    private var isUnclear: Set<TableKey> = []
    /// Whether the nft that wrote the listing writes a table's flag as it is.
    ///
    /// Before 1.1.0 it wrote a lone flag from memory that it had freed ("json: fix use after free in table_flags_json()"):
    /// the name of the table, or whatever else stands there, even the word for another flag.
    private var writesFlags = false

    private struct TableKey: Hashable {
        let family: String
        let name: String
    }

    private struct ChainKey: Hashable {
        let table: TableKey
        let name: String
    }

    /// Tables, chains and sets come first: rules speak of them.
    mutating func declare(_ object: JSONNode) {
        if let version = object["metainfo"]?["version"]?.text {
            writesFlags = !version.split(separator: ".").compactMap { Int($0) }.lexicographicallyPrecedes([1, 1])
        }
        if let table = object["table"], let key = key(table, "name") {
            declare(table: table, key)
        } else if let chain = object["chain"], let key = key(chain, "table"), let name = chain["name"]?.text,
            let place = places[key]
        {
            chains[ChainKey(table: key, name: name)] = ruleset.tables[place].chains.count
            let place = NFTPlace(chain)
            declare(chain: name, place, isStrange: isUnclear.contains(key), in: key)
        } else if let set = object["set"] ?? object["map"], let key = key(set, "table"), let name = set["name"]?.text {
            sets[ChainKey(table: key, name: name)] = set
            if !Self.isUnderstood(set) { filled.insert(ChainKey(table: key, name: name)) }
        } else if let elements = object["element"], let key = key(elements, "table"), let name = elements["name"]?.text
        {
            filled.insert(ChainKey(table: key, name: name))
        } else if let rule = object["rule"], let key = key(rule, "table") {
            for name in NFTReading.filled(rule["expr"]?.items ?? []) {
                filled.insert(ChainKey(table: key, name: name))
            }
        } else if object.members?.count != 1 || !Self.idle.contains(object.members?.first?.key ?? "") {
            unread += 1
        }
    }

    private mutating func declare(table: JSONNode, _ key: TableKey) {
        places[key] = ruleset.tables.count
        let flags = table["flags"]?.items?.compactMap(\.text) ?? [table["flags"]?.text].compactMap { $0 }
        let isGuess = table["flags"].map { $0.items == nil && !writesFlags } ?? false
        // The kernel calls no chain of a table that sleeps. nft(8), "flags"
        if flags.contains("dormant"), !isGuess { dormant.insert(key) }
        if isGuess { perhapsDormant.insert(key) }
        let family = Table.Family(rawValue: key.family)
        let isKnown = table.has(only: ["family", "name", "handle", "flags", "comment"]) && family != nil
        let isStrange = !isGuess && !Set(flags).isSubset(of: ["dormant", "owner", "persist"])
        if isStrange || !isKnown { isUnclear.insert(key) }
        ruleset.tables.append(Table(.nftables, family ?? .inet, key.name))
    }

    private mutating func declare(chain name: String, _ place: NFTPlace, isStrange: Bool, in key: TableKey) {
        guard let table = places[key] else { return }
        var chain = Chain(name, base: dormant.contains(key) ? nil : place.base)
        if perhapsDormant.contains(key), chain.base != nil {
            let words = "the table may sleep, its flag is not listed as it is"
            chain.rules.append(Rule(matches: [Match(.other(words))], action: .accept, source: words, line: 0))
        }
        if isStrange || !place.isUnderstood {
            let words = isStrange ? "the table has a flag that is not known" : "the chain has a part that is not known"
            chain.rules.append(Rule(matches: [Match(.other(words))], action: .other("flags"), source: words, line: 0))
        }
        ruleset.tables[table].chains.append(chain)
    }

    /// Objects that do nothing until a rule names them.
    private static let idle: Set<String> = [
        "metainfo", "flowtable", "counter", "quota", "limit", "secmark", "synproxy", "ct helper", "ct timeout",
        "ct expectation",
    ]

    /// Whether a set or map is nothing but its elements.
    private static func isUnderstood(_ set: JSONNode) -> Bool {
        let isPlain = set.has(only: [
            "family", "name", "table", "type", "handle", "map", "flags", "timeout", "gc-interval", "size", "policy",
            "elem", "comment", "stmt", "auto-merge",
        ])
        let statements = set["stmt"].map { $0.items ?? [$0] } ?? []
        return isPlain && statements.allSatisfy { $0["counter"] != nil || $0["last"] != nil }
    }

    mutating func add(_ object: JSONNode) {
        guard let rule = object["rule"] else { return }
        guard let key = key(rule, "table"), let name = rule["chain"]?.text, let place = places[key],
            let chain = chains[ChainKey(table: key, name: name)]
        else {
            unread += 1
            return
        }
        let (known, filled) = (sets, filled)
        let lookup: (String) -> JSONNode? = { name in
            let set = ChainKey(table: key, name: name)
            return filled.contains(set) ? nil : known[set]
        }
        let rules = NFTRule(lookup: lookup).rules(rule)
        ruleset.tables[place].chains[chain].rules += rules
    }

    /// What was read; where something is not known at all, a chain that may do anything with every packet.
    var whole: Ruleset {
        guard unread > 0 else { return ruleset }
        let words = "an object of the listing is not understood"
        let rule = Rule(changes: [.unknownMark, .rewrite(.unknown)], action: .other(words), source: words, line: 0)
        let bases = [Hook.prerouting, .output].map { hook in
            Chain(hook.rawValue, base: Chain.Base(.filter, hook, priority: -1000, policy: .accept), rules: [rule])
        }
        return Ruleset(tables: ruleset.tables + [Table(.nftables, .inet, "?", chains: bases)])
    }

    private func key(_ object: JSONNode, _ name: String) -> TableKey? {
        guard let family = object["family"]?.text, let name = object[name]?.text else { return nil }
        return TableKey(family: family, name: name)
    }
}

/// Where the kernel enters a chain, as far as the listing's words for it are known.
struct NFTPlace {
    let base: Chain.Base?
    let isUnderstood: Bool

    init(_ chain: JSONNode) {
        let isKnown = chain.has(only: [
            "family", "table", "name", "handle", "type", "hook", "prio", "policy", "dev", "comment",
        ])
        guard let name = chain["hook"] else {
            base = nil
            isUnderstood = isKnown
            return
        }
        let hook = name.text.flatMap { Hook(rawValue: $0) }
        let kind = chain["type"]?.text.flatMap { Chain.Kind(rawValue: $0) }
        let policy = chain["policy"]?.text.flatMap { Chain.Policy(rawValue: $0) }
        let priority = chain["prio"]?.integer
        let devices = chain["dev"].map { node in node.items?.compactMap(\.text) ?? [node.text].compactMap { $0 } } ?? []
        base = Chain.Base(
            kind ?? .filter,
            hook ?? .prerouting,
            priority: priority ?? 0,
            policy: policy ?? .accept,
            devices: devices
        )
        isUnderstood =
            isKnown && hook != nil && kind != nil && priority != nil && (policy != nil || chain["policy"] == nil)
    }
}
