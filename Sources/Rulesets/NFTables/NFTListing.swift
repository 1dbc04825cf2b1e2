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
        ruleset = reader.ruleset
    }
}

/// Collects the objects of a listing.
struct NFTReader {
    private(set) var ruleset = Ruleset()
    private var places: [TableKey: Int] = [:]
    private var chains: [ChainKey: Int] = [:]
    private var sets: [ChainKey: JSONNode] = [:]
    /// Sets and maps that rules add to: what is in them is up to packets.
    private var filled: Set<ChainKey> = []
    private var dormant: Set<TableKey> = []
    private var isUnclear: Set<TableKey> = []

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
        if let table = object["table"], let key = key(table, "name"), let family = Table.Family(rawValue: key.family) {
            places[key] = ruleset.tables.count
            let flags = table["flags"]?.items?.compactMap(\.text) ?? [table["flags"]?.text].compactMap { $0 }
            // The kernel calls no chain of a table that sleeps. nft(8), "flags"
            if flags.contains("dormant") { dormant.insert(key) }
            if !Set(flags).isSubset(of: ["dormant", "owner", "persist"]) { isUnclear.insert(key) }
            ruleset.tables.append(Table(.nftables, family, key.name))
        } else if let chain = object["chain"], let key = key(chain, "table"), let name = chain["name"]?.text,
            let place = places[key]
        {
            chains[ChainKey(table: key, name: name)] = ruleset.tables[place].chains.count
            ruleset.tables[place].chains.append(Chain(name, base: dormant.contains(key) ? nil : Self.base(chain)))
            if isUnclear.contains(key) {
                let rule = Rule(
                    matches: [Match(.other("the table has a flag that is not known"))],
                    action: .other("flags"),
                    source: "flags of the table",
                    line: 0
                )
                ruleset.tables[place].chains[ruleset.tables[place].chains.count - 1].rules.append(rule)
            }
        } else if let set = object["set"] ?? object["map"], let key = key(set, "table"), let name = set["name"]?.text {
            sets[ChainKey(table: key, name: name)] = set
        } else if let rule = object["rule"], let key = key(rule, "table") {
            for name in NFTReading.filled(rule["expr"]?.items ?? []) {
                filled.insert(ChainKey(table: key, name: name))
            }
        }
    }

    mutating func add(_ object: JSONNode) {
        guard let rule = object["rule"], let key = key(rule, "table"), let name = rule["chain"]?.text,
            let place = places[key], let chain = chains[ChainKey(table: key, name: name)]
        else { return }
        let (known, filled) = (sets, filled)
        let lookup: (String) -> JSONNode? = { name in
            let set = ChainKey(table: key, name: name)
            return filled.contains(set) ? nil : known[set]
        }
        let rules = NFTRule(lookup: lookup).rules(rule)
        ruleset.tables[place].chains[chain].rules += rules
    }

    private func key(_ object: JSONNode, _ name: String) -> TableKey? {
        guard let family = object["family"]?.text, let name = object[name]?.text else { return nil }
        return TableKey(family: family, name: name)
    }

    private static func base(_ chain: JSONNode) -> Chain.Base? {
        guard let hook = chain["hook"]?.text.flatMap({ Hook(rawValue: $0) }) else { return nil }
        let kind = chain["type"]?.text.flatMap { Chain.Kind(rawValue: $0) } ?? .filter
        let policy = chain["policy"]?.text.flatMap { Chain.Policy(rawValue: $0) } ?? .accept
        let devices = chain["dev"].map { node in node.items?.compactMap(\.text) ?? [node.text].compactMap { $0 } } ?? []
        return Chain.Base(kind, hook, priority: chain["prio"]?.integer ?? 0, policy: policy, devices: devices)
    }
}
