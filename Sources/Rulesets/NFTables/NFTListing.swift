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
            ruleset.tables.append(Table(.nftables, family, key.name))
        } else if let chain = object["chain"], let key = key(chain, "table"), let name = chain["name"]?.text,
            let place = places[key]
        {
            chains[ChainKey(table: key, name: name)] = ruleset.tables[place].chains.count
            ruleset.tables[place].chains.append(Chain(name, base: Self.base(chain)))
        } else if let set = object["set"] ?? object["map"], let key = key(set, "table"), let name = set["name"]?.text {
            sets[ChainKey(table: key, name: name)] = set
        }
    }

    mutating func add(_ object: JSONNode) {
        guard let rule = object["rule"], let key = key(rule, "table"), let name = rule["chain"]?.text,
            let place = places[key], let chain = chains[ChainKey(table: key, name: name)]
        else { return }
        let known = sets
        let lookup: (String) -> JSONNode? = { known[ChainKey(table: key, name: $0)] }
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
