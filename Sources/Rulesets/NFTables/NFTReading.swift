import Documents

/// What a statement asks by what it reads, before it does anything.
///
/// A statement that reads a header which the packet does not have ends its rule, as a map does that has no such key and
/// a set that has no room: what follows is not reached. nft leaves these questions out of its listing (nf_tables_core.c,
/// NFT_BREAK).
enum NFTReading {
    /// The questions of one statement; those of a comparison are read with it.
    static func questions(_ key: String, _ value: JSONNode) -> [Match] {
        guard !compared.contains(key) else { return [] }
        var found: [Match] = []
        collect(value, &found)
        if key == "set", let operation = value["op"]?.text, operation != "delete", !hasLimit(value) {
            found.append(Match(.other("the set may be full")))
        }
        return found
    }

    /// The sets and maps that a rule adds to, by name.
    static func filled(_ statements: [JSONNode]) -> [String] {
        statements.compactMap { statement in
            let inner = statement["set"]?["set"] ?? statement["map"]?["map"]
            return inner?.text.map { String($0.drop { $0 == "@" }) }
        }
    }

    private static let compared: Set<String> = ["match", "vmap", "dnat", "snat", "jump", "goto"]

    private static func hasLimit(_ value: JSONNode) -> Bool {
        let inner = value["stmt"]?.items ?? value["stmt"].map { [$0] } ?? []
        return inner.contains { $0["limit"] != nil || $0["ct count"] != nil }
    }

    private static func collect(_ node: JSONNode, _ found: inout [Match]) {
        func add(_ matches: [Match]) { for match in matches where !found.contains(match) { found.append(match) } }
        if node["payload"] != nil { add(NFTMatch.context(of: node)) }
        switch node["rt"]?["family"]?.text {
        case "ip": add([Match(.family(.ipv4))])
        case "ip6": add([Match(.family(.ipv6))])
        default: break
        }
        if let map = node["map"], map["key"] != nil { add([Match(.other("the map may lack the key"))]) }
        for item in node.items ?? [] { collect(item, &found) }
        for member in node.members ?? [] { collect(member.value, &found) }
    }
}
