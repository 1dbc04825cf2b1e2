import Documents

/// What reading an expression asks of a packet, before anything is done with what was read.
///
/// Where there is nothing to read the rest of the rule is not reached (NFT_BREAK in the kernel's `nft_*_eval`). Only what
/// is known never to do so, or to ask for a protocol and nothing more, is taken for that.
enum NFTExpression {
    static let mayEnd = Match(.other("what is read may not be there"))
    static let tracked = Match(.connectionState([.new, .established, .related]))

    /// Keys that every packet has on every hook.
    private static let everywhere: Set<String> = [
        "length", "protocol", "nfproto", "l4proto", "priority", "mark", "iif", "oif", "iifname", "oifname", "cpu",
        "random", "time", "day", "hour", "pkttype", "sdif", "sdifname",
    ]
    private static let headers: Set<String> = ["ip", "ip6", "tcp", "udp", "udplite", "th"]
    private static let combinations: Set<String> = ["&", "|", "^", "<<", ">>", "concat", "set", "range"]

    static func questions(_ node: JSONNode) -> [Match] {
        if let items = node.items { return items.flatMap(questions) }
        guard let members = node.members else { return [] }
        guard members.count == 1, let member = members.first else { return [mayEnd] }
        let value = member.value
        if combinations.contains(member.key) { return questions(value) }
        switch member.key {
        case "payload":
            guard value.has(only: ["protocol", "field"]), let name = value["protocol"]?.text,
                let field = value["field"]?.text
            else { return [mayEnd] }
            let isFirst = name.hasPrefix("icmp") && ["type", "code", "checksum"].contains(field)
            return NFTMatch.context(of: node) + (headers.contains(name) || isFirst ? [] : [mayEnd])
        case "meta":
            return value.has(only: ["key"]) && everywhere.contains(value["key"]?.text ?? "") ? [] : [mayEnd]
        case "ct": return connection(value)
        case "rt":
            let family: [Match] =
                switch value["family"]?.text {
                case "ip": [Match(.family(.ipv4))]
                case "ip6": [Match(.family(.ipv6))]
                default: []
                }
            return family + [mayEnd]
        case "fib", "numgen", "symhash", "prefix": return []
        case "jhash": return value["expr"].map(questions) ?? [mayEnd]
        case "map": return (value["key"].map(questions) ?? []) + [Match(.other("the map may lack the key"))]
        case "elem": return value["val"].map(questions) ?? [mayEnd]
        case "tcp option": return [Match(.transport([Packet.tcp...Packet.tcp])), mayEnd]
        default: return [mayEnd]
        }
    }

    private static func connection(_ value: JSONNode) -> [Match] {
        let key = value["key"]?.text ?? ""
        if key == "state" { return value.has(only: ["key"]) ? [] : [mayEnd] }
        let family: [Match] =
            key.hasPrefix("ip ") ? [Match(.family(.ipv4))] : key.hasPrefix("ip6 ") ? [Match(.family(.ipv6))] : []
        let isPlain = ["mark", "id", "zone", "direction", "status", "expiration", "l3proto", "protocol"].contains(key)
        return [tracked] + family + (isPlain || !family.isEmpty ? [] : [mayEnd])
    }
}
